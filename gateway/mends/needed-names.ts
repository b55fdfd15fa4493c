import { Kind, parse, visit } from 'graphql';

/** Names of fields that the gateway asks for by itself, beside what a client asks for. */
export interface NeededNames {
  readonly all: ReadonlySet<string>;
  /** Those that some field of the graph with arguments has. */
  readonly withArguments: ReadonlySet<string>;
}

/** What keys and requirements of a supergraph name. (Contexts are nothing to Apollo's gateway: it refuses a supergraph with some.) */
export function neededNames(supergraphSdl: string): NeededNames {
  const all = new Set(['__typename']);
  const taking = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    FieldDefinition: ({ name, arguments: given = [] }) => {
      if (given.length > 0) taking.add(name.value);
    },
    Directive: ({ name, arguments: given = [] }) => {
      if (!joins.has(name.value)) return;
      for (const { name, value } of given) {
        if (fieldSets.has(name.value) && value.kind === Kind.STRING)
          visit(parse(`{ ${value.value} }`), { Field: (field) => void all.add(field.name.value) });
      }
    },
  });
  return { all, withArguments: new Set([...all].filter((name) => taking.has(name))) };
}

const joins: ReadonlySet<string> = new Set(['join__type', 'join__field']);
const fieldSets: ReadonlySet<string> = new Set(['key', 'requires']);
