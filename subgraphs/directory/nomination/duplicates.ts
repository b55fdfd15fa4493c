import type { ContactContent } from '../contacts/claims.ts';
import { type Likeness, likeness, listingOfValues } from '../matching/likeness.ts';
import { judge } from '../matching/rules.ts';
import type { Draft } from '../population/draft.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { Finding } from './finding.ts';

/**
 * The state's contacts that are, or may be, the same point of contact, by the rules that matching follows; the likeliest first.
 * @param itself the contact that is about to be changed; null for a new one
 */
export function duplicatesOf(
  draft: Draft,
  iso3: string,
  content: ContactContent,
  itself: ContactRow | null,
): Finding[] {
  const own = listingOfValues(content);
  return draft
    .contactsOf(iso3)
    .filter(({ id }) => id !== itself?.id)
    .flatMap((contact) => {
      const listed = listingOfValues(contact.content);
      const rule = judge(own, listed)?.rule;
      if (!rule || rule.verdict === 'APART') return [];
      // A copy that surely is the same takes the state's own word in, and the state's own contacts never become one by themselves.
      const becomesOne = rule.verdict === 'CERTAIN' && !itself && draft.sourcesOf(contact.id).length > 0;
      const what = becomesOne ? 'If you save it, the two become one.' : 'If you save it, both are listed.';
      return [{ rule, contact, field: alikeIn(likeness(own, listed)), message: `${rule.says} ${what}` }];
    })
    .sort((a, b) => Number(b.rule.verdict === 'CERTAIN') - Number(a.rule.verdict === 'CERTAIN'))
    .map(({ rule, ...found }): Finding => ({ severity: 'DUPLICATE', code: rule.name, ...found }));
}

function alikeIn({ sharedMailboxes, sharedTelephones, names }: Likeness): string {
  if (sharedMailboxes > 0) return 'input.emails';
  if (sharedTelephones > 0) return 'input.phones';
  return names === 'SAME' || names === 'LIKE' ? 'input.name' : 'input.entity';
}
