import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** Numbers of a fixed order for a seed (mulberry32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed | 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A query that may be asked of the schema, mostly valid: aliases, fragments, conditions and variables by chance. */
export function generatedQuery(schema: GraphQLSchema, seed: number): Asked {
  const roll = dice(seed);
  const fragments: string[] = [];
  const named = roll(2) === 0;

  function condition(): string {
    const kind = roll(9);
    if (kind > 2) return '';
    const value = ['$yes', '$no', '$usual', 'true', 'false'][roll(5)];
    return ` @${kind === 0 ? 'skip' : 'include'}(if: ${value})`;
  }

  function argumentsOf(field: GraphQLField<unknown, unknown>): string {
    const given = field.args.flatMap(({ name, type }) => {
      if (name === 'id') return [`id: ${['$id', '"1"', '"9"'][roll(3)]}`];
      if (roll(2) === 0) return [];
      if (isEnumType(getNamedType(type))) return ['unit: POLICY'];
      if (name === 'of') return [`of: ${['$of', '["y", "z"]', 'null'][roll(3)]}`];
      return [`${name}: 2`];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  function selections(type: GraphQLNamedType, depth: number): string {
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const chosen: string[] = [];
    for (let count = 1 + roll(4); count > 0; count--) {
      const kind = roll(8);
      if (kind === 0) chosen.push(`${roll(3) === 0 ? 'kind: ' : ''}__typename${condition()}`);
      else if (kind === 1 || fields.length === 0) chosen.push(fragment(type, depth));
      else {
        const field = fields[roll(fields.length)];
        if (field && !field.name.startsWith('_')) chosen.push(fieldText(field, depth));
      }
    }
    return `{ ${chosen.filter(Boolean).join(' ') || '__typename'} }`;
  }

  function fieldText(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const alias = roll(6) === 0 ? `${field.name}${roll(2)}: ` : '';
    const head = `${alias}${field.name}${argumentsOf(field)}${condition()}`;
    if (!isCompositeType(type)) return head;
    return depth > 3 ? '' : `${head} ${selections(type, depth + 1)}`;
  }

  function fragment(type: GraphQLNamedType, depth: number): string {
    if (depth > 3 || !isCompositeType(type)) return '';
    const kinds = isAbstractType(type) ? [...schema.getPossibleTypes(type), type] : [type];
    const on = kinds[roll(kinds.length)] ?? type;
    if (roll(3) > 0)
      return `...${roll(5) > 0 ? ` on ${on.name}` : ''}${condition()} ${selections(roll(5) > 0 ? on : type, depth + 1)}`;
    const name = `F${fragments.length}`;
    fragments.push('');
    fragments[Number(name.slice(1))] = `fragment ${name} on ${on.name} ${selections(on, depth + 1)}`;
    return `...${name}${condition()}`;
  }

  const root = schema.getQueryType();
  const body = root ? selections(root, 0) : '';
  const variables = '($yes: Boolean!, $no: Boolean!, $usual: Boolean = true, $id: ID!, $of: [ID!])';
  const text = [body, ...fragments].join('\n');
  const used = ['yes', 'no', 'usual', 'id', 'of'].filter((name) => new RegExp(`\\$${name}\\b`).test(text));
  const declared = variables
    .slice(1, -1)
    .split(', ')
    .filter((each) => used.some((name) => each.startsWith(`$${name}:`)));
  const head =
    declared.length > 0 ? `query ${named ? 'Q' : ''}(${declared.join(', ')}) ` : named ? 'query Q ' : '';
  const values: Record<string, unknown> = {
    yes: roll(8) > 0,
    no: false,
    id: roll(6) > 0 ? '2' : null,
    of: roll(2) ? ['x', 'w'] : null,
  };
  if (roll(4) === 0) values.usual = [false, true, null, 'no'][roll(4)];
  return { query: `${head}${text}`, variables: values };
}
