import { type GraphQLSchema, getNamedType, getNullableType, isListType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../adapters/registry.ts';
import type { Statement } from '../../platform/database/statements.ts';
import { everybody } from '../access/everybody.ts';
import { apiOf, requestFor } from '../access/request.ts';
import { type AccessRow, type Column, readTable } from '../access/table.ts';
import { TestClock } from '../support/clock.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';
import { World } from '../support/world.ts';
import { type Beside, besideOf } from './beside.ts';
import { askers, caseOf, casesWithoutRow, type Way, waysTo } from './cases.ts';
import { CountedStatements } from './counted.ts';
import { Growth } from './growth.ts';
import { pretendLarge, scansOf } from './plans.ts';
import { mayBeWhole } from './whole-tables.ts';

const table = readTable(registry.map(({ code }) => code));
const hasRow = (field: string) => table.some(({ type, field: name }) => field === `${type}.${name}`);

const sizes = { small: 2, large: 6 } as const;
type Size = keyof typeof sizes;

/** How an operation went at one size. */
interface Asked {
  readonly ran: readonly Statement[];
  readonly errors: readonly string[];
  /** Of the answer, in characters. */
  readonly length: number;
}

describe.each(databases)('the statements of every operation ($name)', ({ make }) => {
  let world: World;
  let receiver: WebhookReceiver;
  let schema: GraphQLSchema;
  let storage: TestStorage;
  let directory: Beside;
  let things: Growth;
  const clock = new TestClock();
  const counted = new CountedStatements();
  const asked: Readonly<Record<Size, Map<string, Asked>>> = { small: new Map(), large: new Map() };

  beforeAll(async () => {
    counted.start();
    receiver = await webhookReceiver();
    // Deliveries that are taken cannot be replayed.
    receiver.answer = (_call, response) => response.writeHead(503).end();
    storage = await make();
    world = await World.start(async () => storage, 'one process', clock, { WEBHOOK_ALLOW_PRIVATE: 'true' });
    // A start looks at everything once.
    counted.forgetShapes();
    directory = await besideOf(storage.location, 'directory');
    schema = await apiOf(world);
    things = new Growth(world, receiver.url, clock, directory);
    await things.prepare(true);
    for (const size of ['small', 'large'] as const) {
      await things.growTo(sizes[size]);
      // What was confirmed is due by then.
      clock.advance(400 * 86_400_000);
      // What is changed first is there to be read at both sizes.
      for (const type of ['Mutation', 'other'])
        for (const row of table.filter((one) => (one.type === 'Mutation') === (type === 'Mutation')))
          await askFor(row, size);
    }
  }, 600_000);
  afterAll(async () => {
    counted.stop();
    await directory.close();
    await world.stop();
    await receiver.close();
  });

  async function askFor(row: AccessRow, size: Size): Promise<void> {
    const known = caseOf(row);
    for (const asker of askers(row, known))
      for (const way of waysTo(row, asker)) {
        asked[size].set(nameOf(row, asker, way), await ask(row, asker, way));
        if (row.type === 'Mutation' && known.example.takesAway) await things.prepare(true);
      }
  }

  const nameOf = ({ name }: AccessRow, asker: Column, { to }: Way) =>
    `${name}${to === 'all' ? ' of all' : ''}, asked by ${asker}`;

  async function ask(row: AccessRow, asker: Column, way: Way): Promise<Asked> {
    const { example, arguments: given } = caseOf(row);
    const steps = [];
    for (const step of way.steps) steps.push({ ...step, given: (await step.arguments?.(things)) ?? {} });
    const filled = given ? await given(things) : await example.arguments?.(things);
    steps.push({ field: row.field, given: filled ?? {} });
    const { text, variables } = requestFor(
      schema,
      row.type === 'Mutation' ? 'Mutation' : 'Query',
      steps,
      hasRow,
    );
    const who = everybody(example, row).find(
      ({ column, relation }) => column === asker && relation === 'own',
    );
    const as = who?.caller ? world.as(who.caller) : world.nobody;
    const { answer, ran } = await counted.during(() => as.ask(text, variables));
    const errors = answer.errors?.map(({ message, path }) => `${path?.join('.')}: ${message}`) ?? [];
    return { ran, errors, length: JSON.stringify(answer.data ?? null).length };
  }

  const isList = ({ type, field }: AccessRow): boolean => {
    const parent = schema.getType(type);
    const found = isObjectType(parent) ? parent.getFields()[field] : undefined;
    if (!found) return false;
    const named = getNamedType(found.type);
    return (
      isListType(getNullableType(found.type)) ||
      (isObjectType(named) && named.getFields().nodes !== undefined)
    );
  };
  const namesOf = (row: AccessRow) =>
    askers(row, caseOf(row)).flatMap((asker) => waysTo(row, asker).map((way) => nameOf(row, asker, way)));
  const names = (wanted: (row: AccessRow) => boolean = () => true) => table.filter(wanted).flatMap(namesOf);
  const at = (size: Size, name: string): Asked => {
    const found = asked[size].get(name);
    if (!found) throw new Error(`${name} was not asked.`);
    return found;
  };

  it('are those of operations that do what they are for', () => {
    const refused = (['small', 'large'] as const).flatMap((size) =>
      names((row) => !caseOf(row).refused).flatMap((name) =>
        at(size, name).errors.map((error) => `${name}: ${error}`),
      ),
    );
    expect(refused).toEqual([]);
    expect(casesWithoutRow(table)).toEqual([]);
  });

  it('answer with more where there is more', () => {
    const lists = names((row) => isList(row) && row.type !== 'Mutation' && !caseOf(row).bounded);
    const same = lists
      .filter((name) => !lists.includes(name.replace(',', ' of all,')))
      .filter((name) => at('large', name).length <= at('small', name).length);
    expect(same).toEqual([]);
  });

  it('are no more where there is more', () => {
    const grown = table
      .filter((row) => !caseOf(row).perRow)
      .flatMap((row) => namesOf(row).map((name) => ({ name, once: caseOf(row).once?.statements ?? 0 })))
      .map(({ name, once }) => ({
        name,
        small: at('small', name).ran.length,
        large: at('large', name).ran.length - once,
      }))
      .filter(({ small, large }) => large > small);
    expect(grown).toEqual([]);
  });

  it('find their rows by an index', async () => {
    const { kind } = storage.location;
    const read: string[] = [];
    for (const part of new Set(counted.shapes.map((one) => one.part))) {
      const beside = await besideOf(storage.location, part);
      if (kind === 'postgres') await pretendLarge(beside);
      for (const statement of counted.shapes.filter((one) => one.part === part))
        for (const scan of await scansOf(kind, beside, statement))
          if (!mayBeWhole(statement, scan)) read.push(`${part}: ${scan.plan}, for ${statement.text}`);
      await beside.close();
    }
    expect(read, 'tables that are read whole').toEqual([]);
  }, 60_000);

  it('are no more for all than for one', () => {
    const grown = names()
      .filter((name) => name.includes(' of all, '))
      .map(
        (name) =>
          [name, at('large', name.replace(' of all', '')).ran.length, at('large', name).ran.length] as const,
      )
      .filter(([, one, all]) => all > one + 5);
    expect(grown).toEqual([]);
  });
});
