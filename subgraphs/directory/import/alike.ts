import type { Claims, ContactContent } from '../contacts/claims.ts';
import { type Listing, listingOf, listingOfValues } from '../matching/likeness.ts';
import { compareStrength, type Judgement, judge } from '../matching/rules.ts';
import type { ContactRow } from '../storage/contact-row.ts';

/** A contact that a row may be, and why. */
export interface Alike {
  readonly contact: ContactRow;
  /** The rule as a sentence. */
  readonly because: string;
  readonly isCertain: boolean;
}

/** The contact that new values are most like, by the rules that say when two entries are one point of contact. */
export function mostAlike(claims: Claims, contacts: readonly ContactRow[]): Alike | null {
  const one = listingOf(claims);
  let best: { contact: ContactRow; judgement: Judgement } | null = null;
  for (const contact of contacts) {
    const judgement = judge(one, listing(contact.content));
    if (!judgement || judgement.rule.verdict === 'APART') continue;
    if (best && compareStrength(judgement.strength, best.judgement.strength) <= 0) continue;
    best = { contact, judgement };
  }
  if (!best) return null;
  const { rule } = best.judgement;
  return { contact: best.contact, because: rule.says, isCertain: rule.verdict === 'CERTAIN' };
}

const known = new WeakMap<ContactContent, Listing>();

/** Each is compared with every row of a file. */
function listing(content: ContactContent): Listing {
  const before = known.get(content);
  if (before) return before;
  const made = listingOfValues(content);
  known.set(content, made);
  return made;
}
