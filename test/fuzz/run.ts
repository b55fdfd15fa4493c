import fc from 'fast-check';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { z } from 'zod';
import type { Memory } from './child.ts';
import { Defect } from './defect.ts';
import { graphqlKinds } from './graphql-kinds.ts';
import { type Kind, OneAtATime } from './kind.ts';
import { KnownThings } from './known-things.ts';
import { oidcKind } from './oidc-kind.ts';
import { FuzzedProduct } from './product.ts';
import { pullKind } from './pull-kind.ts';
import { readerKinds, samples } from './reader-kinds.ts';
import { ReaderProcess } from './reader-process.ts';
import { routeKinds } from './route-kinds.ts';
import { SourceServer, whole } from './source-answers.ts';
import { Tape, tapes } from './tape.ts';
import { HostileReceiver, webhookKind } from './webhook-kind.ts';
import { settle } from './world.ts';

export interface FuzzPlan {
  readonly runs: number;
  readonly seed: number;
  /** How long an answer, or a read, may take, in milliseconds. */
  readonly patience: number;
  /** When to stop though not all is tried; null: never. */
  readonly seconds: number | null;
  /** One kind alone, and of it one input alone; null: all. */
  readonly kind: string | null;
  readonly tape: readonly number[] | null;
  /** Told now and then. */
  progress(done: number, of: number, defects: readonly string[]): void;
}

export interface FoundDefect {
  readonly kind: string;
  readonly times: number;
  /** The input that shows it, as small as it could be made. */
  readonly tape: readonly number[];
  readonly message: string;
}

export interface FuzzReport {
  readonly seed: number;
  readonly seconds: number;
  readonly inputs: Readonly<Record<string, number>>;
  readonly total: number;
  readonly slowest: {
    readonly milliseconds: number;
    readonly place: string;
    readonly readerMilliseconds: number;
  };
  readonly averageMilliseconds: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** At a fifth of the inputs, where the steady state begins, and from there to the end. */
  readonly memory: readonly { readonly inputs: number; readonly product: Memory; readonly reader: Memory }[];
  readonly told: readonly string[];
  readonly defects: readonly FoundDefect[];
  /** Of the product, asked to stop at the end. */
  readonly exitStatus: number | null;
}

const shrinkingMilliseconds = 15_000;
const mostDefects = 40;
const memoryPoints = [0.2, 0.4, 0.6, 0.8];

/** Gives the product and the readers random inputs, and holds whatever they do to what must always hold. */
export async function fuzz(plan: FuzzPlan): Promise<FuzzReport> {
  const given = await samples();
  const sources = await SourceServer.start();
  sources.answer('/live/arf', whole(given.arf));
  sources.answer('/live/osce', whole(given.osce));
  const receiver = await HostileReceiver.start();
  const never = '0 0 29 2 *';
  const product = await FuzzedProduct.start(plan.patience, {
    WEBHOOK_ALLOW_PRIVATE: 'true',
    ARF_SOURCE_URL: `${sources.url}/live/arf`,
    OSCE_SOURCE_URL: `${sources.url}/live/osce`,
    ARF_SCHEDULE: never,
    OAS_SCHEDULE: never,
    OSCE_SCHEDULE: never,
  });
  const reader = new ReaderProcess(plan.patience);
  try {
    const things = new KnownThings();
    const endpoint = `http://127.0.0.1:${receiver.port}`;
    const ground = { product, things, endpoint, acts: new OneAtATime(), schema: await schemaOf(product) };
    await settle(ground);
    const kinds = [
      ...graphqlKinds(ground),
      oidcKind(ground),
      ...routeKinds(ground),
      webhookKind(ground, receiver),
      pullKind(ground, sources, given),
      ...(await readerKinds(reader, sources, given)),
    ].filter(({ name }) => plan.kind === null || name === plan.kind);
    const run = new Run(plan, kinds, product, reader);
    await run.all();
    return { ...(await run.report()), exitStatus: await product.stop() };
  } finally {
    await product.stop();
    await reader.child.end('SIGKILL');
    await receiver.stop();
    await sources.stop();
  }
}

class Run {
  readonly #counts = new Map<string, number>();
  readonly #defects = new Map<string, FoundDefect>();
  readonly #memory: { inputs: number; product: Memory; reader: Memory }[] = [];
  readonly #began = performance.now();
  #total = 0;
  #atWork = 0;
  #pause: Promise<void> | null = null;
  #idle: (() => void) | null = null;

  constructor(
    private readonly plan: FuzzPlan,
    private readonly kinds: readonly Kind[],
    private readonly product: FuzzedProduct,
    private readonly reader: ReaderProcess,
  ) {}

  async all(): Promise<void> {
    const shares = this.kinds.reduce((sum, { share }) => sum + share, 0);
    const ticking = setInterval(() => this.#tell(), 1000);
    await Promise.all(
      this.kinds.map((kind, index) =>
        this.#lane(
          kind,
          Math.max(1, Math.ceil((this.plan.runs * kind.share) / shares)),
          this.plan.seed + index,
        ),
      ),
    );
    clearInterval(ticking);
    this.#tell();
    await this.#measure();
  }

  async report(): Promise<Omit<FuzzReport, 'exitStatus'>> {
    const { durations, statuses } = this.product.caller;
    return {
      seed: this.plan.seed,
      seconds: Math.round((performance.now() - this.#began) / 1000),
      inputs: Object.fromEntries(this.#counts),
      total: this.#total,
      slowest: {
        milliseconds: Math.round(durations.slowest),
        place: durations.slowestIs,
        readerMilliseconds: Math.round(this.reader.slowest),
      },
      averageMilliseconds: Math.round((10 * durations.sum) / Math.max(1, durations.count)) / 10,
      statuses: Object.fromEntries([...statuses].sort(([one], [other]) => one - other)),
      memory: this.#memory,
      told: this.kinds.flatMap(({ name, told }) => (told ? [`${name}: ${told()}`] : [])),
      defects: [...this.#defects.values()],
    };
  }

  #tell(): void {
    for (const { signature, message } of this.product.logged()) {
      const { times = 0 } = this.#defects.get(signature) ?? {};
      this.#defects.set(signature, { kind: 'log', times: times + 1, tape: [], message });
    }
    const found = [...this.#defects.values()].map(({ message }) => message.slice(0, 1_500));
    this.plan.progress(this.#total, this.plan.runs, found);
  }

  get #isOver(): boolean {
    const { seconds } = this.plan;
    const isLate = seconds !== null && performance.now() - this.#began > seconds * 1000;
    return isLate || this.#defects.size >= mostDefects;
  }

  /** All inputs of one kind. After a defect it goes on with others. */
  async #lane(kind: Kind, runs: number, seed: number): Promise<void> {
    if (this.plan.tape) {
      await this.#try(kind, this.plan.tape, null);
      return;
    }
    let done = 0;
    for (let part = 0; done < runs && !this.#isOver; part += 1) {
      let failing: { signature: string; since: number } | null = null;
      let message = '';
      const property = fc.asyncProperty(tapes, async (choices) => {
        if (this.#isOver && failing === null) return;
        if (failing && performance.now() - failing.since > shrinkingMilliseconds) return;
        if (!failing) done += 1;
        const defect = await this.#try(kind, choices, failing ? failing.signature : null);
        if (!defect) return;
        failing ??= { signature: defect.signature, since: performance.now() };
        message = defect.message;
        throw defect;
      });
      const outcome = await fc.check(property, { numRuns: runs - done, seed: seed * 1000 + part });
      if (!outcome.failed || !outcome.counterexample) return;
      const [tape] = outcome.counterexample;
      const signature = `${kind.name} ${this.#signatureOf(failing)}`;
      this.#defects.set(signature, { kind: kind.name, times: 1, tape, message });
      this.#tell();
    }
  }

  #signatureOf(failing: { signature: string } | null): string {
    return failing?.signature ?? '';
  }

  /** @param only the defect that is looked for; null: any that is not known yet */
  async #try(kind: Kind, choices: readonly number[], only: string | null): Promise<Defect | null> {
    await this.#mayBegin();
    this.#atWork += 1;
    try {
      await kind.run(new Tape(choices));
      this.product.child.mustLive();
      return null;
    } catch (error) {
      const defect =
        error instanceof Defect
          ? error
          : new Defect('the fuzzer', kind.name, String(error instanceof Error ? error.stack : error));
      if (only !== null) return defect.signature === only ? defect : null;
      const known = this.#defects.get(`${kind.name} ${defect.signature}`);
      if (!known) {
        if (this.plan.tape)
          this.#defects.set(kind.name, { kind: kind.name, times: 1, tape: choices, message: defect.message });
        return defect;
      }
      this.#defects.set(`${kind.name} ${defect.signature}`, { ...known, times: known.times + 1 });
      return null;
    } finally {
      this.#atWork -= 1;
      this.#total += 1;
      this.#counts.set(kind.name, (this.#counts.get(kind.name) ?? 0) + 1);
      if (this.#atWork === 0) this.#idle?.();
    }
  }

  /** Nothing is tried while memory is measured. */
  async #mayBegin(): Promise<void> {
    while (this.#pause) await this.#pause;
    const due = memoryPoints[this.#memory.length];
    if (due === undefined || this.#total < due * this.plan.runs) return;
    this.#pause = this.#measure();
    await this.#pause;
    this.#pause = null;
  }

  async #measure(): Promise<void> {
    if (this.#atWork > 0)
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    this.#idle = null;
    const [product, reader] = await Promise.all([this.product.child.memory(), this.reader.child.memory()]);
    this.#memory.push({ inputs: this.#total, product, reader });
  }
}

async function schemaOf(product: FuzzedProduct) {
  const answer = await product.caller.call({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const told: unknown = JSON.parse(answer?.text ?? '{}');
  const Told = z.object({
    data: z.custom<IntrospectionQuery>((data) => typeof data === 'object' && data !== null),
  });
  return buildClientSchema(Told.parse(told).data);
}
