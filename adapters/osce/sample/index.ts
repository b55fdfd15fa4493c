import { gzipSync } from 'node:zlib';
import type { Clock } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { recogniseParticipant } from '../../../platform/states/recognise.ts';
import type { OpenSample, SampleRequest, SampleResponse, SampleSource } from '../../contract.ts';
import { answerWithDocument } from '../../formats/sample-document.ts';
import { openSampleList, type SampleList } from '../../formats/sample-list.ts';
import { builtInEntries } from './built-in.ts';
import { dates, fields } from './entry.ts';
import { viennaDay, writeFeed } from './feed.ts';

/** The bearer token that the sample feed asks for: no secret, since what it guards is invented. */
export const osceSampleToken = 'sample-osce-token';

export const osceSample: SampleSource = {
  path: 'feed.xml',
  environment: { OSCE_TOKEN: osceSampleToken },
  open: openOsceSample,
};

function openOsceSample(file: string, clock: Clock): OpenSample {
  const list = openSampleList(file, clock, { fields, initial: builtInEntries });
  return {
    fields,
    entries: list.entries,
    change: (key, given) => {
      const old = list.fieldsOf(key);
      const changed = Object.entries(given).filter(([name, value]) => (old[name] ?? '') !== value);
      if (changed.length === 0) return;
      const today = viennaDay(clock.now());
      const now = { changedOn: today, notifiedOn: today, ...Object.fromEntries(changed) };
      check({ ...old, ...now });
      list.change(key, now);
    },
    remove: list.remove,
    add: (given) => {
      const today = viennaDay(clock.now());
      const stated = Object.entries(given).filter(([, value]) => value !== '');
      const added = {
        level: 'POLICY',
        rank: 'primary',
        lastConfirmed: today,
        changedOn: today,
        notifiedOn: today,
        ...Object.fromEntries(stated),
      };
      check(added);
      return list.add(keyPrefix(added), added);
    },
    handle: (request) => answer(request, list),
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

function keyPrefix({ participatingState = '', level }: Readonly<Record<string, string>>): string {
  const participant = recogniseParticipant(participatingState);
  const who = participant.kind === 'state' ? participant.iso3 : 'NEW';
  return `${who}-${level === 'TECHNICAL' ? 'TEC' : 'POL'}-`;
}

async function answer(request: SampleRequest, list: SampleList): Promise<SampleResponse> {
  if (request.headers.authorization !== `Bearer ${osceSampleToken}`) {
    const headers = { 'www-authenticate': 'Bearer realm="OSCE sample"' };
    return { status: 401, headers, body: 'The feed needs its bearer token.\n' };
  }
  const answered = await answerWithDocument(request, {
    path: osceSample.path,
    type: 'application/xml; charset=utf-8',
    content: list.entries(),
    headers: { vary: 'Accept-Encoding' },
    write: () => writeFeed(list.entries(), new Date(list.changedAt())),
  });
  const packs = /\bgzip\b(?!\s*;\s*q=0(\.0*)?(,|$))/.test(request.headers['accept-encoding'] ?? '');
  if (answered.status !== 200 || !packs) return answered;
  const headers = { ...answered.headers, 'content-encoding': 'gzip' };
  return { ...answered, headers, body: gzipSync(answered.body) };
}
