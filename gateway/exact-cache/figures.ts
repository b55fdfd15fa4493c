import { Counter, Gauge, type Registry } from 'prom-client';

/** What came of a question that could have been answered from what is kept. */
export const outcomes = [
  'hit',
  /** It was answered together with others who asked the same at the same time. */
  'shared',
  /** It was answered anew, and is kept. */
  'kept',
  /** It asks for a field that is not kept. */
  'field',
  /** It reads a part that does not say its revision. */
  'part',
  /** A part could not say its revision just now. */
  'unsettled',
  /** Something was written while it was answered. */
  'changed',
  /** Its answer was not complete and without errors. */
  'irregular',
  'too large',
] as const;
export type Outcome = (typeof outcomes)[number];

export interface CacheFigures {
  count(outcome: Outcome): void;
  /** @param octets asked when the figures are read */
  measure(octets: () => number): void;
}

export function cacheFigures(metrics: Registry): CacheFigures {
  const counter = new Counter({
    name: 'exact_cache_queries_total',
    help: 'Queries whose texts are known: answered from what is kept (hit), kept, or why their answer was not kept',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  return {
    count: (outcome) => counter.inc({ outcome }),
    measure: (octets) => {
      new Gauge({
        name: 'exact_cache_octets',
        help: 'What the kept answers take in memory, about',
        registers: [metrics],
        collect() {
          this.set(octets());
        },
      });
    },
  };
}
