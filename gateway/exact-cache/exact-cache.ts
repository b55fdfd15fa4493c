import type { Revision } from '../../platform/database/revision.ts';
import type { RecordedReading } from '../../platform/readings/request-readings.ts';
import { type AnswerAnew, type Answers, type Body, sendable } from '../hot-path/answers.ts';
import type { HotOperation } from '../hot-path/hot-operation.ts';
import type { JsonObject } from '../hot-path/json.ts';
import { SharedRuns } from '../hot-path/shared-runs.ts';
import { variablesText } from '../hot-path/variables-text.ts';
import type { RequestContext } from '../supergraph/context.ts';
import type { CacheFigures } from './figures.ts';
import { type Answer, KeptAnswers } from './kept-answers.ts';
import { sightOf } from './sight.ts';

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
 * was committed, in whichever process, before it was asked. Those who ask the same at the same time are answered together.
 */
export class ExactCache implements Answers {
  readonly #options: ExactCacheOptions;
  readonly #answers: KeptAnswers;
  readonly #runs = new SharedRuns<Answer | null>();
  readonly #operations = new WeakMap<HotOperation, Keepable | 'field' | 'part'>();
  #numbers = 0;

  constructor(options: ExactCacheOptions) {
    this.#options = options;
    this.#answers = new KeptAnswers(options.mostOctets);
    options.figures.measure(() => this.#answers.octets);
  }

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
        ? this.#again(kept, operation, context, anew, 'hit')
        : this.#together(question, keepable, operation, context, anew);
    };
    return asked instanceof Promise ? asked.then(go) : go(asked);
  }

  #pass(why: 'field' | 'part' | 'unsettled', anew: AnswerAnew): Promise<string | null> {
    this.#options.figures.count(why);
    return anew();
  }

  /** With all who ask the same, of the same sight, while what was asked before is under way. */
  async #together(
    question: string,
    keepable: Keepable,
    operation: HotOperation,
    context: RequestContext,
    anew: AnswerAnew,
  ): Promise<Body | null> {
    let isFirst = false;
    const answer = await this.#runs.join(question, () => {
      isFirst = true;
      return this.#first(question, keepable, anew);
    });
    if (isFirst) return answer?.body ?? null;
    return answer ? this.#again(answer, operation, context, anew, 'shared') : anew();
  }

  /** It leaves once it is recorded that it was shown, like any other. */
  async #again(
    { body, readings }: Answer,
    { text }: HotOperation,
    { caller, requestId }: RequestContext,
    anew: AnswerAnew,
    outcome: 'hit' | 'shared',
  ): Promise<Body | null> {
    try {
      const request = { requestId, operation: text };
      if (readings.length > 0) await Promise.all(readings.map((each) => each.again(caller, request)));
    } catch {
      // Who answers anew meets the same, and says so in its own words.
      return anew();
    }
    this.#options.figures.count(outcome);
    return body;
  }

  async #first(question: string, { revisions: asks }: Keepable, anew: AnswerAnew): Promise<Answer | null> {
    const { figures } = this.#options;
    const readings: RecordedReading[] = [];
    const before = await revisions(asks);
    const body = await anew(readings);
    if (body === null) {
      figures.count('irregular');
      return null;
    }
    const answer = { body: sendable(body), readings };
    const keep = (after: Revisions) => {
      if (before === null) return figures.count('unsettled');
      if (after === null || !isSame(before, after)) return figures.count('changed');
      figures.count(this.#answers.set(question, { ...answer, revisions: before }) ? 'kept' : 'too large');
    };
    const after = revisions(asks);
    // Nobody waits for it to be kept.
    if (after instanceof Promise) void after.then(keep);
    else keep(after);
    return answer;
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
