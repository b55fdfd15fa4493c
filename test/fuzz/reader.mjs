// Reads regional sources with the built adapters, one at a time, as the process that started it asks, and says what came of it.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { registry } from '../../dist/adapters/registry.js';

/** The start of time for every read; waiting takes none. */
const clock = { now: () => new Date('2026-11-20T12:00:00Z'), sleep: async () => undefined };
const sources = new Map();

function sourceOf(code, url) {
  const directory = registry.find((one) => one.code === code);
  const known = sources.get(url);
  if (known) return known;
  const settings = directory.settings(directory.sample.environment);
  const opened = { directory, source: directory.open(new URL(url), settings, { clock, userAgent: 'fuzz' }) };
  sources.set(url, opened);
  return opened;
}

const textOf = (record) => {
  const texts = [];
  const visit = (value) => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(record);
  return texts.join('\n').normalize('NFKC').toLowerCase();
};
const digitsOf = (text) =>
  text
    .normalize('NFKC')
    .replace(/\P{Nd}/gu, '')
    .replace(/\p{Nd}/gu, asDigit);
const asDigit = (letter) => {
  let at = letter.codePointAt(0);
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(at - 1)) && value < 9) {
    at -= 1;
    value += 1;
  }
  return String(value);
};

/** @returns what is wrong with what a record is taken to mean; null where nothing is */
function wrongIn(directory, record, meaning) {
  if (meaning.kind === 'set-aside')
    return /\w+ \w+/.test(meaning.reason) ? null : 'set aside without a reason';
  if (meaning.kind === 'removal')
    return record.action?.toUpperCase() === 'REMOVAL' ? null : 'a removal that nobody announced';
  const { entry } = meaning;
  if (entry.iso3 !== null && !/^[A-Z]{3}$/.test(entry.iso3)) return `a state ${entry.iso3}`;
  if (entry.level !== null && !directory.rules.levels.includes(entry.level)) return `a level ${entry.level}`;
  const text = textOf(record);
  const digits = digitsOf(text);
  for (const email of entry.emails) {
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) return `no e-mail address: ${email}`;
    if (!text.includes(email.normalize('NFKC').toLowerCase()))
      return `an e-mail address from nowhere: ${email}`;
  }
  for (const { e164 } of entry.phones) {
    if (e164 === null) continue;
    if (!/^\+\d{5,15}$/.test(e164)) return `no telephone number: ${e164}`;
    if (!digits.includes(e164.slice(-4))) return `a telephone number from nowhere: ${e164}`;
  }
  return null;
}

async function read({ code, url, since }) {
  const { directory, source } = sourceOf(code, url);
  let result;
  try {
    result = await source.read(since, new AbortController().signal);
  } catch (error) {
    if (error?.name === 'SourceFailure') return { kind: 'refused', reason: error.message };
    return { kind: 'fault', reason: String(error?.stack ?? error) };
  }
  if (result.kind === 'unchanged') return { kind: 'unchanged' };
  const entries = [];
  const keys = [];
  for (const { record, location } of result.records) {
    const stored = directory.record.safeParse(JSON.parse(JSON.stringify(record)));
    if (!stored.success || !isDeepStrictEqual(stored.data, record))
      return { kind: 'fault', reason: `A record does not survive storage: ${JSON.stringify(record)}` };
    let meaning;
    try {
      meaning = directory.normalise(record);
    } catch (error) {
      return {
        kind: 'fault',
        reason: `normalise threw for ${JSON.stringify(record)}: ${error?.stack ?? error}`,
      };
    }
    const wrong = location === '' ? 'no location' : wrongIn(directory, record, meaning);
    if (wrong !== null) return { kind: 'fault', reason: `${wrong}, in ${JSON.stringify(record)}` };
    if (meaning.kind === 'entry') entries.push(meaning.entry);
    if (typeof meaning.sourceKey === 'string') keys.push(meaning.sourceKey);
  }
  if (directory.identify) {
    const given = directory.identify(entries, []);
    if (given.length !== entries.length || new Set(given).size !== given.length)
      return { kind: 'fault', reason: 'identify does not give each entry a key of its own' };
  }
  const content = JSON.stringify([result.records, result.setAside]);
  return {
    kind: result.kind,
    reason: result.kind === 'incomplete' ? result.reason : null,
    records: result.records.length,
    setAside: result.setAside.map(({ reason }) => reason),
    content: createHash('sha256').update(content).digest('hex'),
  };
}

process.on('message', async (message) => {
  if (message?.read) process.send({ id: message.id, read: await read(message.read) });
});
process.channel.ref();
process.send({ ready: true });
