import { badInput } from '../../../platform/errors/problem.ts';
import { memberState } from '../../../platform/states/states.ts';

const largestPage = 1000;
const longestName = 200;
const longestReason = 2000;

/** @throws Problem BAD_USER_INPUT */
export function pageSize(first: number): number {
  if (first >= 1 && first <= largestPage) return first;
  throw badInput('first', `Ask for 1 to ${largestPage} at a time, and for the next ones with "after".`);
}

/** @throws Problem BAD_USER_INPUT */
export function feedPosition(after: number): number {
  if (after >= 0) return after;
  throw badInput('after', 'A position in the change feed is 0 (its beginning) or more.');
}

/** @throws Problem BAD_USER_INPUT */
export function stateCode(state: string): string {
  if (memberState(state)) return state;
  throw badInput(
    'state',
    `"${state}" is no Member State's code. Give its ISO 3166-1 alpha-3 code, such as EST.`,
  );
}

/** @throws Problem BAD_USER_INPUT */
export function decisionReason(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed !== '' && trimmed.length <= longestReason) return trimmed;
  throw badInput('reason', `Say in 1 to ${longestReason} characters why: it is kept with the pull.`);
}

/** @throws Problem BAD_USER_INPUT */
export function requester(name: string, field = 'requestedBy'): string {
  const trimmed = name.trim();
  if (trimmed !== '' && trimmed.length <= longestName) return trimmed;
  throw badInput(field, `Say in 1 to ${longestName} characters who asks.`);
}
