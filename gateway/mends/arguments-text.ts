import { type FieldNode, print } from 'graphql';

/** The arguments of a field, the same in whichever order they are given. */
export const argumentsText = ({ arguments: given = [] }: FieldNode): string =>
  given.map(print).sort().join(', ');
