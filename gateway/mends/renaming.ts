import { type DocumentNode, Kind, visit } from 'graphql';
import type { NeededNames } from './needed-names.ts';

/** What a client calls a part of the answer, and what it is called on the way. */
export interface Renaming {
  readonly document: DocumentNode;
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Apollo's planner keeps what a client asks for and what it asks for by itself under one name: a client that calls something else by
 * the name of a key or of a required field, or asks for that field with other arguments, makes parts be asked with wrong keys and
 * requirements, or is answered what it did not ask for. Such names are others on the way.
 */
export function renamed(document: DocumentNode, needed: NeededNames): Renaming {
  const taken = new Set<string>();
  const clashing = new Set<string>();
  visit(document, {
    Field: ({ alias, name }) => {
      const called = alias?.value ?? name.value;
      taken.add(called);
      if (!needed.all.has(called)) return;
      if (called !== name.value || needed.withArguments.has(called)) clashing.add(called);
    },
  });
  if (clashing.size === 0) return { document, names: new Map() };
  let prefix = 'asked_';
  while ([...taken].some((name) => name.startsWith(prefix))) prefix += '_';
  const names = new Map([...clashing].map((name) => [name, prefix + name]));
  return {
    names,
    document: visit(document, {
      Field: (node) => {
        const value = names.get(node.alias?.value ?? node.name.value);
        if (value === undefined) return undefined;
        return { ...node, alias: { kind: Kind.NAME, value } };
      },
    }),
  };
}
