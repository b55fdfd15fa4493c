import { type ConstDirectiveNode, Kind, parse, print, visit } from 'graphql';

/**
 * Where a field requires others, Apollo's planner comes back to the subgraph by the first key that stands there, also by one that
 * says `resolvable: false`. What is asked by such a key is null. So the keys that can be used come first; their order says nothing else.
 */
export function withUsableKeysFirst(supergraphSdl: string): string {
  if (!/\bresolvable\s*:\s*false\b/.test(supergraphSdl)) return supergraphSdl;
  let changed = false;
  const reordered = <T extends { readonly directives?: readonly ConstDirectiveNode[] }>(
    node: T,
  ): T | undefined => {
    const { directives = [] } = node;
    const next = [...directives.filter(isUsable), ...directives.filter((each) => !isUsable(each))];
    if (next.every((directive, index) => directive === directives[index])) return undefined;
    changed = true;
    return { ...node, directives: next };
  };
  const document = visit(parse(supergraphSdl, { noLocation: true }), {
    ObjectTypeDefinition: reordered,
    InterfaceTypeDefinition: reordered,
  });
  return changed ? print(document) : supergraphSdl;
}

function isUsable({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  const value = given.find((each) => each.name.value === 'resolvable')?.value;
  return name.value !== 'join__type' || value?.kind !== Kind.BOOLEAN || value.value;
}
