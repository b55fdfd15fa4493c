import { z } from 'zod';
import { instant } from '../../../platform/clock/clock.ts';
import { HeldDecision, PullOutcome } from '../../../platform/vocabulary/terms.ts';

// What an adapter says of its directory, parsed at the door and stored in the same shape.

/** A DateTime: a Date in process, text over HTTP. */
export const AnsweredInstant = z
  .union([z.date(), z.string().transform((text) => new Date(text))])
  .refine((date) => !Number.isNaN(date.getTime()), 'is no instant')
  .transform(instant);

const HeldFacts = z.object({
  share: z.number(),
  count: z.number(),
  losses: z.array(
    z.object({ subject: z.string(), going: z.number(), accepted: z.number(), limit: z.number() }),
  ),
});

export const PullFacts = z.object({
  id: z.string(),
  directory: z.string(),
  outcome: PullOutcome,
  startedAt: AnsweredInstant,
  finishedAt: AnsweredInstant.nullable(),
  read: z.number(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  setAside: z.number(),
  problem: z.string().nullable(),
  // What was stored before pulls could be held says nothing of it.
  held: HeldFacts.nullable().default(null),
  decision: HeldDecision.nullable().default(null),
  decidedBy: z.string().nullable().default(null),
  decidedAt: AnsweredInstant.nullable().default(null),
  decisionReason: z.string().nullable().default(null),
  settledBy: z.string().nullable().default(null),
});
export type PullFacts = z.infer<typeof PullFacts>;
export const pullFields =
  'id directory outcome startedAt finishedAt read added changed removed setAside problem held { share count losses { subject going accepted limit } } decision decidedBy decidedAt decisionReason settledBy';

export const SourceFacts = z.object({
  code: z.string(),
  name: z.string(),
  levels: z.array(z.string()),
  namesFunctions: z.boolean(),
  /** Whether a removal may be one half of a replacement whose other half comes later. */
  removalsMayBeReplaced: z.boolean(),
  participants: z.number(),
  entryCount: z.number(),
  schedule: z.string(),
  nextPullAt: AnsweredInstant.nullable(),
  /** The feed's last change: its sequence number, and in which writing of the feed it stands; null where there is none. */
  feedEnd: z.object({ position: z.int(), epoch: z.string().nullable() }),
  lastSuccessAt: AnsweredInstant.nullable(),
  lastPull: PullFacts.nullable(),
});
export type SourceFacts = z.infer<typeof SourceFacts>;
export const factFields = `code name levels namesFunctions removalsMayBeReplaced participants entryCount schedule nextPullAt feedEnd { position epoch } lastSuccessAt lastPull { ${pullFields} }`;
