import { z } from 'zod';
import { badInput } from '../../../platform/errors/problem.ts';
import { memberState, memberStates } from '../../../platform/states/states.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { placeAfter } from '../paging.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { recordOf } from './contact-record.ts';
import { type ExportFormat, writing } from './formats.ts';

export interface ExportRequest {
  readonly format: ExportFormat;
  /** ISO 3166-1 alpha-3 codes; null: all states. */
  readonly states: readonly string[] | null;
  readonly function: ContactFunction | null;
  /** The cursor of the page before; null for the first. */
  readonly after: string | null;
}

/** A piece of a file of contacts: the pieces of all pages, one after the other, are the file. */
export interface ExportPage {
  readonly text: string;
  /** Those in it. */
  readonly contacts: readonly ContactRow[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/** What a page goes on after: a state, and how many contacts were written before. */
const Place = z.tuple([z.string(), z.number().int().min(0)]);

const statesAtOnce = 20;
/** A page ends with the states that bring it to so many contacts. */
const enough = 200;

/**
 * Writes the next piece of an export. Memory is bounded by the contacts of twenty states and two hundred contacts beside them.
 * @param contactsOf what the reader is shown of a state's contacts
 * @throws Problem BAD_USER_INPUT
 */
export async function exportPage(
  request: ExportRequest,
  contactsOf: (iso3: string) => Promise<readonly ContactRow[]>,
): Promise<ExportPage> {
  const states = statesOf(request.states);
  const [after, before] =
    request.after === null ? ['', 0] : placeAfter(request.after, Place, 'exported contacts');
  const left = states.filter((iso3) => iso3 > after);
  const { head, between, tail, write } = writing[request.format];
  const contacts: ContactRow[] = [];
  let read = 0;
  while (read < left.length && contacts.length < enough) {
    const next = left.slice(read, read + statesAtOnce);
    for (const found of await Promise.all(next.map(contactsOf)))
      contacts.push(...found.filter(({ content }) => isWanted(content.function, request.function)));
    read += next.length;
  }
  const hasNextPage = read < left.length;
  const last = left[read - 1];
  const written = contacts.map((contact) => write(recordOf(contact)));
  const joined = before > 0 && written.length > 0 ? between : '';
  return {
    text: `${request.after === null ? head : joined}${written.join(between)}${hasNextPage ? '' : tail}`,
    contacts,
    hasNextPage,
    endCursor: hasNextPage && last !== undefined ? cursorOf(last, before + written.length) : null,
  };
}

const isWanted = (is: ContactFunction, wanted: ContactFunction | null) => wanted === null || is === wanted;

const cursorOf = (iso3: string, written: number) =>
  Buffer.from(JSON.stringify([iso3, written])).toString('base64url');

/** In the order of their codes, each once. */
function statesOf(given: readonly string[] | null): string[] {
  if (given === null) return memberStates.map(({ iso3 }) => iso3);
  const codes = given.map((code, index) => {
    const state = memberState(code.trim().toUpperCase());
    if (!state)
      throw badInput(
        `states.${index}`,
        'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.',
      );
    return state.iso3;
  });
  return [...new Set(codes)].sort();
}
