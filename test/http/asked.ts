import { z } from 'zod';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import type { Log } from '../../platform/log/log.ts';
import { databases } from '../support/databases.ts';
import { type Arrangement, World } from '../support/world.ts';

/** What a production server of a test is started with. */
export const production = { NODE_ENV: 'production', HOST: '127.0.0.1' };

export const estonia: Caller = { role: 'state', subject: 'authority of EST', state: 'EST' };
export const custodian: Caller = { role: 'custodian', subject: 'custodian' };

const Errors = z.object({
  errors: z
    .array(z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.string() }) }))
    .min(1),
});

/** The product on SQLite: what is tested over HTTP does not depend on storage. */
export function startOnSqlite(
  variables: Readonly<Record<string, string>> = {},
  arrangement: Arrangement = 'one process',
  log?: Log,
): Promise<World> {
  const [sqlite] = databases;
  if (!sqlite) throw new Error('no database');
  return World.start(sqlite.make, arrangement, systemClock, variables, log);
}

export function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export const bearer = async (world: World, caller: Caller) => ({
  authorization: `Bearer ${await world.token(caller)}`,
});

/** The errors of an answer; none fails the test. */
export const errorsOf = async (response: Response) => Errors.parse(await response.json()).errors;
