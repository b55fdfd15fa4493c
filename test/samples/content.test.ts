import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SampleEntry } from '../../adapters/contract.ts';
import { registry } from '../../adapters/registry.ts';
import { parseTelephone } from '../../platform/contact-details/telephone.ts';
import { recogniseParticipant } from '../../platform/states/recognise.ts';
import { memberState } from '../../platform/states/states.ts';
import { SampleServer } from './sample-server.ts';

const codes = registry.map(({ code }) => code);
let server: SampleServer;
const entries = new Map<string, readonly SampleEntry[]>();
const of = (code: string): readonly SampleEntry[] => entries.get(code) ?? [];

beforeAll(async () => {
  server = await SampleServer.start();
  for (const code of codes) entries.set(code, await server.entries(code));
});
afterAll(() => server.stop());

/** The country as a reader mends it: some was UTF-8 taken for Windows-1252. */
function countryIn({ fields }: SampleEntry): string {
  const [written = ''] = Object.values(fields);
  return written.includes('Ã') ? Buffer.from(written, 'latin1').toString('utf8') : written;
}

/** Who takes part: an ISO code, or the name of a participant that is no state. */
function participants(code: string): Set<string> {
  const found = of(code).flatMap((entry) => {
    const participant = recogniseParticipant(countryIn(entry));
    if (participant.kind === 'state') return [participant.iso3];
    return participant.kind === 'not-a-state' ? [participant.name] : [];
  });
  return new Set(found);
}

interface Number {
  readonly written: string;
  readonly e164: string | null;
  readonly key: string;
}

/** Every telephone and fax number of a directory, as a reader of its format takes it apart. */
function numbers(code: string): Number[] {
  return of(code).flatMap((entry) => {
    const { key, fields } = entry;
    const participant = recogniseParticipant(countryIn(entry));
    const iso2 = participant.kind === 'state' ? (memberState(participant.iso3)?.iso2 ?? null) : null;
    return Object.entries(fields)
      .filter(([name]) => /(^| )(tel|fax|telephone|phone|phone24x7)$/i.test(name))
      .flatMap(([, value]) => value.split(/\n|;| \/ /))
      .map((value) => value.trim())
      .filter((value) => /\d/.test(value))
      .map((written) => {
        const plain = written.replace(/\(F\)$/, '').replace(/^\((\d{3})-(\d+)\)/, '+$1 $2');
        return { written, e164: parseTelephone(plain, iso2).e164, key };
      });
  });
}

describe('the participants', () => {
  it('of ARF are 26 states and the European Union', () => {
    const found = participants('ARF');
    expect(found.size).toBe(27);
    expect(found).toContain('European Union');
  });

  it('of OAS are the 32 that take part, and no longer Nicaragua', () => {
    const found = participants('OAS');
    expect(found.size).toBe(32);
    for (const absent of ['CUB', 'VEN', 'NIC']) expect(found).not.toContain(absent);
  });

  it('of OSCE are 56 states and the Holy See, with 113 contact points', () => {
    const found = participants('OSCE');
    expect(found.size).toBe(57);
    expect(found).toContain('Holy See');
    expect(of('OSCE').filter(({ key }) => !key.startsWith('XXX'))).toHaveLength(113);
  });

  it.each(['ARF', 'OAS', 'OSCE'])('of %s are all recognised, but for one deliberate misspelling', (code) => {
    const unknown = of(code)
      .map(countryIn)
      .filter((name) => recogniseParticipant(name).kind === 'unknown');
    expect(unknown).toHaveLength(1);
  });

  it('overlap: Canada and the United States in all three, Mongolia and the Russian Federation in two', () => {
    const all = ['ARF', 'OAS', 'OSCE'].map(participants);
    for (const iso3 of ['CAN', 'USA']) expect(all.every((one) => one.has(iso3))).toBe(true);
    for (const iso3 of ['MNG', 'RUS'])
      expect([all[0]?.has(iso3), all[1]?.has(iso3), all[2]?.has(iso3)]).toEqual([true, false, true]);
  });
});

describe('nothing in the samples is real', () => {
  it.each(codes)('%s has mailboxes and pages below .example only', (code) => {
    const text = of(code)
      .flatMap(({ fields }) => Object.values(fields))
      .join('\n');
    const domains = [
      ...[...text.matchAll(/@([^\s;]+)/g)].map((match) => match[1] ?? ''),
      ...[...text.matchAll(/https?:\/\/([^/\s]+)/g)].map((match) => match[1] ?? ''),
    ];
    expect(domains.length).toBeGreaterThan(10);
    expect(domains.filter((domain) => !domain.endsWith('.example'))).toEqual([]);
  });

  it.each(codes)('%s has telephone numbers that parse, of ranges nobody is given', (code) => {
    const found = numbers(code);
    expect(found.filter(({ e164 }) => e164 === null)).toEqual([]);
    const fictional =
      /^\+1\d{3}55501\d\d$|^\+6125550\d{4}$|^\+3319900\d{4}$|^\+493023125\d{3}$|^\+442079460\d{3}$|^\+35320910\d{4}$|^\+468465004\d\d$/;
    // Elsewhere: zeros after the country code and the area code.
    const unassignable = /^\+\d{1,7}?000\d{2,5}$/;
    expect(found.filter(({ e164 }) => !fictional.test(e164 ?? '') && !unassignable.test(e164 ?? ''))).toEqual(
      [],
    );
  });

  it.each([
    ['ARF', []],
    ['OAS', []],
    ['OSCE', ['+12025550150', '+16135550140', '+74950000150']],
  ])('%s gives one number to two entries only where they are of one office', (code, shared) => {
    const found = numbers(code);
    expect(found.length).toBeGreaterThan(40);
    const owners = new Map<string, Set<string>>();
    for (const { e164, key } of found) owners.set(e164 ?? '', (owners.get(e164 ?? '') ?? new Set()).add(key));
    expect(
      [...owners]
        .filter(([, keys]) => keys.size > 1)
        .map(([number]) => number)
        .sort(),
    ).toEqual(shared);
  });

  it('shares a number between two states never', () => {
    // NEW-1 is the misspelt Singapore.
    const owners = new Map<string, Set<string>>();
    for (const code of ['ARF', 'OAS', 'OSCE'])
      for (const { e164, key } of numbers(code)) {
        const state = key.replace(/^OAS-/, '').slice(0, 3).replace('NEW', 'SGP');
        owners.set(e164 ?? '', (owners.get(e164 ?? '') ?? new Set()).add(state));
      }
    expect([...owners].filter(([, states]) => states.size > 1)).toEqual([]);
  });
});

describe('the same people and offices stand in several directories', () => {
  const texts = (code: string, start: string) =>
    of(code)
      .filter(({ key }) => key.startsWith(start))
      .flatMap(({ fields }) => Object.values(fields))
      .join('\n');

  it.each([
    [
      'Canada, a person',
      'CAN',
      ['ARF', 'OAS', 'OSCE'],
      'elise.thibodeau-marsh@international.ca.example',
      '+1 613-555-0121',
    ],
    ['Canada, an office', 'CAN', ['ARF', 'OSCE'], 'contact@cyberresponse.ca.example', '+1 613-555-0140'],
    [
      'United States, a person',
      'USA',
      ['ARF', 'OAS', 'OSCE'],
      'jordan.whitlock@state.us.example',
      '+1 202-555-0131',
    ],
    ['United States, an office', 'USA', ['ARF', 'OSCE'], 'ops@ncicc.us.example', '+1 202-555-0150'],
    ['Mongolia, a person', 'MNG', ['ARF', 'OSCE'], 'enkhtuya.b@mfa.mn.example', '+976 11 000 131'],
    ['Mongolia, an office', 'MNG', ['ARF', 'OSCE'], 'contact@csirt.mn.example', '+976 11 000 150'],
    ['Russian Federation, a person', 'RUS', ['ARF', 'OSCE'], 'v.ladygin@mid.ru.example', '+7 495 000 0131'],
    ['Russian Federation, an office', 'RUS', ['ARF', 'OSCE'], 'cert@cert.ru.example', '+7 495 000 0150'],
  ])('%s', (_who, iso3, codes, mailbox, telephone) => {
    for (const code of codes) {
      const text = texts(code, code === 'OAS' ? `OAS-${iso3}` : iso3);
      expect(text).toContain(mailbox);
      expect(text).toContain(telephone);
    }
  });

  it('with the name in another script, and with a telephone number that differs', () => {
    expect(texts('ARF', 'RUS')).toContain('Vsevolod LADYGIN');
    expect(texts('OSCE', 'RUS')).toContain('Ладыгин Всеволод');
    expect(texts('ARF', 'MNG')).toContain('+976 11 000 151');
    expect(texts('OSCE', 'MNG')).toContain('+976 11 000 152');
  });
});

it('names stand in many scripts', () => {
  const text = [...entries.values()]
    .flat()
    .flatMap(({ fields }) => Object.values(fields))
    .join('\n');
  for (const script of ['Latin', 'Cyrillic', 'Greek', 'Georgian', 'Armenian', 'Han', 'Hangul', 'Thai'])
    expect(text).toMatch(new RegExp(`\\p{Script=${script}}{2}`, 'u'));
});
