import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { type Coverage, claimsWithin, coverage, restrict, withheldWithin } from '../consent/coverage.ts';
import { differences } from '../contacts/changes.ts';
import { type Claims, isBlank, nothingTelling, valuesOf } from '../contacts/claims.ts';
import { isSomebodyElse } from '../matching/likeness.ts';
import {
  forgetKept,
  forgetRefusedContent,
  isKeptWithoutSource,
  isRefused,
  isRefusedContent,
} from '../proposals/entry-decisions.ts';
import { datesOf, redate } from '../review/regional-dates.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { Draft } from './draft.ts';
import type { Act, EntryOfState } from './draft-terms.ts';
import { guardedRemoval, isForAnotherFunction, wouldBeMissed } from './last-contact.ts';
import type { Observation } from './observation.ts';
import type { RegionalEntry } from './regional-entry.ts';
import { questionOf, removalOf, takenUpUnseen } from './review.ts';
import { settle } from './settle.ts';

/** One directory's news for the states that consent to be copied from it. */
export interface News {
  readonly directory: string;
  /** Whether a removal there may be one half of a replacement. */
  readonly removalsMayBeReplaced?: boolean;
  /** The ACTIVE consents for this directory, by state. */
  readonly consents: ReadonlyMap<string, ConsentRow>;
  readonly observations: readonly Observation[];
  /** Whose the change is: a pull that is followed, or the state that just gave its consent. */
  actorOf(observation: Observation): string;
}

/**
 * What a directory's news do to the states that consent: the rules of copying, and nothing of storage. The draft is changed;
 * saving it, or looking at it for a dry run, is the caller's.
 */
export function planNews(draft: Draft, news: News): void {
  const acts = new Map<string, Act>();
  for (const observation of news.observations) {
    const consent = news.consents.get(observation.iso3);
    if (!consent) continue;
    const act = { actor: news.actorOf(observation), authority: consent.id };
    const entry = { iso3: consent.iso3, directory: news.directory, source_key: observation.sourceKey };
    const removalsMayBeReplaced = news.removalsMayBeReplaced ?? false;
    const step: Step = { draft, consent, observation, entry, act, removalsMayBeReplaced };
    if (observation.fromFeed && isReflected(step)) continue;
    acts.set(consent.iso3, act);
    if (observation.seen === 'unknown') planUnknown(step);
    else if (observation.entry === null) planGone(step);
    else planListed(step, observation.entry, observation.seen === 'listed');
  }
  for (const [iso3, act] of acts) settle(draft, iso3, act);
}

/** Whether a change of the feed is already part of what is there: of the reading at consent, or of a later one. */
function isReflected({ draft, consent, entry, observation }: Step): boolean {
  const copied = draft.source(entry)?.position ?? 0;
  const proposed = draft.waitingFor(entry)?.position ?? 0;
  return observation.position <= Math.max(consent.feed_position, copied, proposed);
}

interface Step {
  readonly draft: Draft;
  readonly consent: ConsentRow;
  readonly observation: Observation;
  readonly entry: EntryOfState;
  readonly act: Act;
  readonly removalsMayBeReplaced: boolean;
}

const answeredBefore = 'The entry says again what the state said no to.';

/** Listed, or absent: an absent entry is not copied anew, and an existing copy of it is kept and marked. */
function planListed(step: Step, listed: RegionalEntry, present: boolean): void {
  const { draft, consent, entry, observation, act } = step;
  if (isRefused(draft, entry)) return;
  const source = draft.source(entry);
  const covered = coverage(consent, listed, draft.answers.about(entry)?.answered_function);
  const claims = covered.kind === 'covered' ? claimsOf(step, listed, covered.function) : null;
  const waits = consent.mode === 'REVIEW' && claims !== null; // as each change does
  const isKept = claims === null && isKeptWithoutSource(draft, entry);
  if (
    source &&
    !waits &&
    isForAnotherFunction(source, listed) &&
    (isKept || wouldBeMissed(draft, source, claims, consent.id))
  ) {
    if (present) planOtherFunction(step, listed, source, covered, claims);
    else planUnlisted(step, source);
    return;
  }
  if (present) forgetKept(draft, entry);
  if (!source && !present) {
    draft.supersede(entry, 'Its directory no longer lists the entry.');
    return;
  }
  if (claims === null) {
    draft.supersede(entry, 'The consent does not cover the entry any more.');
    if (source) draft.unlink(source, { ...act, reason: 'The consent does not cover it any more.' });
    if (covered.kind === 'unanswered' && present) proposeLevelAnswer(step, listed);
    return;
  }
  if (!source && isBlank(valuesOf(claims)) && !draft.homeOf(entry, claims)) {
    draft.supersede(entry, nothingTelling);
    draft.leaveOut(entry);
    return;
  }
  const copied = {
    consent_id: consent.id,
    withheld: withheldWithin(consent, listed.withheld),
    present,
    position: observation.position,
  };
  const refused = isRefusedContent(draft, entry, claims);
  if (consent.mode === 'REVIEW' || refused) {
    // What the consent no longer covers goes at once; only the change itself waits, or was refused.
    if (source)
      draft.copy(entry, { ...copied, claims: restrict(takenUpUnseen(draft, source, claims), consent) }, act);
    if (!refused) proposeReview(step, listed, claims, copied.withheld);
    return;
  }
  answered(step, 'The entry was copied.');
  draft.copy(entry, { ...copied, claims, dates: datesOf(listed) }, act);
}

/** What the entry says within the consent. Once its key stands for somebody else, nothing of the predecessor is kept. */
function claimsOf(
  { draft, consent, entry, observation }: Step,
  listed: RegionalEntry,
  purpose: ContactFunction,
): Claims {
  const source = draft.source(entry);
  const stamp = { at: observation.at, pull: observation.pull };
  const fresh = claimsWithin(consent, listed, purpose, {}, stamp);
  const isSame = source !== undefined && !isSomebodyElse(source.claims, fresh);
  return isSame ? claimsWithin(consent, listed, purpose, source.claims, stamp) : fresh;
}

/** The last contact of a function, whose entry is not listed just now: it stays as it stood, and what it is for is no question yet. */
function planUnlisted(step: Step, source: CopySourceRow): void {
  answered(step, 'Its directory no longer lists the entry.');
  step.draft.markGone(source, step.observation.position);
}

/** The last contact of a function, whose entry is for another one now: it stays as it stood, and the state is asked. */
function planOtherFunction(
  step: Step,
  listed: RegionalEntry,
  source: CopySourceRow,
  covered: Coverage,
  claims: Claims | null,
): void {
  const { draft, consent, entry, observation } = step;
  draft.markGone(source, observation.position);
  if (covered.kind === 'unanswered') {
    proposeLevelAnswer(step, listed);
    return;
  }
  const isAnswered = claims ? isRefusedContent(draft, entry, claims) : isKeptWithoutSource(draft, entry);
  const contact = draft.contact(source.contact_id);
  if (isAnswered || !contact) {
    answered(step, answeredBefore);
    return;
  }
  const question = claims
    ? questionOf(draft, entry, claims, consent.id)
    : { kind: 'REMOVE' as const, changes: differences(contact.content, null) };
  if (!question) return;
  const outside = claims ? '' : ', which your consent does not cover';
  draft.propose({
    ...entry,
    kind: question.kind,
    changes: question.changes,
    consent_id: consent.id,
    contact_id: contact.id,
    cause: 'FUNCTION',
    reason: `${entry.directory} lists this entry for the function ${covered.function} now${outside}, and it is the last point of contact of the state for the function ${contact.content.function}. It stays as it was until you say yes, or until there is another.`,
    claims,
    withheld: withheldWithin(consent, listed.withheld),
    dates: datesOf(listed),
    position: observation.position,
    pull: observation.pull,
  });
}

/** Not there in an adapter that began anew: until its source has been read in full, that says nothing. */
function planUnknown({ draft, entry, observation }: Step): void {
  const source = draft.source(entry);
  if (source) draft.markGone(source, observation.position);
}

function planGone(step: Step): void {
  const { draft, consent, entry, observation, act } = step;
  const isLost = observation.seen === 'lost';
  if (isLost && draft.waitingFor(entry)?.kind === 'REMOVE') return;
  const source = draft.source(entry);
  draft.supersede(entry, 'Its directory took the entry out.');
  forgetRefusedContent(draft, entry);
  if (!source) return;
  draft.markGone(source, observation.position);
  if (isKeptWithoutSource(draft, entry)) return;
  if (consent.mode === 'AUTOMATIC' && !isLost) {
    guardedRemoval(draft, source, observation.pull, act, step.removalsMayBeReplaced);
    return;
  }
  const question = removalOf(draft, entry);
  if (!question) return;
  draft.propose({
    ...entry,
    ...question,
    consent_id: consent.id,
    kind: 'REMOVE',
    cause: 'REVIEW',
    reason: isLost
      ? `The adapter of ${entry.directory} began anew, and the entry was not in what it has read since. The copy is kept until you say yes.`
      : `${entry.directory} no longer has this entry. Each change waits for your yes, as your consent says.`,
    claims: null,
    withheld: [],
    position: observation.position,
    pull: observation.pull,
  });
}

function proposeReview(step: Step, listed: RegionalEntry, claims: Claims, withheld: string[]): void {
  const { draft, consent, entry, observation } = step;
  const question = questionOf(draft, entry, claims, consent.id);
  if (!question) {
    answered(step, 'The entry is again as it was copied.');
    const source = draft.source(entry);
    if (source) redate(draft, source, datesOf(listed));
    return;
  }
  draft.propose({
    ...entry,
    consent_id: consent.id,
    ...question,
    cause: 'REVIEW',
    claims,
    withheld,
    dates: datesOf(listed),
    position: observation.position,
    pull: observation.pull,
  });
}

/** What waited is settled by the news; whether two entries are one is not. */
function answered({ draft, entry }: Step, reason: string): void {
  if (draft.waitingFor(entry)?.cause !== 'MERGE') draft.supersede(entry, reason);
}

function proposeLevelAnswer(step: Step, listed: RegionalEntry): void {
  const { draft, consent, entry, observation } = step;
  const stamp = { at: observation.at, pull: observation.pull };
  const claims = claimsWithin(consent, listed, null, {}, stamp);
  const values = valuesOf(claims);
  const source = draft.source(entry);
  if (!source && isBlank(values)) {
    draft.leaveOut(entry);
    return;
  }
  if (isRefusedContent(draft, entry, claims)) {
    answered(step, answeredBefore);
    return;
  }
  const level =
    listed.level === null
      ? `${entry.directory} names neither a function nor a level for this entry.`
      : `${entry.directory} gives this entry the level ${listed.level} and names no function.`;
  draft.propose({
    ...entry,
    consent_id: consent.id,
    kind: source ? 'CHANGE' : 'ADD',
    cause: 'LEVEL',
    reason: `${level} Which function does it stand for? Say so in your consent, or when you accept.`,
    changes: differences(source ? valuesOf(source.claims) : null, values),
    claims,
    withheld: listed.withheld,
    dates: datesOf(listed),
    contact_id: source?.contact_id ?? null,
    position: observation.position,
    pull: observation.pull,
  });
}
