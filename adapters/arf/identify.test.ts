import { describe, expect, it } from 'vitest';
import { entry, known, type ShortEntry } from '../../test/support/arf-entries.ts';
import type { KnownEntry } from '../contract.ts';
import { identify } from './identify.ts';

const first = 'ARF-LAO-HIGH_LEVEL-1';
const second = 'ARF-LAO-HIGH_LEVEL-2';

const ana = {
  name: 'Ana Dias',
  title: 'Director',
  entity: 'MFA',
  email: 'ana@mfa.example',
  phone: '+856 21 255 012',
};
const ben = {
  name: 'Ben Keo',
  title: 'Officer',
  entity: 'CERT',
  email: 'ben@cert.example',
  phone: '+856 21 255 013',
};
const isNew = (short: ShortEntry, among: readonly KnownEntry[]) => {
  const [key] = identify([entry(short)], among);
  return among.every(({ sourceKey }) => sourceKey !== key);
};

describe('a new entry', () => {
  it('gets a key of its participant and level, and the next number', () => {
    const entries = [
      entry(ana),
      entry({ ...ben, level: 'WORKING_LEVEL' }),
      entry({ ...ben, iso3: 'JPN', participant: 'Japan' }),
    ];
    expect(identify(entries, [])).toEqual([first, 'ARF-LAO-WORKING_LEVEL-1', 'ARF-JPN-HIGH_LEVEL-1']);
    expect(identify([entry(ana), entry(ben)], [])).toEqual([first, second]);
  });

  it('of a participant that is no state gets its name, however it is written', () => {
    for (const participant of ['EU', 'European Union', 'European Union (EU)']) {
      expect(identify([entry({ ...ana, iso3: null, participant })], [])).toEqual([
        'ARF-EUROPEAN-UNION-HIGH_LEVEL-1',
      ]);
    }
  });

  it('never gets a number that was used before, by an absent or removed entry either', () => {
    const among = [
      known('ARF-LAO-HIGH_LEVEL-4', entry(ana), 'ABSENT'),
      known('ARF-LAO-HIGH_LEVEL-7', entry(ana), 'REMOVED'),
    ];
    expect(identify([entry(ben)], among)).toEqual(['ARF-LAO-HIGH_LEVEL-8']);
    expect(identify([entry({ ...ben, level: 'WORKING_LEVEL' })], among)).toEqual(['ARF-LAO-WORKING_LEVEL-1']);
  });

  it('is one that shares nothing, or only a title, with any known', () => {
    expect(isNew(ben, [known(first, entry(ana))])).toBe(true);
    expect(isNew({ ...ben, title: 'Director' }, [known(first, entry(ana))])).toBe(true);
  });

  it('is the same person at another level or for another participant', () => {
    expect(isNew({ ...ana, level: 'WORKING_LEVEL' }, [known(first, entry(ana))])).toBe(true);
    expect(isNew({ ...ana, iso3: 'JPN' }, [known(first, entry(ana))])).toBe(true);
  });

  it('may not take the key of one that was removed', () => {
    expect(isNew(ana, [known(first, entry(ana), 'REMOVED')])).toBe(true);
  });
});

describe('a known entry', () => {
  it.each<[string, ShortEntry]>([
    ['the same content', ana],
    ['another date', { ...ana, asOf: '2026-03' }],
    ['another e-mail address', { ...ana, email: 'dias@mfa.example' }],
    ['another telephone number', { ...ana, phone: '+856 21 255 999' }],
    ['another name', { ...ana, name: 'Somebody Else' }],
    ['another entity', { ...ana, entity: 'Cabinet' }],
    ['another title', { ...ana, title: 'Minister' }],
    ['no e-mail address', { ...ana, email: [] }],
    ['the e-mail address alone', { email: ['new@x.example', 'ANA@mfa.example'] }],
    ['the telephone number alone', { phone: '+85621255012' }],
    ['the name alone, in other letters and order', { name: 'DIÁS Ana' }],
    ['the entity alone', { entity: 'mfa' }],
  ])('keeps its key with %s', (_what, changed) => {
    expect(
      identify([entry(ben), entry(changed)], [known(first, entry(ana)), known(second, entry(ben))]),
    ).toEqual([second, first]);
  });

  it('keeps its key where its participant is written otherwise', () => {
    const eu = { ...ana, iso3: null };
    const among = [known('ARF-EUROPEAN-UNION-HIGH_LEVEL-1', entry({ ...eu, participant: 'EU' }))];
    expect(identify([entry({ ...eu, participant: 'European Union' })], among)).toEqual([
      'ARF-EUROPEAN-UNION-HIGH_LEVEL-1',
    ]);
  });

  it('that was absent gets its key again when it comes back, changed or not', () => {
    const among = [known(first, entry(ana), 'ABSENT'), known(second, entry(ben))];
    expect(identify([entry(ana), entry(ben)], among)).toEqual([first, second]);
    expect(identify([entry({ ...ana, phone: '+856 20 1' }), entry(ben)], among)).toEqual([first, second]);
  });

  it('that is listed is meant rather than an absent one that is equally like', () => {
    const office = { entity: 'MFA', email: 'desk@mfa.example' };
    const among = [
      known(first, entry({ ...office, name: 'Old One' }), 'ABSENT'),
      known(second, entry({ ...office, name: 'New One' })),
    ];
    expect(identify([entry({ ...office, name: 'Third One' })], among)).toEqual([second]);
  });

  it('whose mailbox others share is told by what else it says', () => {
    const desk = { entity: 'MFA', email: 'desk@mfa.example' };
    const among = [
      known(first, entry({ ...desk, name: 'Ana Dias' })),
      known(second, entry({ ...desk, name: 'Ben Keo' })),
    ];
    const entries = [
      entry({ ...desk, name: 'Ben Keo', title: 'Director' }),
      entry({ ...desk, name: 'Ana Dias', title: 'Head' }),
      entry({ ...desk, name: 'Cy Lee' }),
    ];
    expect(identify(entries, among)).toEqual([second, first, 'ARF-LAO-HIGH_LEVEL-3']);
  });

  it('keeps its key where a further agency is added, with the same mailbox too', () => {
    const added = { ...ben, email: 'ana@mfa.example' };
    expect(identify([entry(added), entry(ana)], [known(first, entry(ana))])).toEqual([second, first]);
    const changed = { ...ana, title: 'Minister' };
    expect(identify([entry(added), entry(changed)], [known(first, entry(ana))])).toEqual([second, first]);
  });

  it('keeps its key where the row above it goes', () => {
    expect(identify([entry(ben)], [known(first, entry(ana)), known(second, entry(ben))])).toEqual([second]);
  });

  it('is taken by nobody where two are equally like it', () => {
    const desk = { email: 'desk@mfa.example' };
    const entries = [entry({ ...desk, name: 'Ben Keo' }), entry({ ...desk, name: 'Cy Lee' })];
    expect(identify(entries, [known(first, entry({ ...desk, name: 'Ana Dias' }))])).toEqual([
      second,
      'ARF-LAO-HIGH_LEVEL-3',
    ]);
  });

  it('is not chosen at random from two that are equally like', () => {
    const desk = { email: 'desk@mfa.example' };
    const among = [
      known(first, entry({ ...desk, name: 'Ana Dias' })),
      known(second, entry({ ...desk, name: 'Ben Keo' })),
    ];
    expect(identify([entry({ ...desk, name: 'Cy Lee' })], among)).toEqual(['ARF-LAO-HIGH_LEVEL-3']);
  });

  it('is not stolen by a weaker likeness when its own likeness has moved on', () => {
    // Ben takes over the telephone of Ana, and Ana keeps her mailbox.
    const entries = [entry({ ...ben, phone: ana.phone }), entry({ ...ana, phone: '+856 21 255 777' })];
    expect(identify(entries, [known(first, entry(ana)), known(second, entry(ben))])).toEqual([second, first]);
  });
});

describe('two identical entries of one edition', () => {
  it('get two keys, and keep them', () => {
    const keys = identify([entry(ana), entry(ana)], []);
    expect(keys).toEqual([first, second]);
    expect(
      identify(
        [entry(ana), entry(ana)],
        keys.map((key) => known(key, entry(ana))),
      ),
    ).toEqual(keys);
    expect(
      identify(
        [entry(ana)],
        keys.map((key) => known(key, entry(ana))),
      ),
    ).toEqual([first]);
    const changed = { ...ana, title: 'Minister' };
    expect(identify([entry(changed), entry(changed)], [known(first, entry(ana))])).toEqual([first, second]);
  });
});
