import { randomUUID } from 'node:crypto';
import { type EntityManager, In } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict, Problem } from '../../../platform/errors/problem.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { mustTakePart } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import { optionalReason } from '../reasons.ts';
import { ConsentRow } from '../storage/consent-row.ts';
import { ProposalRow } from '../storage/proposal-row.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { accept } from './accept.ts';
import { reject } from './reject.ts';

export interface Acceptance {
  /** The state that decides: a proposal of any other is as one there is not. Null: whosever they are. */
  readonly iso3: string | null;
  readonly ids: readonly string[];
  /** The function a level stands for, where that is what one proposal asks. */
  readonly function: ContactFunction | null;
}

export interface Rejection {
  /** As for an acceptance. */
  readonly iso3: string | null;
  readonly ids: readonly string[];
  readonly reason: string | null;
}

const mostAtOnce = 200;

/**
 * The state says yes: what was shown takes effect, and nothing newer. All of them, or none.
 * @throws Problem NOT_FOUND, CONFLICT where one does not wait any more, or BAD_USER_INPUT; `details.proposal` names the one
 */
export function acceptProposals(
  parts: DirectoryParts,
  { iso3, ids, function: answer }: Acceptance,
  decidedBy: string,
): Promise<ProposalRow[]> {
  return decide(parts, iso3, ids, decidedBy, (draft, proposal, consent) =>
    accept(draft, { proposal, consent, answer, decidedBy }),
  );
}

/**
 * The state says no: nothing is changed, and it is not asked the same again until the entry changes. All of them, or none.
 * @throws Problem as for `acceptProposals`
 */
export function rejectProposals(
  parts: DirectoryParts,
  { iso3, ids, reason }: Rejection,
  decidedBy: string,
): Promise<ProposalRow[]> {
  const said = optionalReason(reason, 'reason');
  return decide(parts, iso3, ids, decidedBy, (draft, proposal) => reject(draft, proposal, said, decidedBy));
}

type Decision = (draft: Draft, proposal: ProposalRow, consent: ConsentRow) => void;

async function decide(
  parts: DirectoryParts,
  decider: string | null,
  given: readonly string[],
  decidedBy: string,
  decision: Decision,
): Promise<ProposalRow[]> {
  const ids = [...new Set(given)];
  if (ids.length < 1 || ids.length > mostAtOnce)
    throw badInput('ids', `Decide on 1 to ${mostAtOnce} proposals at once.`);
  return parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    const rows = await manager.findBy(ProposalRow, {
      id: In(ids),
      ...(decider === null ? {} : { iso3: decider }),
    });
    const found = new Map(rows.map((row) => [row.id, row]));
    const states = new Set(rows.map(({ iso3 }) => iso3));
    for (const iso3 of states) await mustTakePart(manager, iso3);
    const draft = new Draft(await loadStates(manager, [...states]), instant(parts.clock.now()), randomUUID);
    const waiting = new Map(draft.waiting().map((row) => [row.id, row]));
    const proposals = ids.map((id) => stillWaiting(id, waiting.get(id) ?? found.get(id)));
    const consents = await consentsInForce(manager, proposals);
    for (const proposal of proposals) {
      const consent = consentBehind(consents, proposal);
      // One of many may have settled another.
      onTheOneAtFault(proposal, () => decision(draft, stillWaiting(proposal.id, proposal), consent));
    }
    for (const iso3 of states) settle(draft, iso3, { actor: decidedBy, authority: null });
    await saveDraft(manager, draft);
    return proposals;
  });
}

/** @throws Problem that says what became of one that does not wait */
function stillWaiting(id: string, row: ProposalRow | undefined): ProposalRow {
  if (!row) throw new Problem('NOT_FOUND', 'There is no such proposal.', { details: { proposal: id } });
  if (row.status === 'WAITING') return row;
  const why = row.decision_reason === null ? '' : ` ${row.decision_reason}`;
  throw conflict(
    `This proposal waits no longer: it was ${row.status.toLowerCase()} at ${row.decided_at}.${why}`,
    { proposal: id, status: row.status },
  );
}

/** By their ids, the consents that some proposals stand on. */
async function consentsInForce(
  manager: EntityManager,
  proposals: readonly ProposalRow[],
): Promise<ReadonlyMap<string, ConsentRow>> {
  const ids = [...new Set(proposals.map(({ consent_id }) => consent_id))];
  const rows = await manager.findBy(ConsentRow, { id: In(ids), status: 'ACTIVE' });
  return new Map(rows.map((row) => [row.id, row]));
}

function consentBehind(consents: ReadonlyMap<string, ConsentRow>, proposal: ProposalRow): ConsentRow {
  const consent = consents.get(proposal.consent_id);
  if (consent) return consent;
  throw conflict('The consent this proposal stands on has ended: nothing can be copied under it.', {
    proposal: proposal.id,
  });
}

/** Where one of many is at fault, the error names it. */
function onTheOneAtFault({ id }: ProposalRow, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, message, field } = error;
    const details = { ...error.details, proposal: id };
    throw new Problem(code, message, { ...(field === undefined ? {} : { field }), details, cause: error });
  }
}
