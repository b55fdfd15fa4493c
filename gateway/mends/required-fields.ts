import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  parse,
  visit,
} from 'graphql';

/** A field as it is required with certain arguments. */
export interface Required {
  /** `Type.field` */
  readonly coordinate: string;
  readonly field: FieldNode;
  /** The graphs that require it. */
  readonly graphs: Set<string>;
}

/** Adds the fields, each where the one is that it stands for; what a graph knows of another must be required there. */
export function withRequiredFields(
  document: DocumentNode,
  required: ReadonlyMap<string, Required>,
): DocumentNode {
  const joined: DocumentNode = visit(document, {
    ObjectTypeDefinition: (type) => ({
      ...type,
      fields: type.fields?.flatMap((original) => {
        const coordinate = `${type.name.value}.${original.name.value}`;
        const apart = [...required].filter(([, each]) => each.coordinate === coordinate);
        const joins = original.directives?.filter(({ name }) => name.value === 'join__field') ?? [];
        const added = apart.map(([value, { graphs }]): FieldDefinitionNode => {
          const directives = joins.filter((each) => !isExternal(each) || graphs.has(graphOf(each)));
          const name = { kind: Kind.NAME, value } as const;
          return { ...original, name, arguments: [], directives: [...directives, hidden] };
        });
        const left = original.directives?.filter(
          (each) => !isExternal(each) || !apart.some(([, { graphs }]) => graphs.has(graphOf(each))),
        );
        return [{ ...original, directives: left }, ...added];
      }),
    }),
  });
  return withHiding(joined);
}

const hidden: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'inaccessible' },
};
const hiding = parse(`
  schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }
  directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION`);

/** Lets a supergraph say that it does not show a field, where it cannot yet. */
function withHiding(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.some(
    (each) => each.kind === Kind.DIRECTIVE_DEFINITION && each.name.value === 'inaccessible',
  )
    ? []
    : hiding.definitions;
  const links = definitions.flatMap((each) =>
    each.kind === Kind.SCHEMA_DEFINITION ? (each.directives ?? []) : [],
  );
  return {
    ...document,
    definitions: [
      ...document.definitions.map((each) =>
        each.kind === Kind.SCHEMA_DEFINITION
          ? { ...each, directives: [...(each.directives ?? []), ...links] }
          : each,
      ),
      ...definitions.filter(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION),
    ],
  };
}

/** Whether a graph knows a field of another also for what it provides or for an interface: then it has to stay as it is. */
export function isKnownOtherwise(coordinate: string, document: DocumentNode): boolean {
  const name = coordinate.split('.')[1] ?? '';
  let known = false;
  visit(document, {
    InterfaceTypeDefinition: ({ fields }) => {
      if (fields?.some((field) => field.name.value === name)) known = true;
    },
    Argument: (given) => {
      if (given.name.value === 'provides' && given.value.kind === Kind.STRING)
        if (new RegExp(`\\b${name}\\b`).test(given.value.value)) known = true;
    },
  });
  return known;
}

export const graphOf = ({ arguments: given = [] }: ConstDirectiveNode): string => {
  const graph = given.find(({ name }) => name.value === 'graph')?.value;
  return graph?.kind === Kind.ENUM ? graph.value : '';
};

const isExternal = ({ arguments: given = [] }: ConstDirectiveNode): boolean =>
  given.some(({ name, value }) => name.value === 'external' && value.kind === Kind.BOOLEAN && value.value);
