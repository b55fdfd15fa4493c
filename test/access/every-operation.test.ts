import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../adapters/registry.ts';
import { Caller } from '../../platform/identity/caller.ts';
import { databases } from '../support/databases.ts';
import { type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';
import { type Answer, type Asker, World } from '../support/world.ts';
import { everybody, type Someone } from './everybody.ts';
import type { Example } from './example.ts';
import { examples } from './examples/index.ts';
import { reach } from './reach.ts';
import { RealThings } from './real-things.ts';
import { apiOf, isEmpty, type Request, requestFor, valuesAt } from './request.ts';
import { type AccessRow, columns, readTable, type Word } from './table.ts';
import { type Things, unknownThings } from './things.ts';

const table = readTable(registry.map(({ code }) => code));
const hasRow = (field: string) => table.some(({ type, field: name }) => field === `${type}.${name}`);

/** What the table promises. */
function promised(word: Word, { column, relation }: Someone, stagesOpen: boolean): string {
  const refused = column === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  switch (word) {
    case 'yes':
      return 'allowed';
    case 'no':
      return refused;
    case 'released':
      return stagesOpen ? 'allowed' : refused;
    case 'own':
      return relation === 'own' ? 'allowed' : refused;
    case 'own, others unknown':
      return relation === 'own' ? 'allowed' : 'NOT_FOUND';
    case 'own, others empty':
      return relation === 'own' ? 'allowed' : 'empty';
  }
}

/** What happened, in the table's terms. */
function outcomeOf(
  { data, errors }: Answer,
  { path }: Request,
  { answers, mayBeEmpty }: Example,
  mark: string | null,
) {
  const error = errors?.[0];
  if (error) {
    const { code } = error.extensions;
    if (code === answers) return 'allowed';
    const isRefusal = ['FORBIDDEN', 'UNAUTHENTICATED', 'NOT_FOUND'].includes(code);
    // A refusal of what was asked for; one of a field inside it is that of a field whose rule has no row.
    const isOfTheWhole = (error.path ?? []).filter((step) => typeof step === 'string').length <= path.length;
    return isRefusal && isOfTheWhole ? code : `${code} at ${error.path?.join('.')}: ${error.message}`;
  }
  const values = valuesAt(data, path);
  if (mark !== null) return JSON.stringify(values).includes(mark) ? 'allowed' : 'empty';
  return mayBeEmpty || values.some((value) => !isEmpty(value)) ? 'allowed' : 'empty';
}

/** The rules stand around the storage and know nothing of it: each stage is tried in full, on one of the two databases. */
const rounds = [
  { stages: 'closed', stagesOpen: false, on: 'SQLite' },
  { stages: 'open', stagesOpen: true, on: 'PostgreSQL' },
] as const;

describe('the table of who may do what', () => {
  it('has a column for each role that there is', () => {
    const roles = Caller.options.map(({ shape }) => shape.role.value);
    expect([...columns].sort()).toEqual([...roles, 'nobody'].sort());
  });

  it('has an example to try for each row, and a row for each example', () => {
    const names = table.map(({ written }) => written);
    expect(names.filter((name) => !(name in examples))).toEqual([]);
    expect(Object.keys(examples).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe.each(databases)('who may do what ($name)', ({ name: database, make }) => {
  let world: World;
  let receiver: WebhookReceiver;
  let schema: GraphQLSchema;
  let things: RealThings;

  beforeAll(async () => {
    receiver = await webhookReceiver();
    // Deliveries that are taken cannot be replayed.
    receiver.answer = (_call, response) => response.writeHead(503).end();
    world = await World.start(make, 'one process', undefined, { WEBHOOK_ALLOW_PRIVATE: 'true' });
    schema = await apiOf(world);
    things = new RealThings(world, receiver.url);
  }, 120_000);
  afterAll(async () => {
    await world.stop();
    await receiver.close();
  });

  it('is said in docs/access.md of every query and mutation of the API, and of nothing else', () => {
    const fieldsOf = (name: string) => {
      const type = schema.getType(name);
      return isObjectType(type) ? Object.values(type.getFields()) : [];
    };
    const operations = ['Query', 'Mutation'].flatMap((type) =>
      fieldsOf(type).map(({ name }) => `${type}.${name}`),
    );
    expect(
      operations.filter((name) => !hasRow(name)),
      'operations without a row in docs/access.md',
    ).toEqual([]);
    const isThere = ({ type, field, argument }: AccessRow) => {
      const found = fieldsOf(type).find(({ name }) => name === field);
      return found && (argument === null || found.args.some(({ name }) => name === argument));
    };
    expect(
      table.filter((row) => !isThere(row)).map(({ name }) => name),
      'rows of docs/access.md without a field in the API',
    ).toEqual([]);
    expect(
      table.filter(({ type }) => !(type in reach)).map(({ type }) => type),
      'types that test/access/reach.ts does not reach',
    ).toEqual([]);
  });

  async function request(row: AccessRow, example: Example, from: Things): Promise<Request> {
    const steps = [];
    for (const step of [...(reach[row.type] ?? []), { field: row.field, arguments: example.arguments }])
      steps.push({ ...step, given: (await step.arguments?.(from)) ?? {} });
    return requestFor(schema, row.type === 'Mutation' ? 'Mutation' : 'Query', steps, hasRow);
  }
  const askerOf = ({ caller }: Someone): Asker => (caller ? world.as(caller) : world.nobody);
  const told = ({ errors }: Answer) => errors?.map(({ message, extensions }) => [extensions.code, message]);

  for (const { stages, stagesOpen, on } of rounds) {
    if (on !== database) continue;
    describe(`with its stages ${stages}`, () => {
      beforeAll(async () => {
        await things.prepare(stagesOpen);
      }, 60_000);

      it.each(table)(
        '$name',
        async (row) => {
          const example = examples[row.written];
          if (!example) throw new Error(`Add an example for ${row.written} to test/access/examples/.`);
          const outcomes: string[] = [];
          const expected: string[] = [];
          const prepared = async () => ({
            asked: await request(row, example, things),
            mark: (await example.mark?.(things)) ?? null,
          });
          let ready: Awaited<ReturnType<typeof prepared>> | null = null;
          for (const who of everybody(example, row)) {
            ready ??= await prepared();
            const { asked, mark } = ready;
            const answer = await askerOf(who).ask(asked.text, asked.variables);
            const word = row.may[who.column];
            const found = outcomeOf(answer, asked, example, mark);
            // Where what holds the field is not shown, there is nothing to refuse.
            const isOutOfReach = word === 'no' && valuesAt(answer.data, asked.path).length === 0;
            const outcome = found === 'empty' && isOutOfReach ? promised(word, who, stagesOpen) : found;
            const name = `${who.column}, ${who.relation}`;
            outcomes.push(`${name}: ${outcome}`);
            expected.push(`${name}: ${promised(row.may[who.column], who, stagesOpen)}`);
            if (outcome === 'allowed' && row.type === 'Mutation') {
              if (example.takesAway) await things.prepare(stagesOpen);
              ready = null;
            }
            // Where the thing may be seen by other fields, its id is no secret.
            const isHidden = row.may[who.column] !== 'own' && ['Query', 'Mutation'].includes(row.type);
            if (!isHidden || outcome === 'allowed') continue;
            const nothing = await request(row, example, unknownThings(things));
            const toldOfNothing = told(await askerOf(who).ask(nothing.text, nothing.variables));
            expect(told(answer), `${name}: told of something as of nothing`).toEqual(toldOfNothing);
          }
          expect(outcomes).toEqual(expected);
        },
        60_000,
      );
    });
  }
});
