import { collectDefaultMetrics, Registry } from 'prom-client';

/** One registry for a process: counts and durations, never anything about a point of contact. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
