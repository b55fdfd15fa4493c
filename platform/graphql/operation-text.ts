import { Kind, type OperationDefinitionNode } from 'graphql';

/** How the gateway tells a part on another host what the client asked for. */
export const operationHeader = 'x-operation';

const longest = 200;
const pattern = /^(query|mutation|subscription)( [\w, ]*)?$/;

/** What an operation asks for, by the names of its outermost fields: `query states, contact`. No value of it. */
export function operationText({ operation, selectionSet }: OperationDefinitionNode): string {
  const names = selectionSet.selections.map((selection) =>
    selection.kind === Kind.FIELD ? selection.name.value : 'fragment',
  );
  return `${operation} ${[...new Set(names)].join(', ')}`.slice(0, longest);
}

/** The same as a header gave it; undefined where it is none. */
export function givenOperation(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header.length <= longest && pattern.test(header) ? header : undefined;
}
