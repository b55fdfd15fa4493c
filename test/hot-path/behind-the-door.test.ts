import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manifestOf } from '../../gateway/http/safe-list.ts';
import { consents, pulls } from '../flow/verbs.ts';
import { bearer, custodian, errorsOf, estonia, post, startOnSqlite } from '../http/asked.ts';
import { TestClock } from '../support/clock.ts';
import { databases } from '../support/databases.ts';
import { everyWorld, World } from '../support/world.ts';

/** Asked that often, a text is known, and runs without Apollo Server. */
const often = 5;
const latvia = { role: 'state', subject: 'authority of LVA', state: 'LVA' } as const;
const crisis = `query Crisis {
  state(iso3: "EST") { name contacts { name emails phones } osceEntries { name phones } arfEntries { name } }
}`;

let world: World | undefined;
afterEach(() => world?.stop());

/** How many queries the hot path ran, or were answered from what is kept, by the metrics page. */
async function withoutApollo(): Promise<number> {
  const page = await (await fetch(`${world?.url}/metrics`)).text();
  const counted = (figure: string) =>
    Number(
      page
        .split('\n')
        .find((each) => each.startsWith(figure))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  return (
    counted('graphql_queries_total{by="hot path"}') + counted('exact_cache_queries_total{outcome="hit"}')
  );
}

const Counted = z.object({ totalCount: z.number() });

async function readingsOfEstonia() {
  const query = '{ state(iso3: "EST") { readings { totalCount } osceEntryReadings { totalCount } } }';
  const shape = z.object({ state: z.object({ readings: Counted, osceEntryReadings: Counted }) });
  const answer = await world?.state('EST').get(query, shape);
  if (!answer) throw new Error('no world');
  return answer.state;
}

describe.each(everyWorld(databases))(
  'a text that is known, on $name, in $arrangement',
  ({ make, arrangement }) => {
    it('is answered the same each time, and each time is recorded for the state once', async () => {
      world = await World.start(make, arrangement);
      await pulls(world, 'OSCE');
      await consents(world, 'EST', 'OSCE');
      const asker = world.custodian;
      const first = await asker.ask(crisis);
      expect(first.errors).toBeUndefined();
      const before = await withoutApollo();
      const told = await readingsOfEstonia();
      for (let time = 0; time < often; time++) expect(await asker.ask(crisis)).toEqual(first);
      expect(await withoutApollo()).toBeGreaterThanOrEqual(before + often - 1);

      const recorded = await readingsOfEstonia();
      expect(recorded.readings.totalCount - told.readings.totalCount).toBe(often);
      expect(recorded.osceEntryReadings.totalCount - told.osceEntryReadings.totalCount).toBe(often);
    });

    it('shows each who asks it what they may see, and nobody what another may', async () => {
      world = await World.start(make, arrangement);
      const own = '{ state(iso3: "EST") { readings { totalCount } } }';
      for (let time = 0; time < often; time++) {
        expect((await world.state('EST').ask(own)).errors).toBeUndefined();
        expect(await world.as(latvia).refused(own)).toBe('FORBIDDEN');
        expect(await world.nobody.refused(own)).toBe('UNAUTHENTICATED');
      }
    });
  },
);

describe('a text that is known opens no door', () => {
  const names = { query: '{ states { iso3 name } }' };
  const askOften = async (headers: Record<string, string>) => {
    for (let time = 0; time < often; time++)
      expect((await post(world?.url ?? '', names, headers)).status).toBe(200);
  };

  it('to a token that has run out', async () => {
    const clock = new TestClock();
    const [sqlite] = databases;
    if (!sqlite) throw new Error('no database');
    world = await World.start(sqlite.make, 'one process', clock);
    const headers = await bearer(world, estonia);
    await askOften(headers);
    clock.advance(3_600_000);
    for (let time = 0; time < often; time++) {
      const refused = await post(world.url, names, headers);
      expect(refused.status).toBe(401);
      expect(await errorsOf(refused)).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
  });

  it('to who has asked too often', async () => {
    world = await startOnSqlite({ RATE_LIMIT_ACCOUNT: String(often) });
    const headers = await bearer(world, estonia);
    await askOften(headers);
    expect((await post(world.url, names, headers)).status).toBe(429);
    await askOften(await bearer(world, custodian));
  });

  it('to variables that are too much', async () => {
    world = await startOnSqlite();
    const headers = await bearer(world, estonia);
    const query = 'query ($iso3: ID!) { state(iso3: $iso3) { name } }';
    for (let time = 0; time < often; time++) {
      const good = await post(world.url, { query, variables: { iso3: 'EST' } }, headers);
      expect(await good.json()).toEqual({ data: { state: { name: 'Estonia' } } });
    }
    const nested: unknown[] = [];
    let inner = nested;
    for (let depth = 0; depth < 1_000; depth++) {
      const next: unknown[] = [];
      inner.push(next);
      inner = next;
    }
    const refused = await post(world.url, { query, variables: { iso3: nested } }, headers);
    expect(refused.status).toBe(400);
    const other = await post(world.url, { query, variables: { iso3: { a: 1 } } }, headers);
    expect((await errorsOf(other))[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('to a text that is not on the list, and keeps open to those that are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-known-'));
    const file = join(folder, 'operations.json');
    const manifest = manifestOf([parse('query All { states { iso3 name } }')]);
    writeFileSync(file, JSON.stringify(manifest));
    world = await startOnSqlite({ SAFE_LISTED_OPERATIONS: file });
    const headers = await bearer(world, estonia);
    const [listed] = manifest.operations;
    for (let time = 0; time < often; time++) {
      expect((await post(world.url, names, headers)).status).toBe(403);
      expect((await post(world.url, { documentId: listed?.id }, headers)).status).toBe(200);
    }
    rmSync(folder, { recursive: true });
  });
});
