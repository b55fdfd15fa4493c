import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../platform/clock/clock.ts';
import { faultyServer } from '../../test/support/faults.ts';
import { osce } from './index.ts';

it('the sample gives every one of the 57 participating States, and loses no contact point', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-osce-'));
  const server = await faultyServer();
  const sample = osce.sample.open(join(folder, 'osce.json'), systemClock);
  server.mount('osce', (request) => sample.handle(request));
  const settings = osce.settings(osce.sample.environment);
  const source = osce.open(server.url(`osce/${osce.sample.path}`), settings, {
    clock: systemClock,
    userAgent: 'crosspoint-test',
  });

  const read = await source.read(null, new AbortController().signal);
  if (read.kind !== 'complete') throw new Error(`The sample is ${read.kind}.`);
  expect(read.records.length + read.setAside.length).toBe(sample.entries().length);
  const meanings = read.records.map(({ record }) =>
    osce.normalise(osce.record.parse(JSON.parse(JSON.stringify(record)))),
  );
  const entries = meanings.flatMap((meaning) => (meaning.kind === 'entry' ? [meaning.entry] : []));
  expect(new Set(entries.map(({ participant, iso3 }) => iso3 ?? participant)).size).toBe(57);
  expect(entries.filter(({ iso3 }) => iso3 === null).map(({ participant }) => participant)).toContain(
    'Holy See',
  );
  expect(await source.read(read.resume, new AbortController().signal)).toEqual({ kind: 'unchanged' });

  await server.close();
  rmSync(folder, { recursive: true });
});
