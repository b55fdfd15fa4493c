import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import type { ReadingContext, Shown } from './request-readings.ts';

/** The fields of one GraphQL type that show contact details. */
export interface DetailFields {
  readonly type: string;
  readonly fields: readonly string[];
  /** What shows them, as a reading tells it. */
  readonly through: string;
  /** Whose they are, from what the type's resolvers start from: one or several; null where it shows nobody's. */
  // biome-ignore lint/suspicious/noExplicitAny: GraphQL hands on whatever the field above gave.
  readonly of: (parent: any) => Shown | readonly Shown[] | null;
}

/**
 * From now on, asking for one of these fields is a reading of whom it is about. Which fields they are is said once, in a
 * list, and not in the resolvers.
 * @throws Error where the schema has no such field: then the list says less than it seems to
 */
export function noteReadings(schema: GraphQLSchema, details: readonly DetailFields[]): void {
  for (const { type: name, fields, through, of } of details) {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`There is no type ${name}.`);
    const known = type.getFields();
    for (const fieldName of fields) {
      const field = known[fieldName];
      if (!field) throw new Error(`${name} has no field ${fieldName}.`);
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (parent, given, context: ReadingContext, info) => {
        const shown = of(parent);
        for (const each of [shown ?? []].flat()) context.readings.note(each, through);
        return resolve(parent, given, context, info);
      };
    }
  }
}
