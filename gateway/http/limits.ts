import {
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** What one request may ask for. A whole directory with everything costs well under half. */
export const limits = {
  /** Nested fields, introspection apart. */
  depth: 15,
  /** Fields and fragments under other names, or the same again: how often one thing may be asked for at once. */
  aliases: 60,
  /** Values in the answer, as estimated: a list counts as `usualListLength` of its items where it says no `first`. */
  cost: 2_000_000,
  /** What is asked or done at once: the fields of the operation itself, those of its fragments too. */
  questions: 80,
  acts: 20,
  directives: 200,
  /** Lists and objects within each other, as written in the text: planning takes twice as long for each list more. */
  values: 12,
  tokens: 15_000,
} as const;

const usualListLength = 10;
/** Lists whose length is known to be another. */
const knownLengths: Readonly<Record<string, number>> = { states: 193 };

interface Weight {
  readonly cost: number;
  readonly depth: number;
  /** Fields side by side, those of fragments too. */
  readonly width: number;
}

/** Refuses a request that would answer more than anybody can use, before anything runs. */
export const limitsRule: ValidationRule = (context: ValidationContext): ASTVisitor => {
  let aliases = 0;
  let directives = 0;
  let nested = 0;
  let deepest = 0;
  const value = {
    enter: () => {
      nested += 1;
      deepest = Math.max(deepest, nested);
    },
    leave: () => {
      nested -= 1;
    },
  };
  return {
    ListValue: value,
    ObjectValue: value,
    Directive: () => {
      directives += 1;
    },
    Field: (node) => {
      if (node.alias) aliases += 1;
    },
    Document: {
      leave: (document) => {
        if (aliases > limits.aliases)
          refuse(context, `It uses ${aliases} aliases; at most ${limits.aliases} go in one request.`);
        if (directives > limits.directives)
          refuse(
            context,
            `It uses ${directives} directives; at most ${limits.directives} go in one request.`,
          );
        if (deepest > limits.values)
          refuse(context, `A value in it nests deeper than ${limits.values} lists and objects.`);
        const weights = weigher(context);
        for (const definition of document.definitions) {
          if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
          const { cost, depth, width } = weights(definition);
          const most = definition.operation === OperationTypeNode.MUTATION ? limits.acts : limits.questions;
          if (width > most)
            refuse(context, `It asks for ${most} things at once and more. Send several requests.`);
          else if (depth > limits.depth)
            refuse(context, `It nests deeper than ${limits.depth} fields. Ask in several steps.`);
          else if (cost > limits.cost)
            refuse(context, 'Its answer would be too large. Ask for fewer states, or for less of each.');
        }
      },
    },
  };
};

function refuse(context: ValidationContext, why: string): void {
  const extensions = { code: 'BAD_USER_INPUT', intent: 'mend' };
  context.reportError(new GraphQLError(`The request asks for too much. ${why}`, { extensions }));
}

function weigher(context: ValidationContext): (operation: OperationDefinitionNode) => Weight {
  const schema = context.getSchema();
  const fragments = new Map<string, Weight>();
  const nothing: Weight = { cost: 0, depth: 0, width: 0 };

  function ofFragment(name: string): Weight {
    const known = fragments.get(name);
    if (known) return known;
    fragments.set(name, nothing); // a cycle is another rule's to report
    const fragment: FragmentDefinitionNode | null | undefined = context.getFragment(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const weight =
      fragment && type && isCompositeType(type) ? ofSelections(fragment.selectionSet, type) : nothing;
    fragments.set(name, weight);
    return weight;
  }

  function ofField(field: FieldNode, parent: GraphQLCompositeType): Weight {
    const name = field.name.value;
    if (name.startsWith('__')) return { cost: 1, depth: 0, width: 1 };
    const type = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name]?.type : undefined;
    const inner = type && getNamedType(type);
    if (!type || !inner || !field.selectionSet || !isCompositeType(inner))
      return { cost: 1, depth: 1, width: 1 };
    const below = ofSelections(field.selectionSet, inner);
    return { cost: 1 + lengthOf(field, type) * below.cost, depth: 1 + below.depth, width: 1 };
  }

  function ofSelections({ selections }: SelectionSetNode, parent: GraphQLCompositeType): Weight {
    let cost = 0;
    let depth = 0;
    let width = 0;
    for (const selection of selections) {
      let weight: Weight;
      if (selection.kind === Kind.FIELD) weight = ofField(selection, parent);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) weight = ofFragment(selection.name.value);
      else {
        const named = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
        weight = ofSelections(selection.selectionSet, named && isCompositeType(named) ? named : parent);
      }
      cost += weight.cost;
      depth = Math.max(depth, weight.depth);
      width += weight.width;
    }
    return { cost, depth, width };
  }

  return (operation) => {
    const root = schema.getRootType(operation.operation);
    return root ? ofSelections(operation.selectionSet, root) : nothing;
  };
}

function lengthOf(field: FieldNode, type: GraphQLOutputType): number {
  const first = field.arguments?.find(({ name }) => name.value === 'first')?.value;
  // A page's items are inside it: the page counts for all of them.
  if (first?.kind === Kind.INT) return Math.max(1, Number(first.value));
  const plain = isNonNullType(type) ? type.ofType : type;
  return isListType(plain) ? (knownLengths[field.name.value] ?? usualListLength) : 1;
}
