import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../adapters/registry.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { SampleServer } from './sample-server.ts';

// What a reader must say of the product's own samples: how many participants, and what was deliberately written so that it
// cannot be used.
const deliberate: Record<string, { participants: number; setAside: RegExp[]; problems: RegExp[] }> = {
  ARF: { participants: 27, setAside: [/Singapoor/], problems: [/domingas\.soares at ict/] },
  OAS: { participants: 32, setAside: [/Urugauy/], problems: [/por confirmar/] },
  OSCE: { participants: 57, setAside: [/Lichtenstien/], problems: [/to be announced/] },
};

let server: SampleServer;
beforeAll(async () => {
  server = await SampleServer.start();
});
afterAll(() => server.stop());

describe('a sample read by its own adapter', () => {
  it.each(registry.map((directory) => ({ directory, code: directory.code })))(
    '$code: its entries can be used, and only what was deliberately written so is set aside',
    async ({ directory, code }) => {
      const path = `/samples/${code.toLowerCase()}/${directory.sample.path}`.replace(/\/$/, '');
      const source = directory.open(
        new URL(server.base + path),
        directory.settings(directory.sample.environment),
        {
          clock: systemClock,
          userAgent: 'crosspoint-test',
        },
      );
      const signal = AbortSignal.timeout(20_000);
      const read = await source.read(null, signal);
      if (read.kind !== 'complete') throw new Error(`The ${code} sample is ${read.kind}.`);
      const meanings = read.records.map(({ record }) =>
        directory.normalise(directory.record.parse(JSON.parse(JSON.stringify(record)))),
      );

      const standing = new Map<string, string>();
      meanings.forEach((meaning, index) => {
        if (meaning.kind === 'entry')
          standing.set(meaning.sourceKey ?? String(index), meaning.entry.iso3 ?? meaning.entry.participant);
        if (meaning.kind === 'removal') standing.delete(meaning.sourceKey);
      });
      const refused = [
        ...read.setAside.map(({ reason }) => reason),
        ...meanings.flatMap((meaning) => (meaning.kind === 'set-aside' ? [meaning.reason] : [])),
      ];
      const said = meanings.flatMap((meaning) => (meaning.kind === 'entry' ? meaning.problems : []));
      const participants = new Set(standing.values()).size;
      expect(participants).toBeGreaterThan(0);
      const expected = deliberate[code];
      if (expected) {
        expect(participants).toBe(expected.participants);
        expect(refused).toEqual(expected.setAside.map((reason) => expect.stringMatching(reason)));
        expect(said).toEqual(expected.problems.map((problem) => expect.stringMatching(problem)));
      }

      const entries = meanings.flatMap((meaning) => (meaning.kind === 'entry' ? [meaning.entry] : []));
      expect(entries.filter(({ phones }) => phones.some(({ e164 }) => e164 === null))).toEqual([]);
      expect(
        entries.filter(
          ({ emails, phones, withheld }) => emails.length + phones.length + withheld.length === 0,
        ),
      ).toEqual([]);
      expect(
        entries.every(
          ({ kind, name, withheld }) => kind === 'OFFICE' || name !== null || withheld.includes('name'),
        ),
      ).toBe(true);
      if (read.resume && directory.rules.absence !== 'nothing')
        expect(await source.read(read.resume, signal)).toEqual({ kind: 'unchanged' });
    },
  );
});
