import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { GraphQLService } from '../../platform/graphql/service.ts';
import { type PullSummary, pullLine } from '../pull-summary.ts';

/** How long a start waits for a slow source before it says it is ready all the same. */
const patienceMilliseconds = 10_000;

/** Pulls once as part of a start, which no source's fault may stop. @returns a line that tells a person what came of it */
export async function firstPull<T>(
  code: string,
  service: GraphQLService,
  mutation: string,
  answer: z.ZodType<T>,
  summaryOf: (answer: T) => PullSummary,
): Promise<string> {
  const pull = service
    .request(mutation, {}, answer)
    .then((data) => pullLine(code, summaryOf(data)))
    .catch((error: unknown) => `${code}: not pulled. ${error instanceof Error ? error.message : error}`);
  return Promise.race([pull, delay(patienceMilliseconds, `${code}: still being pulled`, { ref: false })]);
}
