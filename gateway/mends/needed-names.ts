import { Kind, parse, visit } from 'graphql';
import { argumentsText } from './arguments-text.ts';

/**
 * Names of fields that the gateway asks for by itself, beside what a client asks for: each with the arguments it is asked for with, or
 * null where no field of that name takes any.
 */
export type NeededNames = ReadonlyMap<string, ReadonlySet<string> | null>;

/** What keys and requirements of a supergraph name. (Contexts are nothing to Apollo's gateway: it refuses a supergraph with some.) */
export function neededNames(supergraphSdl: string): NeededNames {
  const needed = new Map<string, Set<string>>([['__typename', new Set([''])]]);
  const taking = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    FieldDefinition: ({ name, arguments: given = [] }) => {
      if (given.length > 0) taking.add(name.value);
    },
    Directive: ({ name, arguments: given = [] }) => {
      if (!joins.has(name.value)) return;
      for (const { name, value } of given) {
        if (!fieldSets.has(name.value) || value.kind !== Kind.STRING) continue;
        visit(parse(`{ ${value.value} }`), {
          Field: (field) => {
            const { value } = field.name;
            needed.set(value, (needed.get(value) ?? new Set()).add(argumentsText(field)));
          },
        });
      }
    },
  });
  return new Map([...needed].map(([name, texts]) => [name, taking.has(name) ? texts : null]));
}

const joins: ReadonlySet<string> = new Set(['join__type', 'join__field']);
const fieldSets: ReadonlySet<string> = new Set(['key', 'requires']);
