import type { RecordedReading } from '../../platform/readings/request-readings.ts';
import type { Body } from '../hot-path/answers.ts';

export interface Answer {
  readonly body: Body;
  /** What is recorded of whoever is shown it. */
  readonly readings: readonly RecordedReading[];
}

/** An answer, and what it is made of. */
export interface KeptAnswer extends Answer {
  /** Of the parts that it was read from, in their order. */
  readonly revisions: readonly string[];
}

interface Held extends KeptAnswer {
  readonly octets: number;
}

/** What an entry takes besides its texts. */
const overhead = 400;
/** No answer takes more than this share of all room: a few large ones would push out everything that is asked often. */
const largestShare = 1 / 8;

/** Answers by their question, bounded by octets; those asked for last are kept. */
export class KeptAnswers {
  readonly #answers = new Map<string, Held>();
  readonly #most: number;
  #octets = 0;

  /** @param most octets of all together */
  constructor(most: number) {
    this.#most = most;
  }

  get octets(): number {
    return this.#octets;
  }

  get(question: string): KeptAnswer | undefined {
    const found = this.#answers.get(question);
    if (found) {
      this.#answers.delete(question);
      this.#answers.set(question, found);
    }
    return found;
  }

  /** @returns false where it is too large to be kept */
  set(question: string, answer: KeptAnswer): boolean {
    this.#delete(question);
    const readings = answer.readings.reduce((sum, { size }) => sum + size, 0);
    const octets = answer.body.length + 2 * question.length + readings + overhead;
    if (octets > this.#most * largestShare) return false;
    this.#answers.set(question, { ...answer, octets });
    this.#octets += octets;
    for (const [oldest] of this.#answers) {
      if (this.#octets <= this.#most) break;
      this.#delete(oldest);
    }
    return true;
  }

  #delete(question: string): void {
    const found = this.#answers.get(question);
    if (!found) return;
    this.#answers.delete(question);
    this.#octets -= found.octets;
  }
}
