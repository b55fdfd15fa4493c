import type { InProcessExecutor } from '../../platform/graphql/execute.ts';
import type { PartRequest } from '../../platform/graphql/part.ts';
import type { Life } from '../supergraph/life.ts';
import type { Asked } from './asked.ts';
import { irregular } from './irregular.ts';
import { isObject, type JsonObject } from './json.ts';

/** A question the gateway's plan asks a part. */
export interface Question extends Asked {
  /** All of it as JSON, for a part that is asked over HTTP. */
  readonly text: () => string;
}

export interface PartAnswer {
  readonly body: JsonObject;
  /** The Cache-Control header of an answer over HTTP, null where it had none; undefined in process. */
  readonly cacheControl: string | null | undefined;
}

/** One part, asked in the name of whoever asks the gateway. */
export interface HotPart {
  /** @throws Irregular where Apollo is to ask */
  ask(question: Question, asker: PartRequest, end: Life | undefined): Promise<PartAnswer>;
  close(): Promise<void>;
}

export function inProcessPart(execute: InProcessExecutor): HotPart {
  return {
    async ask({ query, operationName, variables }, asker) {
      const { data, errors } = await execute({ query, variables, operationName }, asker);
      const body: JsonObject = { data: data ?? null };
      if (errors) body.errors = errors.map((error) => error.toJSON());
      return { body, cacheControl: undefined };
    },
    close: async () => {},
  };
}

/** The body of an answer over HTTP. @throws Irregular where it is no JSON object */
export function readBody(bytes: Buffer): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch {
    return irregular('unexpected answer');
  }
  return isObject(body) ? body : irregular('unexpected answer');
}
