import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Clock, instant } from '../../../platform/clock/clock.ts';
import { badInput, notFound } from '../../../platform/errors/problem.ts';
import { openJsonFile } from '../../../platform/files/json-file.ts';
import { recogniseParticipant } from '../../../platform/states/recognise.ts';
import type { OpenSample, SampleRequest, SampleResponse, SampleSource } from '../../contract.ts';
import { builtInEntries } from './built-in.ts';
import { completed, dates, type FeedEntry, FeedState, fields } from './entry.ts';
import { viennaDay, writeFeed } from './feed.ts';

/** The bearer token that the sample feed asks for: no secret, since what it guards is invented. */
export const osceSampleToken = 'sample-osce-token';

export const osceSample: SampleSource = {
  path: 'feed.xml',
  environment: { OSCE_TOKEN: osceSampleToken },
  open: openOsceSample,
};

function openOsceSample(file: string, clock: Clock): OpenSample {
  const kept = openJsonFile(file, FeedState, () => ({
    changedAt: instant(clock.now()),
    entries: builtInEntries(),
    retired: [],
  }));

  const save = (entries: FeedEntry[], retired = kept.read().retired) =>
    kept.write({ changedAt: instant(clock.now()), entries, retired });
  const entry = (key: string): FeedEntry => {
    const found = kept.read().entries.find((candidate) => candidate.key === key);
    if (!found) throw notFound(`The sample OSCE feed has no contactPoint ${key}.`);
    return found;
  };

  return {
    fields,
    entries: () => kept.read().entries,
    change: (key, given) => {
      const old = entry(key).fields;
      const changed = Object.entries(given).filter(([name, value]) => (old[name] ?? '') !== value);
      if (changed.length === 0) return;
      const today = viennaDay(clock.now());
      const now = completed({ ...old, changedOn: today, notifiedOn: today, ...Object.fromEntries(changed) });
      check(now);
      save(kept.read().entries.map((other) => (other.key === key ? { key, fields: now } : other)));
    },
    remove: (key) => {
      const { key: gone } = entry(key);
      const { entries, retired } = kept.read();
      save(
        entries.filter((other) => other.key !== gone),
        [...retired, gone],
      );
    },
    add: (given) => {
      const today = viennaDay(clock.now());
      const stated = Object.entries(given).filter(([, value]) => value !== '');
      const added = completed({
        level: 'POLICY',
        rank: 'primary',
        lastConfirmed: today,
        changedOn: today,
        notifiedOn: today,
        ...Object.fromEntries(stated),
      });
      check(added);
      const key = newKey(added, kept.read());
      save([...kept.read().entries, { key, fields: added }]);
      return key;
    },
    handle: async (request) => answer(request, kept.read()),
  };
}

/** What the feed's schema has no other place for; anything else may be tried, right or wrong. */
function check(values: Readonly<Record<string, string>>): void {
  if (values.level !== 'POLICY' && values.level !== 'TECHNICAL')
    throw badInput('fields.level', 'level is POLICY or TECHNICAL.');
  if (values.rank !== 'primary' && values.rank !== 'alternate')
    throw badInput('fields.rank', 'rank is primary or alternate.');
  for (const name of dates)
    if (values[name] && !/^\d{2}\.\d{2}\.\d{4}$/.test(values[name]))
      throw badInput(`fields.${name}`, `${name} is a date written DD.MM.YYYY.`);
}

function newKey(values: Readonly<Record<string, string>>, { entries, retired }: FeedState): string {
  const participant = recogniseParticipant(values.participatingState ?? '');
  const who = participant.kind === 'state' ? participant.iso3 : 'NEW';
  const prefix = `${who}-${values.level === 'TECHNICAL' ? 'TEC' : 'POL'}-`;
  const taken = [...entries.map(({ key }) => key), ...retired]
    .filter((key) => key.startsWith(prefix))
    .map((key) => Number(key.slice(prefix.length)) || 0);
  return `${prefix}${Math.max(0, ...taken) + 1}`;
}

function answer(request: SampleRequest, state: FeedState): SampleResponse {
  if (request.path !== osceSample.path)
    return { status: 404, headers: {}, body: 'Nothing is served here.\n' };
  if (request.method !== 'GET')
    return { status: 405, headers: { allow: 'GET' }, body: 'The feed is read with GET.\n' };
  if (request.headers.authorization !== `Bearer ${osceSampleToken}`) {
    const headers = { 'www-authenticate': 'Bearer realm="OSCE sample"' };
    return { status: 401, headers, body: 'The feed needs its bearer token.\n' };
  }
  // Weak: the same content, whether sent packed or not.
  const etag = `W/"${createHash('sha256').update(JSON.stringify(state.entries)).digest('hex').slice(0, 32)}"`;
  const headers = { etag, 'cache-control': 'private, no-cache', vary: 'Accept-Encoding' };
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim());
  if (known.includes(etag)) return { status: 304, headers, body: '' };
  const xml = writeFeed(state);
  const typed = { ...headers, 'content-type': 'application/xml; charset=utf-8' };
  if (!/\bgzip\b(?!\s*;\s*q=0(\.0*)?(,|$))/.test(request.headers['accept-encoding'] ?? ''))
    return { status: 200, headers: typed, body: xml };
  return { status: 200, headers: { ...typed, 'content-encoding': 'gzip' }, body: gzipSync(xml) };
}
