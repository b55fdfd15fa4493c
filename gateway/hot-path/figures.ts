import { Counter, type Registry } from 'prom-client';
import type { Reason } from './irregular.ts';

/** How queries were run, and why not by the hot path. */
export interface Figures {
  count(by: 'hot path' | Reason): void;
}

export function figures(metrics: Registry): Figures {
  const counter = new Counter({
    name: 'graphql_queries_total',
    help: 'Queries by what ran them: the hot path, or Apollo for a reason',
    labelNames: ['by'],
    registers: [metrics],
  });
  return { count: (by) => counter.inc({ by }) };
}

export const noFigures: Figures = { count: () => {} };
