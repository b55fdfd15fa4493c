import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTelephone } from '../../platform/contact-details/telephone.ts';
import { Draft } from '../../subgraphs/directory/population/draft.ts';
import type { StoredStates } from '../../subgraphs/directory/population/draft-terms.ts';
import type { Observation } from '../../subgraphs/directory/population/observation.ts';
import { planNews } from '../../subgraphs/directory/population/plan.ts';
import type { RegionalEntry } from '../../subgraphs/directory/population/regional-entry.ts';
import { WholeStateNeeded } from '../../subgraphs/directory/population/whole-state-needed.ts';
import type { ConsentRow, CopyMode } from '../../subgraphs/directory/storage/consent-row.ts';

const at = '2026-03-01T09:00:00.000Z';

const consent = (directory: string, mode: CopyMode): ConsentRow => ({
  id: `consent for ${directory}`,
  iso3: 'EST',
  directory,
  mode,
  functions: ['DIPLOMATIC', 'TECHNICAL'],
  fields: null,
  levels: [{ level: 'FIRST', function: 'TECHNICAL' }],
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

const names = ['Anna Näide', 'Peeter Tamm', 'Mari Maasikas', null];

const word = fc.record({
  key: fc.nat(6),
  seen: fc.constantFrom('listed', 'listed', 'listed', 'absent', 'gone', 'gone'),
  function: fc.constantFrom('DIPLOMATIC' as const, 'TECHNICAL' as const, 'LEGAL' as const, null),
  level: fc.constantFrom('FIRST', 'SECOND', null),
  name: fc.constantFrom(...names),
  emails: fc.uniqueArray(fc.constantFrom('cyber@mfa.example', 'cert@ee.example'), { maxLength: 2 }),
});

/** Pages of news of OAS, and now and then one of OSCE, whose changes wait. */
const page = fc.record({
  directory: fc.constantFrom('OAS', 'OAS', 'OAS', 'OAS', 'OAS', 'OSCE'),
  words: fc.uniqueArray(word, { minLength: 1, maxLength: 4, selector: ({ key }) => key }),
});
const history = fc.record({
  mode: fc.constantFrom('AUTOMATIC' as const, 'AUTOMATIC' as const, 'REVIEW' as const),
  mayBeReplaced: fc.boolean(),
  others: fc.nat(2),
  pages: fc.array(page, { minLength: 2, maxLength: 8 }),
});
type Page = typeof page extends fc.Arbitrary<infer P> ? P : never;

function observations({ words }: Page, step: number): Observation[] {
  const seen = words.map(({ key, seen: how, ...said }, index): Observation => {
    const position = step * 10 + index + 1;
    const sourceKey = `EST-${key}`;
    const entry: RegionalEntry = {
      sourceKey,
      state: { iso3: 'EST' },
      kind: said.name === null ? 'OFFICE' : 'PERSON',
      title: null,
      entity: said.name === null ? 'CERT of Examples' : null,
      webPage: null,
      telephones: [parseTelephone('+44 1632 960001', null)],
      languages: [],
      status: how === 'absent' ? 'ABSENT' : 'PRESENT',
      position,
      withheld: [],
      lastSeenAt: at,
      ...said,
    };
    return {
      iso3: 'EST',
      sourceKey,
      position,
      at,
      pull: null,
      fromFeed: true,
      seen: how === 'gone' ? 'gone' : how === 'absent' ? 'absent' : 'listed',
      entry: how === 'gone' ? null : entry,
    };
  });
  return [...seen.filter(({ entry }) => entry !== null), ...seen.filter(({ entry }) => entry === null)];
}

/** Whether news of OAS could not do without the rest of the state: `entangledStates` and `state_origin` say so of stored rows. */
function isNeededWhole({ sources, proposals }: StoredStates): boolean {
  const settled = ['LAST_CONTACT', 'REPLACEMENT', 'FUNCTION', 'MERGE'];
  return (
    sources.some(({ directory }) => directory !== 'OAS') ||
    proposals.some(
      ({ directory, kind, cause }) =>
        directory !== 'OAS' ||
        kind === 'REMOVE' ||
        (kind === 'CHANGE' && cause === 'LEVEL') ||
        settled.includes(cause),
    )
  );
}

/** What `loadPart` reads: the entries in the news, their contacts, and a few others. */
function partOf(rows: StoredStates, keys: ReadonlySet<string>, others: number): StoredStates {
  const named = rows.sources.filter(({ source_key }) => keys.has(source_key));
  const ids = new Set([
    ...named.map(({ contact_id }) => contact_id),
    ...rows.contacts.slice(0, others).map(({ id }) => id),
  ]);
  return {
    ...rows,
    contacts: rows.contacts.filter(({ id }) => ids.has(id)),
    sources: rows.sources.filter(({ contact_id }) => ids.has(contact_id)),
    proposals: rows.proposals.filter(({ source_key }) => keys.has(source_key)),
    decisions: rows.decisions.filter(({ source_key }) => keys.has(source_key)),
    conflicts: rows.conflicts.filter(({ contact_id }) => ids.has(contact_id)),
  };
}

/** All that a draft would save. */
const savedBy = (draft: Draft) =>
  structuredClone({
    contacts: [...draft.touchedContacts],
    revisions: draft.revisions,
    sources: [...draft.touchedSources],
    dropped: [...draft.droppedSources.values()],
    proposals: [...draft.touchedProposals],
    answers: [...draft.answers.touched],
    pairs: [...draft.pairs.touched],
    conflicts: [...draft.conflicts.touched],
    leftOut: [...draft.leftOut.values()],
    visible: draft.visible,
  });

describe('news of a directory that is alone with a state', () => {
  it('makes the same of a few of its entries as of all', () => {
    let [alike, needed] = [0, 0];
    fc.assert(
      fc.property(history, ({ mode, mayBeReplaced, others, pages }) => {
        let ids = 0;
        let rows: StoredStates = {
          contacts: [],
          sources: [],
          proposals: [],
          decisions: [],
          pairs: [],
          precedences: [],
          conflicts: [],
        };
        for (const [step, said] of pages.entries()) {
          const now = new Date(Date.parse(at) + step * 1000).toISOString();
          const plan = (stored: StoredStates, parts: ReadonlySet<string>) => {
            let next = ids;
            const draft = new Draft(structuredClone(stored), now, () => `id-${++next}`, parts);
            planNews(draft, {
              directory: said.directory,
              removalsMayBeReplaced: mayBeReplaced,
              consents: new Map([
                ['EST', consent(said.directory, said.directory === 'OAS' ? mode : 'REVIEW')],
              ]),
              observations: observations(said, step),
              actorOf: () => 'pull',
            });
            return { draft, next };
          };
          const whole = plan(rows, new Set());
          if (said.directory === 'OAS' && !isNeededWhole(rows)) {
            const keys = new Set(said.words.map(({ key }) => `EST-${key}`));
            const withOthers = said.words.some(({ seen }) => seen === 'gone') ? others : 0;
            try {
              const part = plan(partOf(rows, keys, withOthers), new Set(['EST']));
              expect(savedBy(part.draft)).toEqual(savedBy(whole.draft));
              expect(part.next).toBe(whole.next);
              alike += 1;
            } catch (error) {
              if (!(error instanceof WholeStateNeeded)) throw error;
              needed += 1;
            }
          }
          const contacts = whole.draft.contactsOf('EST');
          rows = {
            ...rows,
            contacts,
            sources: contacts.flatMap(({ id }) => whole.draft.sourcesOf(id)),
            proposals: whole.draft.waiting(),
          };
          ids = whole.next;
        }
      }),
      { numRuns: 300 },
    );
    expect(alike).toBeGreaterThan(300);
    expect(needed).toBeGreaterThan(10);
  });
});
