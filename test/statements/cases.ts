import type { Example, Examples } from '../access/example.ts';
import { examples } from '../access/examples/index.ts';
import { reach, type Step } from '../access/reach.ts';
import type { AccessRow, Column } from '../access/table.ts';
import { thing } from '../access/things.ts';
import type { Growth } from './growth.ts';

/** How an operation is counted, where the example of who may do it would show too little. */
interface Case {
  /** Arguments by which it does all of its work, and as much of it as there is of everything. */
  readonly arguments?: (things: Growth) => Promise<Readonly<Record<string, unknown>>>;
  readonly by?: Column;
  /** It answers with a refusal, for this reason. */
  readonly refused?: string;
  /** Its list does not grow with the directory, for this reason. */
  readonly bounded?: string;
  /** It runs more statements for more rows all the same, for this reason. */
  readonly perRow?: string;
  /** So many statements more are run where there is something of a kind that there is not at the smaller size. */
  readonly once?: { readonly statements: number; readonly of: string };
}

const stages = 'There are three audiences.';
const registered = 'There are as many as regional directories are registered.';

const cases: Readonly<Record<string, Case>> = {
  'Query.submissions': {
    perRow:
      'What saying yes would do is rehearsed for each that waits, in a transaction of its own that is taken back: of 20 in one request at the most.',
  },
  'Query.regionalDirectories': { bounded: registered },
  'Query.openingStages': { bounded: stages },
  'Query.contactFormats': { bounded: 'They are in the code.' },
  'Query.messageTemplates': { bounded: 'They are in the code.' },
  'Query.reviewCalendar': {
    arguments: async (things) => ({ secret: await things.calendarSecret() }),
  },
  'Query.reviewLink': {
    arguments: async (things) => {
      const contacts = await things.ownContacts();
      return { secret: await things.reviewSecret(contacts.map(({ id }) => id)) };
    },
  },
  'Mutation.confirmByReviewLink': {
    arguments: async (things) => {
      const contacts = await things.ownContacts();
      return { secret: await things.reviewSecret(contacts.map(({ id }) => id)), contacts };
    },
  },
  'Query.reviewStatistics': { bounded: 'They are by function and regional group.' },
  'Query.noticeStatistics': { bounded: 'They are by function and regional group.' },
  'Query.states': { bounded: 'There are 193.' },
  'Query.contact(asOf)': {
    arguments: async (things) => ({ id: await things.copiedContact(), asOf: things.clock.now() }),
  },
  'State.contacts(asOf)': { arguments: async (things) => ({ asOf: things.clock.now() }) },
  'RegionalSource.entries': { arguments: async () => ({ first: 1000 }) },
  'RegionalSource.pulls': { arguments: async () => ({ first: 1000 }) },
  'Query.previewConsent': { once: { statements: 2, of: 'contacts that it would change' } },
  'Query.previewHeldPull': { once: { statements: 10, of: 'entries of states that consent' } },
  'Mutation.splitContact': { once: { statements: 2, of: 'contacts that it may be one with' } },
  'RegionalSource.setAside': { bounded: 'The samples have as many records of no use as before.' },
  'Mutation.acceptProposal': { arguments: async (things) => ({ id: (await things.proposals())[0] }) },
  'Mutation.rejectProposal': { arguments: async (things) => ({ id: (await things.proposals())[0] }) },
  'Mutation.resolveConflict': {
    arguments: async (things) => ({ id: await things.newConflict(), choose: things.directory }),
  },
  'Mutation.acceptProposals': { arguments: async (things) => ({ ids: await things.proposals() }) },
  'Mutation.rejectProposals': { arguments: async (things) => ({ ids: await things.proposals() }) },
  'Mutation.importContacts': {
    arguments: async (things) => {
      const { file, digest } = await things.previewedFile();
      return { input: { state: things.state, file }, digest };
    },
  },
  'Mutation.submitRegionalEntries': {
    arguments: async (things) => ({
      directory: things.directory,
      complete: false,
      entries: Array.from({ length: things.size }, (_, place) => ({
        key: `counted-${things.size}-${place}`,
        participant: 'Canada',
        function: 'LEGAL',
        entity: `Office ${things.size} ${place}`,
        emails: [`counted-${things.size}-${place}@can.example`],
      })),
    }),
  },
  'Mutation.resendMessage': { arguments: async (things) => ({ id: await things.undelivered() }) },
  'Mutation.sendTestMessage': { refused: 'Whoever asks here has no account.' },
  'Mutation.recoverAccount': { refused: 'Nobody here has accepted an invitation.' },
  'Mutation.restoreStateAccess': { refused: 'No state here had an authority that could sign in.' },
  'Mutation.countersignSubmission': { refused: 'It waits for the authority; as confirmSubmission else.' },
};

export function caseOf({ written }: Pick<AccessRow, 'written'>): Case & { readonly example: Example } {
  const known: Examples = examples;
  const example = known[written];
  if (!example) throw new Error(`Add an example for ${written} to test/access/examples/.`);
  return { ...cases[written], example };
}

/** Cases of what is no operation any more. */
export const casesWithoutRow = (rows: readonly AccessRow[]): string[] =>
  Object.keys(cases).filter((name) => rows.every(({ written }) => written !== name));

/** Whoever may see most of it, and whoever is shown what is released: by another way. */
export function askers({ may, type }: AccessRow, { example, by }: ReturnType<typeof caseOf>): Column[] {
  const all: readonly Column[] = ['custodian', 'state', 'organisation', 'service', 'contact'];
  const able = all.filter((column) => may[column] === 'yes' || may[column].startsWith('own'));
  const first = by ?? able.find((column) => column !== 'custodian' || !example.notCustodians);
  if (!first) throw new Error('Nobody may ask for it.');
  return may.observer === 'released' && type !== 'Mutation' ? [first, 'observer'] : [first];
}

/** A way to the type of a row: to one thing of it, or to all that there are. */
export interface Way {
  readonly to: 'one' | 'all';
  readonly steps: readonly Step[];
}

const states: Step = { field: 'states' };
const everyEnded: Step = { field: 'consents', arguments: () => ({ includeEnded: true }) };
const ownState: Step = { field: 'state', arguments: () => ({ iso3: thing.state }) };

export function waysTo({ type, written, may }: AccessRow, asker: Column): Way[] {
  const one: Way = { to: 'one', steps: reach[type] ?? [] };
  const seesAll = may[asker] === 'yes' || may[asker] === 'released';
  switch (type) {
    case 'State':
      return seesAll ? [one, { to: 'all', steps: [states] }] : [one];
    case 'Contact': {
      // Of every state it would be more than one request may ask for.
      const from = seesAll && written !== 'Contact.routesTo' ? states : ownState;
      return [one, { to: 'all', steps: [from, { field: 'contacts' }] }];
    }
    case 'Consent':
      return [one, { to: 'all', steps: [ownState, everyEnded] }];
    default:
      return [one];
  }
}
