import type { WaitingCause } from '../storage/proposal-row.ts';

/** What became of an entry of a regional directory, for its organisation and its state. */
export const entryOutcomeKinds = [
  'COPIED',
  'WAITING',
  'IN_CONFLICT',
  'REFUSED',
  'NOT_COVERED',
  'NOT_ELIGIBLE',
  'SET_ASIDE',
  'REMOVED',
] as const;
export type EntryOutcomeKind = (typeof entryOutcomeKinds)[number];

/**
 * Why, each with its kind and its sentence. The sentences are ours: what a state says of its reasons, and what other sources
 * say, is not for an organisation to read.
 */
export const outcomeCauses = {
  FOLLOWED: ['COPIED', 'The entry is copied, and its changes follow.'],
  COPY_KEPT: ['COPIED', 'The directory no longer lists the entry; its copy stays, and is marked.'],
  REVIEW: ['WAITING', 'The state reviews what is copied from this directory: it waits for its yes.'],
  FUNCTION_ASKED: [
    'WAITING',
    'The entry names no function: it waits until the state says which one its level stands for.',
  ],
  REMOVAL_ASKED: [
    'WAITING',
    'The directory no longer has the entry: its copy stays until its removal is decided.',
  ],
  STATE_ASKED: ['WAITING', 'It waits for an answer of the state.'],
  ON_ITS_WAY: ['WAITING', 'It is about to be copied: it follows by itself within a minute.'],
  SOURCES_DIFFER: [
    'IN_CONFLICT',
    'The entry is copied. In some fields another source says otherwise, and what stood is kept until the state decides.',
  ],
  ENTRY_REFUSED: ['REFUSED', 'The state said no to this entry.'],
  CHANGE_REFUSED: ['REFUSED', 'The state said no to the last change: the copy stays as it was before.'],
  CONSENT_WITHDRAWN: ['REFUSED', 'The state withdrew its consent: nothing is copied from this directory.'],
  NO_CONSENT: ['NOT_COVERED', 'The state has not consented to be copied from this directory.'],
  CONSENT_PAUSED: [
    'NOT_COVERED',
    'The consent of the state is paused: nothing of its entries is copied or shown for now.',
  ],
  CONSENT_EXPIRED: ['NOT_COVERED', 'The consent of the state has expired.'],
  OUTSIDE_CONSENT: ['NOT_COVERED', 'The consent of the state does not cover the function of this entry.'],
  NOTHING_COVERED: [
    'NOT_COVERED',
    'The consent of the state covers nothing of this entry that says who it is or how to reach it, so it is not copied.',
  ],
  NOT_REACHED: [
    'NOT_COVERED',
    'The consent of the state does not reach this entry: its function is outside of it, nothing it covers says who it is or how to reach it, or the directory does not list it.',
  ],
  NOT_LISTED: [
    'NOT_COVERED',
    'The directory did not list the entry when it was last read, so it is not copied anew.',
  ],
  NO_MEMBER_STATE: ['NOT_ELIGIBLE', 'The participant is no Member State: its entries are never copied.'],
  UNUSABLE: ['SET_ASIDE', 'The record could not be used.'],
  TAKEN_OUT: ['REMOVED', 'The directory no longer has the entry for this state, and its copy is gone.'],
} as const satisfies Record<string, readonly [EntryOutcomeKind, string]>;
export type OutcomeCause = keyof typeof outcomeCauses;

/** What became of one entry. It holds no value of it, nor of anything else. */
export interface Outcome {
  readonly cause: OutcomeCause;
  /** Of a conflict: the fields. */
  readonly fields: readonly string[];
  /** The contact that is its copy. */
  readonly contactId: string | null;
  /** Changes of the directory's feed up to this are reflected; null where none ever was. */
  readonly position: number | null;
}

/** What is stored here of one entry of one state, reduced to what its outcome depends on. */
export interface StoredEntry {
  copy: { readonly contactId: string; readonly present: boolean; readonly position: number } | null;
  waiting: {
    readonly cause: WaitingCause;
    readonly isRemoval: boolean;
    readonly contactId: string | null;
    readonly position: number;
  } | null;
  isRefused: boolean;
  /** Its state stands aside: whatever is stored of it, nobody is shown. */
  isPaused: boolean;
  /** Fields of the contact in which this directory and another source differ. */
  differs: readonly string[];
}

/** Null where nothing of the entry is stored here, nor an answer about it. */
export function storedOutcome({ copy, waiting, isRefused, isPaused, differs }: StoredEntry): Outcome | null {
  const contactId = isPaused ? null : (copy?.contactId ?? null);
  const position = Math.max(copy?.position ?? 0, waiting?.position ?? 0) || null;
  const outcome = (cause: OutcomeCause, fields: readonly string[] = []): Outcome => ({
    cause,
    fields,
    contactId,
    position,
  });
  if (isPaused) return outcome('CONSENT_PAUSED');
  if (waiting) {
    const isGone = waiting.isRemoval && waiting.cause !== 'FUNCTION';
    return outcome(isGone ? 'REMOVAL_ASKED' : causeOfWaiting(waiting.cause));
  }
  if (isRefused) return outcome(copy ? 'CHANGE_REFUSED' : 'ENTRY_REFUSED');
  if (!copy) return null;
  if (differs.length > 0) return outcome('SOURCES_DIFFER', [...differs].sort());
  return outcome(copy.present ? 'FOLLOWED' : 'COPY_KEPT');
}

function causeOfWaiting(cause: WaitingCause): OutcomeCause {
  switch (cause) {
    case 'REVIEW':
      return 'REVIEW';
    case 'LEVEL':
      return 'FUNCTION_ASKED';
    default:
      return 'STATE_ASKED';
  }
}

/** How a state stands to a directory: its consent in force or paused, or how the last one ended. */
export type Standing = 'CONSENTS' | 'PAUSES' | 'WITHDREW' | 'EXPIRED' | 'NEVER';

const withoutConsent = {
  PAUSES: 'CONSENT_PAUSED',
  WITHDREW: 'CONSENT_WITHDRAWN',
  EXPIRED: 'CONSENT_EXPIRED',
  NEVER: 'NO_CONSENT',
} as const;

/** The outcome of an entry of which nothing is stored. */
export function unstoredOutcome(standing: Standing, causeUnderConsent: OutcomeCause): Outcome {
  const cause = standing === 'CONSENTS' ? causeUnderConsent : withoutConsent[standing];
  return { cause, fields: [], contactId: null, position: null };
}

export function kindOf(cause: OutcomeCause): EntryOutcomeKind {
  return outcomeCauses[cause][0];
}

export function sentenceOf(cause: OutcomeCause): string {
  return outcomeCauses[cause][1];
}
