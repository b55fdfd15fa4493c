import {
  buildClientSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  type IntrospectionQuery,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { z } from 'zod';
import type { World } from '../support/world.ts';
import type { Arguments } from './example.ts';
import type { Step } from './reach.ts';

/** The API's schema, as a client is told it. */
export async function apiOf(world: World): Promise<GraphQLSchema> {
  const { data, errors } = await world.custodian.ask(getIntrospectionQuery());
  if (errors?.[0]) throw new Error(errors[0].message);
  const isIntrospection = (value: unknown): value is IntrospectionQuery =>
    z.object({ __schema: z.looseObject({}) }).safeParse(value).success;
  if (!isIntrospection(data)) throw new Error('The API does not tell its schema.');
  return buildClientSchema(data);
}

export interface Request {
  readonly text: string;
  readonly variables: Record<string, unknown>;
  /** The way to the asked field in the answer. */
  readonly path: readonly Step[];
}

export type FilledStep = Step & { readonly given: Arguments };

/**
 * A request for a field and all that is in it and follows it.
 * @param hasRow whether a field (`Contact.revisions`) has a rule of its own: it is tried by itself
 */
export function requestFor(
  schema: GraphQLSchema,
  operation: 'Query' | 'Mutation',
  steps: readonly FilledStep[],
  hasRow: (field: string) => boolean,
): Request {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  let parent: GraphQLNamedType | undefined = schema.getType(operation);
  const opened: string[] = [];
  for (const { field: name, given, only } of steps) {
    const field: GraphQLField<unknown, unknown> | undefined = isObjectType(parent)
      ? parent.getFields()[name]
      : undefined;
    if (!field) throw new Error(`${parent?.name} has no field ${name}.`);
    const passed = Object.entries(given).map(([argument, value]) => {
      const type = field.args.find((arg) => arg.name === argument)?.type;
      if (!type) throw new Error(`${parent?.name}.${name} has no argument ${argument}.`);
      const variable = `${name}_${argument}`;
      variables[variable] = value;
      declared.push(`$${variable}: ${type}`);
      return `${argument}: $${variable}`;
    });
    const also = only ? `${Object.keys(only).join(' ')} ` : '';
    opened.push(`${name}${passed.length > 0 ? `(${passed.join(', ')})` : ''} { ${also}`);
    parent = getNamedType(field.type);
  }
  const last = opened.pop()?.replace(/ \{ $/, '') ?? '';
  const inside = parent ? selectionOf(parent, hasRow, 3) : '';
  const body = `${opened.join('')}${last}${inside} ${'}'.repeat(opened.length)}`;
  const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
  return { text: `${operation.toLowerCase()} ${head} { ${body} }`, variables, path: steps };
}

/** Every field that follows its parent, to some depth. */
function selectionOf(type: GraphQLNamedType, hasRow: (field: string) => boolean, depth: number): string {
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (hasRow(`${type.name}.${field.name}`) || field.args.some(isRequiredArgument)) return [];
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    const inside = depth > 1 ? selectionOf(inner, hasRow, depth - 1) : '';
    return inside === '' ? [] : [`${field.name}${inside}`];
  });
  return fields.length === 0 ? '' : ` { ${fields.join(' ')} }`;
}

const Fields = z.record(z.string(), z.unknown());

/** What an answer has at the end of a path, through lists. */
export function valuesAt(data: unknown, path: readonly Step[]): unknown[] {
  return path.reduce<unknown[]>(
    (values, { field, only = {} }, at) =>
      values.flatMap((value) => {
        const found = Fields.safeParse(value).data?.[field];
        const items: readonly unknown[] = Array.isArray(found) ? found : [found];
        const wanted = items.filter((item) =>
          Object.entries(only).every(([name, word]) => Fields.safeParse(item).data?.[name] === word),
        );
        // The last one is the answer itself, a list or not.
        return at === path.length - 1 ? [found] : wanted;
      }),
    [data],
  );
}

/** Whether there is anything in it. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.every(isEmpty);
  const page = Fields.safeParse(value).data;
  return page && 'nodes' in page ? isEmpty(page.nodes) : false;
}
