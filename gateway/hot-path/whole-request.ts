import type { RecordedReading } from '../../platform/readings/request-readings.ts';
import type { RequestContext } from '../supergraph/context.ts';
import type { Answers, Body } from './answers.ts';
import type { Asked } from './asked.ts';
import type { HotGateway } from './gateway.ts';

/**
 * Answers a request whose text Apollo Server has let through before, without it: what it looks at in each text was looked at, and
 * what it looks at in each request was looked at by who calls this. It stands behind the door like Apollo Server itself.
 * @returns null where Apollo Server is to answer
 */
export async function answerWhole(
  hot: HotGateway,
  answers: Answers | null,
  asked: Asked,
  contextOf: () => RequestContext,
): Promise<Body | null> {
  const operation = hot.known(asked.query, asked.operationName);
  if (!operation) return null;
  const context = contextOf();
  const anew = async (recorded?: RecordedReading[]) => {
    const data = await hot.answer(operation, asked, context, recorded);
    return data && `${JSON.stringify({ data })}\n`;
  };
  return answers ? answers.answer(operation, asked.variables, context, anew) : anew();
}
