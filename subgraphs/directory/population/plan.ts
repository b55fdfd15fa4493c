import { claimsWithin, coverage, restrict } from '../consent/coverage.ts';
import { differences } from '../contacts/changes.ts';
import type { Claims } from '../contacts/claims.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { Draft } from './draft.ts';
import type { Act, EntryOfState } from './draft-terms.ts';
import { guardedRemoval, settleWaitingRemovals } from './last-contact.ts';
import type { Observation } from './observation.ts';
import type { RegionalEntry } from './regional-entry.ts';

/** One directory's news for the states that consent to be copied from it. */
export interface News {
  readonly directory: string;
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
    const step: Step = { draft, consent, observation, entry, act };
    if (observation.fromFeed && isReflected(step)) continue;
    acts.set(consent.iso3, act);
    if (observation.entry === null) planGone(step);
    else planListed(step, observation.entry, observation.seen === 'listed');
  }
  for (const [iso3, act] of acts) settleWaitingRemovals(draft, iso3, act);
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
}

/** Listed, or absent: an absent entry is not copied anew, and an existing copy of it is kept and marked. */
function planListed(step: Step, listed: RegionalEntry, present: boolean): void {
  const { draft, consent, entry, observation, act } = step;
  const source = draft.source(entry);
  if (!source && !present) {
    draft.supersede(entry, 'Its directory no longer lists the entry.');
    return;
  }
  const covered = coverage(consent, listed);
  if (covered.kind !== 'covered') {
    draft.supersede(entry, 'The consent does not cover the entry any more.');
    if (source) draft.unlink(source, { ...act, reason: 'The consent does not cover it any more.' });
    if (covered.kind === 'unanswered' && present) proposeLevelAnswer(step, listed);
    return;
  }
  const stamp = { at: observation.at, pull: observation.pull };
  const claims = claimsWithin(consent, listed, covered.function, source?.claims ?? {}, stamp);
  const copied = {
    consent_id: consent.id,
    withheld: listed.withheld,
    present,
    position: observation.position,
  };
  if (consent.mode === 'REVIEW') {
    // What the consent no longer covers goes at once; only the change itself waits.
    if (source) draft.copy(entry, { ...copied, claims: restrict(source.claims, consent) }, act);
    proposeReview(step, claims, listed.withheld);
    return;
  }
  draft.supersede(entry, 'The entry was copied.');
  draft.copy(entry, { ...copied, claims }, act);
}

function planGone(step: Step): void {
  const { draft, consent, entry, observation, act } = step;
  const source = draft.source(entry);
  draft.supersede(entry, 'Its directory took the entry out.');
  if (!source) return;
  draft.markGone(source, observation.position);
  if (consent.mode === 'AUTOMATIC') {
    guardedRemoval(draft, source, observation.pull, act);
    return;
  }
  const content = draft.contact(source.contact_id)?.content ?? null;
  draft.propose({
    ...entry,
    consent_id: consent.id,
    kind: 'REMOVE',
    cause: 'REVIEW',
    reason: `${entry.directory} no longer has this entry. Each change waits for your yes, as your consent says.`,
    changes: differences(content, null),
    claims: null,
    withheld: [],
    contact_id: source.contact_id,
    position: observation.position,
    pull: observation.pull,
  });
}

function proposeReview(step: Step, claims: Claims, withheld: string[]): void {
  const { draft, consent, entry, observation } = step;
  const source = draft.source(entry);
  const contact = source ? draft.contact(source.contact_id) : draft.contactFor(entry);
  const wouldBe = draft.composedWith(entry, claims, consent.id);
  const changes = differences(contact?.content ?? null, wouldBe?.content ?? null);
  if (source && changes.length === 0) {
    draft.supersede(entry, 'The entry is again as it was copied.');
    return;
  }
  draft.propose({
    ...entry,
    consent_id: consent.id,
    kind: contact ? 'CHANGE' : 'ADD',
    cause: 'REVIEW',
    reason: `${entry.directory} ${contact ? 'changed' : 'lists'} this entry. Each change waits for your yes, as your consent says.`,
    changes,
    claims,
    withheld,
    contact_id: contact?.id ?? null,
    position: observation.position,
    pull: observation.pull,
  });
}

function proposeLevelAnswer(step: Step, listed: RegionalEntry): void {
  const { draft, consent, entry, observation } = step;
  const stamp = { at: observation.at, pull: observation.pull };
  const claims = claimsWithin(consent, listed, null, {}, stamp);
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
