import { claimsWithin, coverage, restrict, withheldWithin } from '../consent/coverage.ts';
import { differences } from '../contacts/changes.ts';
import type { Claims } from '../contacts/claims.ts';
import { isSomebodyElse } from '../matching/likeness.ts';
import {
  forgetKept,
  forgetRefusedContent,
  isKeptWithoutSource,
  isRefused,
  isRefusedContent,
} from '../proposals/entry-decisions.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { Draft } from './draft.ts';
import type { Act, EntryOfState } from './draft-terms.ts';
import { guardedRemoval } from './last-contact.ts';
import type { Observation } from './observation.ts';
import type { RegionalEntry } from './regional-entry.ts';
import { questionOf, removalOf } from './review.ts';
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
    if (observation.entry === null) planGone(step);
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

/** Listed, or absent: an absent entry is not copied anew, and an existing copy of it is kept and marked. */
function planListed(step: Step, listed: RegionalEntry, present: boolean): void {
  const { draft, consent, entry, observation, act } = step;
  if (isRefused(draft, entry)) return;
  if (present) forgetKept(draft, entry);
  const source = draft.source(entry);
  if (!source && !present) {
    draft.supersede(entry, 'Its directory no longer lists the entry.');
    return;
  }
  const covered = coverage(consent, listed, draft.answers.about(entry)?.answered_function);
  if (covered.kind !== 'covered') {
    draft.supersede(entry, 'The consent does not cover the entry any more.');
    if (source) draft.unlink(source, { ...act, reason: 'The consent does not cover it any more.' });
    if (covered.kind === 'unanswered' && present) proposeLevelAnswer(step, listed);
    return;
  }
  const stamp = { at: observation.at, pull: observation.pull };
  const fresh = claimsWithin(consent, listed, covered.function, {}, stamp);
  // A key that has come to stand for somebody else keeps nothing of its predecessor, not even for what is withheld.
  const isSame = source !== undefined && !isSomebodyElse(source.claims, fresh);
  const claims = isSame ? claimsWithin(consent, listed, covered.function, source.claims, stamp) : fresh;
  const copied = {
    consent_id: consent.id,
    withheld: withheldWithin(consent, listed.withheld),
    present,
    position: observation.position,
  };
  const refused = isRefusedContent(draft, entry, claims);
  if (consent.mode === 'REVIEW' || refused) {
    // What the consent no longer covers goes at once; only the change itself waits, or was refused.
    if (source) draft.copy(entry, { ...copied, claims: keptClaims(step, source, claims) }, act);
    if (!refused) proposeReview(step, claims, copied.withheld);
    return;
  }
  answered(step, 'The entry was copied.');
  draft.copy(entry, { ...copied, claims }, act);
}

/**
 * What a copy holds while a change of it waits. Of a field that the state wrote itself the source's newest word is taken up
 * unseen: it shows only once the state releases the field, and that is its yes.
 */
function keptClaims({ draft, consent }: Step, source: CopySourceRow, claims: Claims): Claims {
  const own = draft.contact(source.contact_id)?.direct ?? {};
  const unseen = Object.entries(claims).filter(([field]) => field in own);
  return restrict({ ...source.claims, ...Object.fromEntries(unseen) }, consent);
}

function planGone(step: Step): void {
  const { draft, consent, entry, observation, act } = step;
  const source = draft.source(entry);
  draft.supersede(entry, 'Its directory took the entry out.');
  forgetRefusedContent(draft, entry);
  if (!source) return;
  draft.markGone(source, observation.position);
  if (isKeptWithoutSource(draft, entry)) return;
  if (consent.mode === 'AUTOMATIC') {
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
    reason: `${entry.directory} no longer has this entry. Each change waits for your yes, as your consent says.`,
    claims: null,
    withheld: [],
    position: observation.position,
    pull: observation.pull,
  });
}

function proposeReview(step: Step, claims: Claims, withheld: string[]): void {
  const { draft, consent, entry, observation } = step;
  const question = questionOf(draft, entry, claims, consent.id);
  if (!question) {
    answered(step, 'The entry is again as it was copied.');
    return;
  }
  draft.propose({
    ...entry,
    consent_id: consent.id,
    ...question,
    cause: 'REVIEW',
    claims,
    withheld,
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
  if (isRefusedContent(draft, entry, claims)) return;
  const values = Object.fromEntries(Object.entries(claims).map(([field, claim]) => [field, claim.value]));
  const level =
    listed.level === null
      ? `${entry.directory} names neither a function nor a level for this entry.`
      : `${entry.directory} gives this entry the level ${listed.level} and names no function.`;
  draft.propose({
    ...entry,
    consent_id: consent.id,
    kind: 'ADD',
    cause: 'LEVEL',
    reason: `${level} Which function does it stand for? Say so in your consent, or when you accept.`,
    changes: differences(null, values),
    claims,
    withheld: listed.withheld,
    contact_id: null,
    position: observation.position,
    pull: observation.pull,
  });
}
