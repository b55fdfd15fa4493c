import type { Registry } from 'prom-client';
import type { SubgraphLocation } from '../supergraph/gateway.ts';
import { ExactCache } from './exact-cache.ts';
import { cacheFigures } from './figures.ts';
import { isKept } from './kept-fields.ts';

/** What keeps the answers of the product's own graph. @param mostOctets 0: nothing is kept, only answered together */
export function productCache(
  mostOctets: number,
  locate: (part: string) => SubgraphLocation,
  metrics: Registry,
): ExactCache {
  const revisionOf = (part: string) => {
    const location = locate(part);
    return 'revision' in location ? location.revision : undefined;
  };
  return new ExactCache({ revisionOf, isKept, mostOctets, figures: cacheFigures(metrics) });
}
