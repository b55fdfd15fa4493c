import { badInput, conflict } from '../../../platform/errors/problem.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { coversFunction, restrict } from '../consent/coverage.ts';
import { type Claims, nothingTelling } from '../contacts/claims.ts';
import { mergeAsProposed } from '../matching/merge.ts';
import type { Draft } from '../population/draft.ts';
import type { Act } from '../population/draft-terms.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';

interface Yes {
  readonly proposal: ProposalRow;
  /** The active consent the proposal stands on. */
  readonly consent: ConsentRow;
  /** The function a level stands for. */
  readonly answer: ContactFunction | null;
  readonly decidedBy: string;
}

/** Lets a waiting change take effect as it was shown. @throws Problem BAD_USER_INPUT, CONFLICT */
export function accept(draft: Draft, yes: Yes): void {
  const { proposal, consent, decidedBy } = yes;
  const act = { actor: decidedBy, authority: consent.id, reason: 'The state accepted the change.' };
  if (proposal.cause !== 'LEVEL' && yes.answer !== null)
    throw badInput('function', 'This proposal does not ask for a function. Leave "function" out.');
  switch (proposal.cause) {
    case 'LEVEL':
      acceptLevel(draft, yes, act);
      break;
    case 'REVIEW':
    case 'LAST_CONTACT':
    case 'FUNCTION':
    case 'REPLACEMENT':
      if (proposal.kind === 'REMOVE') acceptRemoval(draft, proposal, act);
      else acceptContent(draft, yes, proposal.claims ?? {}, act);
      break;
    case 'MERGE':
      proposal.contact_id = mergeAsProposed(draft, proposal, act).id;
      break;
  }
  proposal.status = 'ACCEPTED';
  proposal.decided_at = draft.now;
  proposal.decided_by = decidedBy;
  draft.touchedProposals.add(proposal);
  draft.visible = true;
}

/** Copies the entry as a contact for the function that the state names, now and with each later change. */
function acceptLevel(draft: Draft, yes: Yes, act: Act): void {
  const { proposal, consent, answer, decidedBy } = yes;
  if (answer === null) throw badInput('function', `Say which function it stands for. ${proposal.reason}`);
  if (!coversFunction(consent, answer))
    throw badInput(
      'function',
      `Your consent covers ${consent.functions?.join(', ')}, and not ${answer}. Widen the consent first, or reject the proposal.`,
    );
  draft.answers.set(proposal, {
    answered_function: answer,
    decided_at: draft.now,
    decided_by: decidedBy,
    reason: null,
  });
  const { level } = proposal.claims ?? {};
  const stamp = { at: level?.at ?? draft.now, pull: level?.pull ?? proposal.pull };
  acceptContent(draft, yes, { ...proposal.claims, function: { value: answer, ...stamp } }, act);
}

function acceptContent(draft: Draft, { proposal, consent }: Yes, shown: Claims, act: Act): void {
  const wanted = shown.function?.value;
  if (wanted === undefined || !coversFunction(consent, wanted))
    throw conflict('The consent does not cover this entry any more.');
  const source = draft.source(proposal);
  const copied = {
    consent_id: consent.id,
    claims: restrict(shown, consent),
    withheld: proposal.withheld,
    dates: proposal.dates,
    // A copy that waited for the function of its entry was marked; it follows again.
    present: proposal.cause === 'REVIEW' ? (source?.present ?? true) : true,
    position: Math.max(source?.position ?? 0, proposal.position),
  };
  const contact = draft.copy(proposal, copied, act);
  if (contact.removed_at !== null) throw conflict(nothingTelling);
  proposal.contact_id = contact.id;
}

/** The state's yes to a removal, also of its last point of contact. */
function acceptRemoval(draft: Draft, proposal: ProposalRow, act: Act): void {
  const source = draft.source(proposal);
  if (!source) throw conflict('The contact is no longer copied from this entry.');
  draft.unlink(source, act);
}
