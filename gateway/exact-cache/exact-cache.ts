import type { Revision } from '../../platform/database/revision.ts';
import type { RecordedReading } from '../../platform/readings/request-readings.ts';
import type { HotOperation } from '../hot-path/hot-operation.ts';
import type { JsonObject } from '../hot-path/json.ts';
import type { RequestContext } from '../supergraph/context.ts';
import type { CacheFigures } from './figures.ts';
import { type Body, type KeptAnswer, KeptAnswers } from './kept-answers.ts';
import { variablesText } from './question-text.ts';
import { sightOf } from './sight.ts';

export type { Body } from './kept-answers.ts';

/** Says a part's revision. */
export type AskRevision = () => Revision | Promise<Revision>;

export interface ExactCacheOptions {
  /** How a part's revision is asked for; undefined where it does not say one. */
  readonly revisionOf: (part: string) => AskRevision | undefined;
  /** Whether an answer may be kept that holds this field, `Type.field`. */
  readonly isKept: (field: string) => boolean;
  readonly mostOctets: number;
  readonly figures: CacheFigures;
}

/**
 * Answers the question anew. @param recorded takes what is recorded of it
 * @returns null where the answer is not complete and without errors: somebody else gives it
 */
export type AnswerAnew = (recorded?: RecordedReading[]) => Promise<string | null>;

/** Of each part that is read, in order; null where one cannot be told. */
type Revisions = readonly string[] | null;

/** An operation whose answers may be kept. */
interface Keepable {
  /** Stands for its text in questions: two operations never have the same. */
  readonly number: number;
  readonly revisions: readonly AskRevision[];
}

/**
 * Keeps answers, and gives them again while nothing they are made of has changed. A kept answer leaves only if, after it was asked
 * for, every part it was read from said the very revision that stood before it was read and after. It holds nothing older than what
 * was committed, in whichever process, before it was asked.
 */
export class ExactCache {
  readonly #options: ExactCacheOptions;
  readonly #answers: KeptAnswers;
  readonly #operations = new WeakMap<HotOperation, Keepable | 'field' | 'part'>();
  #numbers = 0;

  constructor(options: ExactCacheOptions) {
    this.#options = options;
    this.#answers = new KeptAnswers(options.mostOctets);
    options.figures.measure(() => this.#answers.octets);
  }

  /** @returns null where the question is to be answered by somebody else, as `anew` says */
  answer(
    operation: HotOperation,
    variables: JsonObject,
    context: RequestContext,
    anew: AnswerAnew,
  ): Promise<Body | null> {
    const keepable = this.#keepable(operation);
    if (typeof keepable === 'string') return this.#pass(keepable, anew);
    const question = `${keepable.number} ${sightOf(context.caller)} ${variablesText(variables)}`;
    const asked = revisions(keepable.revisions);
    const go = (now: Revisions) => {
      if (now === null) return this.#pass('unsettled', anew);
      const kept = this.#answers.get(question);
      return kept && isSame(kept.revisions, now)
        ? this.#again(kept, operation, context, anew)
        : this.#first(question, keepable, now, anew);
    };
    return asked instanceof Promise ? asked.then(go) : go(asked);
  }

  #pass(why: 'field' | 'part' | 'unsettled', anew: AnswerAnew): Promise<string | null> {
    this.#options.figures.count(why);
    return anew();
  }

  /** It leaves once it is recorded that it was shown, like any other. */
  async #again(
    { body, readings }: KeptAnswer,
    { text }: HotOperation,
    { caller, requestId }: RequestContext,
    anew: AnswerAnew,
  ): Promise<Body | null> {
    try {
      const request = { requestId, operation: text };
      if (readings.length > 0) await Promise.all(readings.map((each) => each.again(caller, request)));
    } catch {
      // Who answers anew meets the same, and says so in its own words.
      return anew();
    }
    this.#options.figures.count('hit');
    return body;
  }

  async #first(
    question: string,
    { revisions: asks }: Keepable,
    before: readonly string[],
    anew: AnswerAnew,
  ): Promise<string | null> {
    const { figures } = this.#options;
    const readings: RecordedReading[] = [];
    const body = await anew(readings);
    if (body === null) {
      figures.count('irregular');
      return null;
    }
    const keep = (after: Revisions) => {
      if (after === null || !isSame(before, after)) return figures.count('changed');
      const kept = { body: Buffer.from(body), revisions: before, readings };
      figures.count(this.#answers.set(question, kept) ? 'kept' : 'too large');
    };
    const after = revisions(asks);
    // Nobody waits for it to be kept.
    if (after instanceof Promise) void after.then(keep);
    else keep(after);
    return body;
  }

  #keepable(operation: HotOperation): Keepable | 'field' | 'part' {
    const known = this.#operations.get(operation);
    if (known !== undefined) return known;
    const keepable = this.#judge(operation);
    this.#operations.set(operation, keepable);
    return keepable;
  }

  #judge({ readBy: { parts, fields } }: HotOperation): Keepable | 'field' | 'part' {
    const { isKept, revisionOf } = this.#options;
    if (!fields.every(isKept)) return 'field';
    const asks = parts.map(revisionOf).filter((ask) => ask !== undefined);
    if (asks.length < parts.length) return 'part';
    this.#numbers += 1;
    return { number: this.#numbers, revisions: asks };
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}

/** At once where every part says its own at once. */
function revisions(asks: readonly AskRevision[]): Revisions | Promise<Revisions> {
  const said = asks.map(saidBy);
  if (said.some((each) => each instanceof Promise)) return Promise.all(said).then(allOf);
  return allOf(said.filter((each): each is Revision => !(each instanceof Promise)));
}

function saidBy(ask: AskRevision): Revision | Promise<Revision> {
  const said = ask();
  // Whatever is wrong with its storage, who answers anew will say.
  return said instanceof Promise ? said.catch(() => null) : said;
}

function allOf(said: readonly Revision[]): Revisions {
  const told = said.filter((each) => each !== null);
  return told.length === said.length ? told : null;
}
