import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entry, known } from '../../test/support/arf-entries.ts';
import type { EntryContent, KnownEntry } from '../contract.ts';
import { identify } from './identify.ts';

// Few values, so that names, mailboxes and offices are shared and ambiguous more often than not.
const arbitraryEntry = fc
  .record({
    iso3: fc.constantFrom('LAO', 'JPN'),
    level: fc.constantFrom('HIGH_LEVEL', 'WORKING_LEVEL'),
    name: fc.constantFrom(null, 'Ana Dias', 'Ben Keo', 'Cy Lee'),
    title: fc.constantFrom(null, 'Director', 'Officer'),
    entity: fc.constantFrom(null, 'MFA', 'CERT'),
    email: fc.subarray(['desk@mfa.example', 'ana@mfa.example', 'ben@cert.example']),
    phone: fc.constantFrom('', '+85621255012', '+85621255013'),
  })
  .map(entry);
const arbitraryKnown = fc
  .array(
    fc.tuple(arbitraryEntry, fc.constantFrom('PRESENT' as const, 'ABSENT' as const, 'REMOVED' as const)),
    { maxLength: 8 },
  )
  .map((list) => {
    const keys = identify(
      list.map(([content]) => content),
      [],
    );
    return list.map(([content, status], index) => known(keys[index] ?? '', content, status));
  });
// Entries that each have a mailbox, a telephone number, a name of their own.
const distinctEntries = fc
  .uniqueArray(fc.integer({ min: 100, max: 999 }), { minLength: 1, maxLength: 10 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((number) =>
        fc
          .record({
            iso3: fc.constantFrom('LAO', 'JPN'),
            level: fc.constantFrom('HIGH_LEVEL', 'WORKING_LEVEL'),
            title: fc.constantFrom(null, 'Director', 'Officer'),
            entity: fc.constantFrom('MFA', 'CERT'),
          })
          .map((short) =>
            entry({
              ...short,
              name: `Person ${number}`,
              email: `p${number}@mfa.example`,
              phone: `+85621255${number}`,
            }),
          ),
      ),
    ),
  );

const edits: readonly ((content: EntryContent) => EntryContent)[] = [
  (content) => ({ ...content, name: 'Zoe New' }),
  (content) => ({ ...content, name: null, kind: 'OFFICE' }),
  (content) => ({ ...content, title: 'New title' }),
  (content) => ({ ...content, entity: 'New entity' }),
  (content) => ({ ...content, emails: ['new@new.example'] }),
  (content) => ({ ...content, emails: [] }),
  (content) => ({ ...content, phones: [] }),
  (content) => ({ ...content, details: { asOf: '2026-03' } }),
  (content) => ({ ...content, participant: 'Another spelling' }),
];

describe('for any edition', () => {
  it('no key is given twice, none is empty, and none of a removed entry is given', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEntry, { maxLength: 8 }), arbitraryKnown, (entries, among) => {
        const keys = identify(entries, among);
        expect(keys).toHaveLength(entries.length);
        expect(new Set(keys).size).toBe(entries.length);
        for (const key of keys) expect(key).toMatch(/^ARF-(LAO|JPN)-(HIGH|WORKING)_LEVEL-\d+$/);
        const removed = among.filter(({ status }) => status === 'REMOVED').map(({ sourceKey }) => sourceKey);
        expect(keys.filter((key) => removed.includes(key))).toEqual([]);
      }),
    );
  });

  it('the order of the rows and of what is known plays no part', () => {
    const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
    const edition = fc
      .tuple(fc.array(arbitraryEntry, { maxLength: 8 }), arbitraryKnown)
      .chain(([entries, among]) =>
        fc.record({
          entries: fc.constant(entries),
          among: fc.constant(among),
          otherEntries: shuffled(entries),
          otherAmong: shuffled(among),
        }),
      );
    const named = (entries: readonly EntryContent[], among: readonly KnownEntry[]) => {
      const keys = identify(entries, among);
      return entries.map((content, index) => `${keys[index]} ${JSON.stringify(content)}`).sort();
    };
    fc.assert(
      fc.property(edition, ({ entries, among, otherEntries, otherAmong }) => {
        expect(named(otherEntries, otherAmong)).toEqual(named(entries, among));
      }),
    );
  });

  it('that says the same again, every key stays', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEntry, { maxLength: 8 }), (entries) => {
        const keys = identify(entries, []);
        const among = entries.map((content, index) => known(keys[index] ?? '', content));
        const again = identify(entries, among);
        const text = (list: readonly string[]) =>
          entries.map((content, index) => `${list[index]} ${JSON.stringify(content)}`).sort();
        expect(text(again)).toEqual(text(keys));
      }),
    );
  });

  it('one edited field of one entry, others added and others gone change no key', () => {
    const edition = distinctEntries.chain((entries) =>
      fc.record({
        entries: fc.constant(entries),
        at: fc.nat({ max: entries.length - 1 }),
        edit: fc.constantFrom(...edits),
        gone: fc.subarray(entries.map((_entry, index) => index)),
        isAdded: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(edition, ({ entries, at, edit, gone, isAdded }) => {
        const keys = identify(entries, []);
        const among = entries.map((content, index) => known(keys[index] ?? '', content));
        const now = entries.flatMap((content, index) => {
          if (index === at) return [{ content: edit(content), key: keys[index] }];
          return gone.includes(index) ? [] : [{ content, key: keys[index] }];
        });
        const added = isAdded
          ? [entry({ name: 'Added One', email: 'added@x.example', entity: 'Ministry of Added' })]
          : [];
        const given = identify([...added, ...now.map(({ content }) => content)], among);
        expect(given.slice(added.length)).toEqual(now.map(({ key }) => key));
        for (const key of given.slice(0, added.length)) expect(keys).not.toContain(key);
      }),
    );
  });
});
