import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql';
import { argumentsText } from './arguments-text.ts';
import type { NeededNames } from './needed-names.ts';

export interface Renaming {
  /** What is asked on the way. */
  readonly document: DocumentNode;
  /** What the client calls a part of the answer, by the name it has on the way, where that is another. */
  readonly called: ReadonlyMap<string, string>;
}

/**
 * Apollo's planner keeps what a client asks for and what it asks for by itself under one name: a client that calls something else by
 * the name of a key or of a required field, or asks for that field with other arguments, makes parts be asked with wrong keys and
 * requirements, or is answered what it did not ask for. Such names are others on the way.
 */
export function renamed(document: DocumentNode, needed: NeededNames): Renaming {
  const taken = new Set<string>();
  let clashes = false;
  visit(document, {
    Field: (field) => {
      taken.add(nameOf(field));
      clashes ||= isClashing(field, needed);
    },
  });
  const called = new Map<string, string>();
  if (!clashes) return { document, called };
  let prefix = 'asked_';
  while ([...taken].some((name) => name.startsWith(prefix))) prefix += '_';
  return {
    called,
    document: visit(document, {
      Field: (field) => {
        if (!isClashing(field, needed)) return undefined;
        const value = prefix + nameOf(field);
        called.set(value, nameOf(field));
        return { ...field, alias: { kind: Kind.NAME, value } };
      },
    }),
  };
}

const nameOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

/** What is the very field that is needed keeps its name: it is one with it. */
function isClashing(field: FieldNode, needed: NeededNames): boolean {
  const texts = needed.get(nameOf(field));
  if (texts === undefined) return false;
  if (nameOf(field) !== field.name.value) return true;
  return texts !== null && !(texts.size === 1 && texts.has(argumentsText(field)));
}
