import { Problem } from '../../../platform/errors/problem.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { publicKeysOf } from '../contacts/direct-public-keys.ts';
import {
  type ContactRequest,
  type ReadRequest,
  type Statement,
  statementOf,
} from '../contacts/direct-statement.ts';
import type { PublicKey } from '../contacts/public-key.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ImportedField, ImportedRow, ImportedValues, RowProblem } from './imported-file.ts';

/** A row whose keys are read, which takes a while: to be done before a transaction begins. */
export interface PreparedRow extends ImportedRow {
  readonly keys: readonly PublicKey[] | Problem;
}

export async function prepare(row: ImportedRow, now: Date): Promise<PreparedRow> {
  try {
    return { ...row, keys: await publicKeysOf(row.values.publicKeys ?? [], 'publicKeys', now) };
  } catch (error) {
    if (error instanceof Problem) return { ...row, keys: error };
    throw error;
  }
}

/** What a row states, or all that is wrong with it. */
export type RowStatement = { readonly statement: Statement } | { readonly problems: readonly RowProblem[] };

/**
 * Reads values of a row as the state's own word, by the rules of every nomination; each field that is refused is a problem of its own.
 * @param before the contact that the row is about; null for a new one
 */
export function rowStatement(
  row: PreparedRow,
  values: ImportedValues,
  state: MemberState,
  now: Date,
  before: ContactRow | null,
): RowStatement {
  const problems: RowProblem[] = [];
  const { texts, publicKeys, availability, ...others } = values;
  const noted = <T>(field: ImportedField, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push({ column: row.columns.get(field) ?? field, message: error.message });
      return undefined;
    }
  };
  const request: ReadRequest = {
    ...others,
    ...(availability === undefined ? {} : { availability: availabilityRequest(availability) }),
  };
  for (const field of fieldsIn(request))
    noted(field, () => statementOf({ [field]: request[field] }, state, now));
  if (publicKeys !== undefined && row.keys instanceof Problem)
    problems.push({ column: row.columns.get('publicKeys') ?? 'publicKeys', message: row.keys.message });
  if (problems.length > 0) return { problems };
  const whole: ReadRequest = {
    ...request,
    ...(texts === undefined ? {} : { texts }),
    ...(publicKeys === undefined || row.keys instanceof Problem ? {} : { publicKeys: [...row.keys] }),
  };
  // What is left to refuse is how the texts in several languages go together.
  const statement = noted('texts', () => statementOf(whole, state, now, before));
  return statement ? { statement } : { problems };
}

const fieldsIn = (request: ReadRequest): (ImportedField & keyof ReadRequest)[] => {
  const all = [
    'function',
    'kind',
    'name',
    'title',
    'entity',
    'webPage',
    'emails',
    'phones',
    'languages',
    'availability',
  ] as const;
  return all.filter((field) => request[field] !== undefined);
};

const availabilityRequest = (
  given: NonNullable<ImportedValues['availability']> | null,
): ContactRequest['availability'] =>
  given && {
    timeZone: given.timeZone,
    aroundTheClock: given.aroundTheClock,
    hours: given.hours.map(({ day, from, to }) => ({ days: [day], from, to })),
  };
