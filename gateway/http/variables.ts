import { badInput } from '../../platform/errors/problem.ts';

/** What the variables of one request may hold; a whole regional directory submitted at once stays well below. */
export const variableLimits = { values: 60_000, depth: 20 } as const;

/** @throws Problem BAD_USER_INPUT where they hold more than any operation has a use for */
export function checkVariables(variables: unknown): void {
  let values = 0;
  const open: { value: unknown; depth: number }[] = [{ value: variables, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    const inside = Object.values(value);
    values += inside.length;
    if (depth > variableLimits.depth)
      throw badInput('variables', `The variables nest deeper than ${variableLimits.depth}.`);
    if (values > variableLimits.values)
      throw badInput(
        'variables',
        `The variables hold more than ${variableLimits.values} values. Send less at once.`,
      );
    for (const each of inside) open.push({ value: each, depth: depth + 1 });
  }
}
