import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTelephone } from '../../platform/contact-details/telephone.ts';
import { Draft } from '../../subgraphs/directory/population/draft.ts';
import type { StoredStates } from '../../subgraphs/directory/population/draft-terms.ts';
import type { Observation } from '../../subgraphs/directory/population/observation.ts';
import { planNews } from '../../subgraphs/directory/population/plan.ts';
import type { RegionalEntry } from '../../subgraphs/directory/population/regional-entry.ts';
import type { ConsentRow } from '../../subgraphs/directory/storage/consent-row.ts';

const at = '2026-03-01T09:00:00.000Z';

/** A state's stored rows, kept in memory and changed by drafts as the database would be. */
class Stored {
  rows: StoredStates = {
    contacts: [],
    sources: [],
    proposals: [],
    decisions: [],
    pairs: [],
    precedences: [],
    conflicts: [],
  };
  #ids = 0;
  #seconds = 0;

  /** One page of a directory's news, in a transaction of its own. */
  follow(directory: string, entries: readonly RegionalEntry[]): void {
    this.#seconds += 1;
    const now = new Date(Date.parse(at) + this.#seconds * 1000).toISOString();
    const draft = new Draft(structuredClone(this.rows), now, () => `id-${++this.#ids}`);
    planNews(draft, {
      directory,
      consents: new Map([['EST', consent(directory)]]),
      observations: entries.map(
        (entry): Observation => ({
          iso3: 'EST',
          sourceKey: entry.sourceKey,
          position: entry.position,
          at: now,
          pull: null,
          fromFeed: true,
          seen: 'listed',
          entry,
        }),
      ),
      actorOf: () => 'pull',
    });
    const contacts = draft.contactsOf('EST');
    this.rows = {
      contacts,
      sources: contacts.flatMap(({ id }) => draft.sourcesOf(id)),
      proposals: draft.waiting(),
      decisions: [],
      pairs: [],
      precedences: [],
      conflicts: [],
    };
  }

  groups(): string[] {
    return this.rows.contacts
      .map(({ id }) =>
        this.rows.sources
          .filter(({ contact_id }) => contact_id === id)
          .map(({ directory, source_key }) => `${directory} ${source_key}`)
          .sort()
          .join(' + '),
      )
      .sort();
  }
}

const consent = (directory: string): ConsentRow => ({
  id: `consent for ${directory}`,
  iso3: 'EST',
  directory,
  mode: 'AUTOMATIC',
  functions: null,
  fields: null,
  levels: [],
  valid_until: null,
  instrument: null,
  granted_at: at,
  granted_by: 'authority',
  feed_position: 0,
  status: 'ACTIVE',
  ended_at: null,
  ended_by: null,
  end_reason: null,
  copies: null,
  replaced_by: null,
});

const names = [
  'Anna Näide',
  'NAIDE Anna',
  'A. Näide',
  'Anna Maria Näide',
  'Анна Наиде',
  'Anna Tamm',
  'Peeter Tamm',
  null,
];
const mailboxes = [
  'anna.naide@mfa.example',
  'cyber@mfa.example',
  'ANNA.NAIDE@mfa.example',
  'tamm@mfa.example',
];
const phones = ['+44 1632 960001', '+44 1632 960002', '+44 1632 960002 ext. 5'];

const entry = fc.record({
  directory: fc.constantFrom('ARF', 'OAS', 'OSCE'),
  function: fc.constantFrom('DIPLOMATIC' as const, 'TECHNICAL' as const),
  name: fc.constantFrom(...names),
  entity: fc.constantFrom('Ministry of Examples', 'CERT of Examples', null),
  emails: fc.uniqueArray(fc.constantFrom(...mailboxes), { maxLength: 2 }),
  phones: fc.uniqueArray(fc.constantFrom(...phones), { maxLength: 2 }),
});

/** Entries of all directories, and the pages in which they come: each directory's in its own order. */
const listing = fc.array(entry, { minLength: 2, maxLength: 9 }).map(listed);

function listed(drawn: readonly (typeof entry extends fc.Arbitrary<infer E> ? E : never)[]) {
  return drawn.map(({ directory, phones: numbers, ...content }, index) => ({
    directory,
    entry: {
      sourceKey: `entry-${index}`,
      state: { iso3: 'EST' },
      level: null,
      kind: content.name === null ? ('OFFICE' as const) : ('PERSON' as const),
      title: null,
      webPage: null,
      telephones: numbers.map((number) => parseTelephone(number, null)),
      languages: [],
      status: 'PRESENT' as const,
      position: index + 1,
      withheld: [],
      lastSeenAt: at,
      ...content,
    } satisfies RegionalEntry,
  }));
}

function grouped(pages: readonly (readonly { directory: string; entry: RegionalEntry }[])[]): Stored {
  const stored = new Stored();
  for (const page of pages)
    for (const directory of ['ARF', 'OAS', 'OSCE']) {
      const entries = page.filter((listed) => listed.directory === directory).map((listed) => listed.entry);
      if (entries.length > 0) stored.follow(directory, entries);
    }
  return stored;
}

/** Of an entry that says neither who it is nor how to reach it no contact is made. */
const saysSomething = ({ name, entity, emails, telephones }: RegionalEntry) =>
  name !== null || entity !== null || emails.length + telephones.length > 0;

describe('which entries become one contact', () => {
  it('is the same in whatever order they come, one by one or all at once', () => {
    fc.assert(
      fc.property(
        listing.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length }),
            fc.integer({ min: 1, max: 4 }),
          ),
        ),
        ([all, shuffled, size]) => {
          const pages = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, page) =>
            shuffled.slice(page * size, (page + 1) * size),
          );
          const [inPages, atOnce] = [grouped(pages), grouped([all])];
          expect(inPages.groups()).toEqual(atOnce.groups());
          expect(inPages.groups().flatMap((group) => group.split(' + '))).toHaveLength(
            all.filter(({ entry }) => saysSomething(entry)).length,
          );
        },
      ),
      { numRuns: 1500 },
    );
  }, 120_000);

  it('is no remainder of a contact whose middle has left it', () => {
    const technical = { function: 'TECHNICAL' as const, phones: [], entity: null };
    const [own, again, cyber, tamm] = [
      'ANNA.NAIDE@mfa.example',
      'anna.naide@mfa.example',
      'cyber@mfa.example',
      'tamm@mfa.example',
    ];
    const desk = { phones: ['+44 1632 960002 ext. 5'], name: 'Anna Maria Näide' };
    const cert = 'CERT of Examples' as const;
    const entries = listed([
      { ...technical, ...desk, directory: 'ARF', entity: cert, emails: [own] },
      { ...technical, ...desk, directory: 'OSCE', emails: [own, cyber] },
      { ...technical, directory: 'OAS', name: 'NAIDE Anna', emails: [again, own] },
      { ...technical, directory: 'OAS', name: 'A. Näide', entity: cert, emails: [own, again] },
      {
        ...technical,
        directory: 'ARF',
        name: 'Anna Maria Näide',
        entity: 'Ministry of Examples',
        emails: [cyber, tamm],
      },
    ]);
    const pages = [2, 3, 4, 1, 0].map((index) => entries.slice(index, index + 1));
    const [inPages, atOnce] = [grouped(pages), grouped([entries])];
    expect(inPages.groups()).toEqual(atOnce.groups());
    expect(inPages.groups()).toContain('ARF entry-0 + OAS entry-3 + OSCE entry-1');
  });

  it('never has two entries of one directory, nor of two functions, and stays as it is when they come again', () => {
    fc.assert(
      fc.property(listing, (all) => {
        const stored = grouped([all]);
        for (const group of stored.groups()) {
          const directories = group.split(' + ').map((name) => name.split(' ')[0]);
          expect(new Set(directories).size).toBe(directories.length);
        }
        for (const { id } of stored.rows.contacts) {
          const said = stored.rows.sources.filter((row) => row.contact_id === id);
          expect(new Set(said.map(({ claims }) => claims.function?.value)).size).toBe(1);
        }
        const before = structuredClone(stored.rows.contacts);
        for (const listed of all)
          stored.follow(listed.directory, [{ ...listed.entry, position: listed.entry.position + 100 }]);
        expect(stored.rows.contacts).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });
});
