import { z } from 'zod';
import type { Call, CallAnswer } from './call.ts';
import { Defect } from './defect.ts';
import type { Ground } from './kind.ts';

const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string(), path: z.array(z.unknown()).optional() })).optional(),
});

/** @returns what an answer of /graphql says; null where it is none */
export function graphqlAnswer(answer: CallAnswer | null): z.infer<typeof Answer> | null {
  if (!answer) return null;
  try {
    return Answer.safeParse(JSON.parse(answer.text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether all that was asked for was refused: of several acts in one request, those before the refused one stand. */
function isRefusal(answer: CallAnswer, roots: number): boolean {
  const told = graphqlAnswer(answer);
  if (!told) return answer.status >= 400;
  const errors = told.errors ?? [];
  if (errors.length === 0 || Object.values(told.data ?? {}).some((value) => value !== null)) return false;
  // An error further in is about the answer: the act itself is done.
  const refused = new Set(errors.filter(({ path = [] }) => path.length <= 1).map(({ path }) => path?.[0]));
  return refused.has(undefined) || refused.size >= roots;
}

/**
 * Tries what may change something. What is refused must change nothing.
 * @param roots how many acts the request asks for
 * @throws Defect
 */
export function act({ product, acts, things }: Ground, call: Call, roots = 1): Promise<CallAnswer | null> {
  return acts.do(async () => {
    const before = product.digest();
    const answer = await product.caller.call(call);
    things.learn(graphqlAnswer(answer)?.data);
    if (answer && isRefusal(answer, roots) && product.digest() !== before)
      throw new Defect(
        'a refusal changed the directory',
        call.path.split('?')[0] ?? '',
        answer.text.slice(0, 2000),
      );
    return answer;
  });
}
