import type { ContactRow } from '../../subgraphs/directory/storage/contact-row.ts';
import type { ProposalRow } from '../../subgraphs/directory/storage/proposal-row.ts';
import type { Listed } from '../directory/scripted-adapter.ts';
import type { Act, Terms } from './history.ts';
import type { Answer } from './history-directory.ts';
import type { ShownConflict, Sight, Stored } from './sight.ts';
import {
  type Content,
  type Directory,
  type functions,
  type Key,
  levelsOf,
  listedBy,
  namesFunctions,
  type State,
  textFields,
} from './universe.ts';

type Purpose = (typeof functions)[number];

/** What a state writes of a contact, as the API takes it. */
export type Written = Partial<Pick<Content, (typeof textFields)[number] | 'kind'>> & { function?: Purpose };

/** An act with everything that `nth` stood for found; the model learns from it what was asked. */
export type Deed =
  | {
      readonly deed: 'source';
      readonly directory: Directory;
      readonly key: Key;
      readonly listed: Listed;
      readonly status: 'PRESENT' | 'ABSENT' | 'REMOVED';
    }
  | { readonly deed: 'pull'; readonly directory: Directory }
  | {
      readonly deed: 'grant';
      readonly state: State;
      readonly directory: Directory;
      readonly terms: Terms;
      readonly validUntil: string | null;
    }
  | {
      readonly deed: 'withdraw';
      readonly state: State;
      readonly directory: Directory;
      readonly consentId: string;
      readonly copies: 'WITHDRAW' | 'KEEP';
    }
  | { readonly deed: 'wait'; readonly hours: number }
  | { readonly deed: 'create'; readonly state: State; readonly written: Written }
  | { readonly deed: 'write'; readonly state: State; readonly contact: ContactRow; readonly written: Written }
  | { readonly deed: 'drop'; readonly state: State; readonly contact: ContactRow }
  | {
      readonly deed: 'release field';
      readonly state: State;
      readonly contact: ContactRow;
      readonly field: string;
    }
  | {
      readonly deed: 'release entry';
      readonly state: State;
      readonly directory: Directory;
      readonly key: Key;
    }
  | {
      readonly deed: 'split';
      readonly state: State;
      readonly contact: ContactRow;
      readonly directory: string;
      readonly key: string;
    }
  | {
      readonly deed: 'accept';
      readonly state: State;
      readonly proposals: readonly ProposalRow[];
      readonly purpose: Purpose | null;
    }
  | { readonly deed: 'reject'; readonly state: State; readonly proposals: readonly ProposalRow[] }
  | {
      readonly deed: 'resolve';
      readonly state: State;
      readonly conflict: ShownConflict;
      readonly choose: string;
      readonly remember: boolean;
    }
  | {
      readonly deed: 'precedence';
      readonly state: State;
      readonly purpose: Purpose;
      readonly order: readonly Directory[];
    };

/** What was done, and how it was answered. */
export interface Done {
  readonly deed: Deed;
  readonly answer: Answer;
  /** The contact that a create gave. */
  readonly created: string | null;
}

/** What each directory lists: what the test wrote there. */
export type Regions = Readonly<Record<Directory, ReadonlyMap<string, { listed: Listed; status: string }>>>;

/** Finds what an act is about; null where there is nothing, and the act is left out. */
export function deedOf(act: Act, sight: Sight, regions: Regions, now: Date): Deed | null {
  switch (act.act) {
    case 'list':
      return {
        deed: 'source',
        directory: act.directory,
        key: act.key,
        listed: listedBy(act.directory, act.state, act.content),
        status: 'PRESENT',
      };
    case 'edit':
    case 'move':
    case 'withhold':
    case 'remove':
    case 'omit':
      return sourceDeed(act, regions);
    case 'pull':
      return { deed: 'pull', directory: act.directory };
    case 'grant': {
      const { state, directory, terms } = act;
      const end = terms.hours === null ? null : new Date(now.getTime() + terms.hours * hour).toISOString();
      return { deed: 'grant', state, directory, terms, validUntil: end };
    }
    case 'withdraw': {
      const { state, directory, copies } = act;
      const consent = sight.stored.consents.find(
        (row) => row.iso3 === state && row.directory === directory && row.status === 'ACTIVE',
      );
      return consent ? { deed: 'withdraw', state, directory, copies, consentId: consent.id } : null;
    }
    case 'wait':
      return { deed: 'wait', hours: act.hours };
    case 'create':
      return { deed: 'create', state: act.state, written: writtenOf(act.content) };
    case 'write':
    case 'drop':
    case 'release field':
    case 'split':
      return contactDeed(act, sight.stored);
    case 'release entry': {
      const refused = sight.stored.decisions
        .filter(({ iso3, refusal }) => iso3 === act.state && refusal !== null)
        .sort(byText(({ directory, source_key }) => `${directory} ${source_key}`));
      const row = nthOf(refused, act.nth);
      return row
        ? {
            deed: 'release entry',
            state: act.state,
            directory: row.directory as Directory,
            key: row.source_key as Key,
          }
        : null;
    }
    case 'accept':
    case 'reject': {
      const waiting = sight.stored.proposals
        .filter(({ iso3, status }) => iso3 === act.state && status === 'WAITING')
        .sort(byText((row) => JSON.stringify([row.directory, row.source_key, row.kind, row.changes])));
      const one = nthOf(waiting, act.nth);
      if (!one) return null;
      const levels = waiting.filter(({ cause }) => cause === 'LEVEL');
      const proposals = act.many
        ? act.act === 'accept'
          ? waiting.filter((row) => !levels.includes(row))
          : waiting
        : [one];
      if (proposals.length === 0) return null;
      if (act.act === 'reject') return { deed: 'reject', state: act.state, proposals };
      return {
        deed: 'accept',
        state: act.state,
        proposals,
        purpose: proposals.some((row) => row.cause === 'LEVEL') ? act.purpose : null,
      };
    }
    case 'resolve': {
      const { state } = act;
      const open = sight.shown[state].conflicts.nodes
        .filter(({ status }) => status === 'OPEN')
        .sort(byText((row) => JSON.stringify([row.field, row.claims])));
      const conflict = nthOf(open, act.nth);
      const claim = conflict && nthOf(conflict.claims, act.claim);
      return conflict && claim
        ? { deed: 'resolve', state, conflict, choose: claim.origin, remember: act.remember }
        : null;
    }
    case 'precedence':
      return { deed: 'precedence', state: act.state, purpose: act.purpose, order: act.order };
  }
}

export const hour = 60 * 60 * 1000;

const byText =
  <T>(text: (item: T) => string) =>
  (a: T, b: T) =>
    text(a) < text(b) ? -1 : 1;

const nthOf = <T>(items: readonly T[], nth: number): T | undefined => items[nth % (items.length || 1)];

function sourceDeed(
  act: Extract<Act, { act: 'edit' | 'move' | 'withhold' | 'remove' | 'omit' }>,
  regions: Regions,
): Deed | null {
  const { directory, key } = act;
  const known = regions[directory].get(key);
  if (!known) return null;
  const { listed, status } = known;
  const source = { deed: 'source', directory, key } as const;
  if (act.act === 'remove') return status === 'REMOVED' ? null : { ...source, listed, status: 'REMOVED' };
  if (act.act === 'omit') return status === 'PRESENT' ? { ...source, listed, status: 'ABSENT' } : null;
  if (status === 'REMOVED') return null;
  switch (act.act) {
    case 'edit':
      return {
        ...source,
        listed: { ...listed, ...asListed(directory, act.change), withheld: [] },
        status: 'PRESENT',
      };
    case 'move':
      return { ...source, listed: { ...listed, state: act.state }, status: 'PRESENT' };
    case 'withhold': {
      const emptied = Object.fromEntries(
        act.fields.map((field) => [field, Array.isArray(listed[field]) ? [] : null]),
      );
      return { ...source, listed: { ...listed, ...emptied, withheld: [...act.fields] }, status: 'PRESENT' };
    }
  }
}

function asListed(directory: Directory, { purpose, level, ...values }: Partial<Content>): Partial<Listed> {
  return {
    ...values,
    ...(purpose && namesFunctions(directory) ? { function: purpose } : {}),
    ...(level === undefined ? {} : { level: levelsOf[directory][level] }),
  };
}

function writtenOf({ purpose, level: _none, ...values }: Partial<Content>): Written {
  return { ...values, ...(purpose ? { function: purpose } : {}) };
}

function contactDeed(
  act: Extract<Act, { act: 'write' | 'drop' | 'release field' | 'split' }>,
  stored: Stored,
): Deed | null {
  const { state } = act;
  const copiesOf = ({ id }: ContactRow) =>
    stored.sources
      .filter(({ contact_id }) => contact_id === id)
      .map(({ directory, source_key }) => ({ directory, key: source_key }))
      .sort(byText((entry) => `${entry.directory} ${entry.key}`));
  const contacts = stored.contacts
    .filter(({ iso3, removed_at }) => iso3 === state && removed_at === null)
    .sort(byText((row) => JSON.stringify([row.content, copiesOf(row), Object.keys(row.direct).sort()])));
  const contact = nthOf(contacts, act.nth);
  if (!contact) return null;
  switch (act.act) {
    case 'write': {
      const written = writtenOf(act.change);
      return Object.keys(written).length === 0 ? null : { deed: 'write', state, contact, written };
    }
    case 'drop':
      return { deed: 'drop', state, contact };
    case 'release field': {
      const field = nthOf(Object.keys(contact.direct).sort(), act.nth);
      return field === undefined ? null : { deed: 'release field', state, contact, field };
    }
    case 'split': {
      const entry = nthOf(copiesOf(contact), act.nth);
      return entry ? { deed: 'split', state, contact, ...entry } : null;
    }
  }
}
