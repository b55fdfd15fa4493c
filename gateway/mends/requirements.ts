import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  type TypeNode,
  visit,
} from 'graphql';
import { argumentsText } from './arguments-text.ts';
import { graphOf, isKnownOtherwise, type Required, withRequiredFields } from './required-fields.ts';

/** A supergraph whose requirements can be told apart. */
export interface Requirements {
  readonly supergraphSdl: string;
  /** What is asked of parts, by the name it has on the way. */
  readonly required: ReadonlyMap<string, Required>;
  /** Which of these names a field requires, by `Type.field`. */
  readonly requiredBy: ReadonlyMap<string, ReadonlySet<string>>;
}

type Types = ReadonlyMap<string, ReadonlyMap<string, FieldDefinitionNode>>;

/**
 * Where fields require the same field with different arguments, Apollo's planner asks for it with the arguments of one of them and hands
 * that to all. So each gets a field of its own here, which the graph does not show; parts are asked for it by its own name (`RequirementSource`).
 */
export function withRequirementsApart(supergraphSdl: string): Requirements {
  if (!/\brequires\s*:\s*"/.test(supergraphSdl))
    return { supergraphSdl, required: new Map(), requiredBy: new Map() };
  const document = parse(supergraphSdl, { noLocation: true });
  const types = typesOf(document);
  const variants = new Map<string, Map<string, FieldNode>>();
  const requirers: string[] = [];
  eachRequirement(document, (set, type, requirer) => {
    requirers.push(requirer);
    return eachField(set, type, types, (field, coordinate) => {
      if (!field.arguments?.length) return field;
      const known = variants.get(coordinate) ?? new Map<string, FieldNode>();
      variants.set(coordinate, known.set(argumentsText(field), field));
      return field;
    });
  });
  const names = new Map<string, string>();
  const required = new Map<string, Required>();
  for (const [coordinate, fields] of variants) {
    if (fields.size < 2 || isKnownOtherwise(coordinate, document)) continue;
    for (const [text, field] of fields) {
      let name = `${field.name.value}_required_${required.size}`;
      while (supergraphSdl.includes(name)) name += '_';
      names.set(coordinate + text, name);
      required.set(name, { coordinate, field: { ...field, selectionSet: undefined }, graphs: new Set() });
    }
  }
  const requiredBy = new Map<string, Set<string>>();
  // Where a field is of several graphs, a fetch does not tell which of them requires what.
  const areOfOneGraph = new Set(requirers).size === requirers.length;
  if (required.size === 0 || !areOfOneGraph) return { supergraphSdl, required: new Map(), requiredBy };
  const apart = eachRequirement(document, (set, type, requirer, graph) =>
    eachField(set, type, types, (field, coordinate) => {
      const name = names.get(coordinate + argumentsText(field));
      if (name === undefined) return field;
      required.get(name)?.graphs.add(graph);
      requiredBy.set(requirer, (requiredBy.get(requirer) ?? new Set()).add(name));
      return { ...field, name: { kind: Kind.NAME, value: name }, arguments: [] };
    }),
  );
  return { supergraphSdl: print(withRequiredFields(apart, required)), required, requiredBy };
}

function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type);
}

const typesOf = ({ definitions }: DocumentNode): Types =>
  new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.OBJECT_TYPE_DEFINITION
        ? [[each.name.value, new Map(each.fields?.map((field) => [field.name.value, field]))]]
        : [],
    ),
  );

/** Gives each requirement of a supergraph what is made of it. */
function eachRequirement(
  document: DocumentNode,
  change: (set: SelectionSetNode, type: string, requirer: string, graph: string) => SelectionSetNode,
): DocumentNode {
  const directive = (node: ConstDirectiveNode, type: string, requirer: string): ConstDirectiveNode => ({
    ...node,
    arguments: node.arguments?.map((given) => {
      if (given.name.value !== 'requires' || given.value.kind !== Kind.STRING) return given;
      const [operation] = parse(`{ ${given.value.value} }`, { noLocation: true }).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) return given;
      const text = print(change(operation.selectionSet, type, requirer, graphOf(node))).slice(1, -1);
      return { ...given, value: { ...given.value, value: text.replace(/\s+/g, ' ').trim(), block: false } };
    }),
  });
  return visit(document, {
    ObjectTypeDefinition: (type) => ({
      ...type,
      fields: type.fields?.map((field) => ({
        ...field,
        directives: field.directives?.map((each) =>
          each.name.value === 'join__field'
            ? directive(each, type.name.value, `${type.name.value}.${field.name.value}`)
            : each,
        ),
      })),
    }),
  });
}

/** Gives each field of an object in a requirement what is made of it. */
function eachField(
  set: SelectionSetNode,
  type: string,
  types: Types,
  change: (field: FieldNode, coordinate: string) => FieldNode,
): SelectionSetNode {
  const selections = set.selections.map((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const inner = selection.typeCondition?.name.value ?? type;
      return { ...selection, selectionSet: eachField(selection.selectionSet, inner, types, change) };
    }
    const definition = types.get(type)?.get(selection.name.value);
    if (!definition) return selection;
    const { selectionSet } = selection;
    const below = selectionSet && eachField(selectionSet, named(definition.type), types, change);
    return change({ ...selection, selectionSet: below }, `${type}.${selection.name.value}`);
  });
  return { ...set, selections };
}
