import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDate as StrictDate, GraphQLDateTime as StrictDateTime } from 'graphql-scalars';
import { badInput } from '../errors/problem.ts';

// A value that cannot be read arrives as a Date that is none, and `givenDate` refuses it with the name of its field. A scalar that
// threw would do so before anything knows the field, and with a message that repeats the whole input.
const unreadable = () => new Date(Number.NaN);

function lenient(strict: GraphQLScalarType<Date, unknown>, serialize: (date: Date) => string) {
  const read = (value: unknown): Date => {
    try {
      return typeof value === 'string' ? strict.parseValue(value) : unreadable();
    } catch {
      return unreadable();
    }
  };
  return new GraphQLScalarType<Date, string>({
    name: strict.name,
    description: strict.description,
    // Storage keeps instants as text in the very form the API gives them.
    serialize: (value) => (value instanceof Date ? serialize(value) : String(value)),
    parseValue: read,
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : null),
  });
}

/** An instant (RFC 3339, with a zone). */
export const GraphQLDateTime = lenient(StrictDateTime, (date) => date.toISOString());

/** A day of the calendar, YYYY-MM-DD. */
export const GraphQLDate = lenient(StrictDate, (date) => date.toISOString().slice(0, 10));

/** A date or time a caller gave. @throws Problem BAD_USER_INPUT, with the path of the field */
export function givenDate(field: string, date: Date): Date {
  if (!Number.isNaN(date.getTime())) return date;
  throw badInput(
    field,
    `${field} cannot be read. Write a time as 2027-03-31T12:00:00Z, a day as 2027-03-31.`,
  );
}
