import type { Clock } from '../clock/clock.ts';

/** Where the sessions that ended are known: each as long as a token of it could still be alive. */
export type EndedSource = () => Promise<readonly string[]>;

/**
 * The sessions that have ended though tokens of them have not expired yet. What this process ended counts at once; what
 * another one did, once the source has been asked again.
 */
export class EndedSessions {
  readonly #clock: Clock;
  #ended: ReadonlySet<string> = new Set();
  readonly #justEnded = new Set<string>();
  #source: EndedSource | undefined;
  #staleAfterMilliseconds = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;
  #report: (error: unknown) => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From now on the source is asked before an answer that would be older than that. */
  follow(source: EndedSource, staleAfterMilliseconds: number, report: (error: unknown) => void): void {
    this.#source = source;
    this.#staleAfterMilliseconds = staleAfterMilliseconds;
    this.#report = report;
  }

  /** This process has ended it: no answer from now on says otherwise. */
  add(session: string): void {
    this.#justEnded.add(session);
  }

  async has(session: string): Promise<boolean> {
    if (this.#justEnded.has(session)) return true;
    const now = this.#clock.now().getTime();
    if (this.#source && Math.abs(now - this.#askedAt) >= this.#staleAfterMilliseconds) {
      this.#asking ??= this.#ask(this.#source, now);
      await this.#asking;
    }
    return this.#ended.has(session) || this.#justEnded.has(session);
  }

  /** A source that does not answer leaves what was known: tokens live for minutes only. */
  async #ask(source: EndedSource, now: number): Promise<void> {
    try {
      const before = [...this.#justEnded];
      this.#ended = new Set(await source());
      // What the source tells by now, or has forgotten because no token of it lives, need not be kept here.
      for (const session of before) if (this.#ended.has(session)) this.#justEnded.delete(session);
    } catch (error) {
      this.#report(error);
    } finally {
      this.#askedAt = now;
      this.#asking = undefined;
    }
  }
}
