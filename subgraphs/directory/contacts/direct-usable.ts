import { badInput } from '../../../platform/errors/problem.ts';
import type { ContactContent } from './claims.ts';

interface Need {
  readonly field: string;
  readonly message: string;
  isMet(content: ContactContent): boolean;
}

// What a point of contact needs so that somebody can be reached by it (¶31, ¶32).
const needs: readonly Need[] = [
  {
    field: 'emails',
    message: 'A point of contact needs an e-mail address or a telephone number to be reached by.',
    isMet: ({ emails, phones }) => emails.length > 0 || phones.length > 0,
  },
  {
    field: 'name',
    message: 'A person needs a name. For a shared mailbox or telephone, use the kind OFFICE.',
    isMet: ({ kind, name }) => kind !== 'PERSON' || name !== null,
  },
  {
    field: 'entity',
    message: 'An office needs the name of its entity, or a mailbox.',
    isMet: ({ kind, entity, emails }) => kind !== 'OFFICE' || entity !== null || emails.length > 0,
  },
];

/** What is missing after, and was not before. */
export function unmetNeeds(before: ContactContent | null, after: ContactContent): readonly Need[] {
  return needs.filter((need) => !need.isMet(after) && (before === null || need.isMet(before)));
}

/**
 * What a regional directory leaves out, or a consent does not cover, is no fault of what the state writes now.
 * @param before null for a new contact
 * @throws Problem BAD_USER_INPUT where something needed is missing after, and was not before
 */
export function checkUsable(
  before: ContactContent | null,
  after: ContactContent,
  pathOf: (field: string) => string,
): void {
  const [need] = unmetNeeds(before, after);
  if (need) throw badInput(pathOf(need.field), need.message);
}
