import type { DirectoryParts } from '../parts.ts';
import type { Submitted } from '../population/draft-terms.ts';
import { neededReason } from '../reasons.ts';
import { editContact } from './direct-editing.ts';
import { dayOfChange } from './direct-statement.ts';
import { actOf } from './direct-submitted.ts';

export interface Removal {
  readonly id: string;
  readonly revision: number;
  readonly reason: string;
  /** When the change happened, for the 30-day notice (¶33). */
  readonly changedOn?: Date | null | undefined;
}

/**
 * A state removes one of its contacts, also its last. The regional entries it was copied from are refused from then on: no
 * pull brings it back until the state takes that back, or its consent ends and it consents anew.
 * @param submission where it does so through the custodian
 * @throws Problem NOT_FOUND, CONFLICT where the contact changed meanwhile, BAD_USER_INPUT
 */
export async function removeContact(
  parts: DirectoryParts,
  { id, revision, reason, changedOn = null }: Removal,
  removedBy: string,
  submission: Submitted | null = null,
): Promise<void> {
  const said = neededReason(reason, 'reason');
  const on = dayOfChange(changedOn, parts.clock.now(), 'changedOn');
  const by = { ...actOf(removedBy, submission), ...(on === null ? {} : { changedOn: on }) };
  await editContact(parts, { id, revision }, by, ({ draft, contact }) => {
    const sources = draft.retire(contact, { ...by, reason: said });
    for (const source of sources) {
      draft.supersede(source, 'The state removed the contact.');
      const { iso3, directory, source_key } = source;
      draft.answers.set(
        { iso3, directory, source_key },
        {
          refusal: 'ENTRY',
          refused_content: null,
          kept: false,
          decided_at: draft.now,
          decided_by: removedBy,
          reason: said,
        },
      );
    }
  });
}
