import { badInput } from '../../platform/errors/problem.ts';

/**
 * For what is much work at once, and that nobody needs twice in one request: under other names, a request could ask for it many times.
 * @returns lets the first through. @throws Problem BAD_USER_INPUT for any further one
 */
export function oneARequest(field: string): () => void {
  let asked = false;
  return () => {
    if (asked) throw badInput(field, `Ask for "${field}" once in a request, and send several requests.`);
    asked = true;
  };
}
