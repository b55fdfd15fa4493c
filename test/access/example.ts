import type { Things } from './things.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/** How to try a row of the table on a real thing. The thing is Canada's, in the directory OSCE, unless it says otherwise. */
export interface Example {
  /** The field's arguments. They name things by `things`, so that they can be tried with ids of nothing too. */
  readonly arguments?: (things: Things) => Promise<Arguments> | Arguments;
  /** What is in the answer, as JSON, if and only if it shows the thing. Without it: anything that is not empty. */
  readonly mark?: (things: Things) => Promise<string> | string;
  /** An answer without anything in it is as good. */
  readonly mayBeEmpty?: true;
  /** Where it is done, what everything else rests on is made good again. */
  readonly takesAway?: true;
  /** A state's thing that the custodian sees, and that is not the custodian's own. */
  readonly notCustodians?: true;
  /**
   * The refusal of the operation itself, which it answers to whoever may ask and to nobody else: for what cannot be had by the
   * API alone.
   */
  readonly answers?: 'CONFLICT';
}

export type Examples = Readonly<Record<string, Example>>;
