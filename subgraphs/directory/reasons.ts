import { badInput } from '../../platform/errors/problem.ts';

const longest = 2000;

/** Why somebody does what they do, in their own words; null where they do not say. @throws Problem BAD_USER_INPUT at `field` */
export function optionalReason(given: string | null | undefined, field: string): string | null {
  const said = given?.replaceAll('\0', '').trim() ?? '';
  if (said.length > longest) throw badInput(field, `Keep the reason under ${longest} characters.`);
  return said === '' ? null : said;
}

/** The same where it must be said. */
export function neededReason(given: string, field: string): string {
  const said = optionalReason(given, field);
  if (said === null) throw badInput(field, 'Say why, for the record.');
  return said;
}
