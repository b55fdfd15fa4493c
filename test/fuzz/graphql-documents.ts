import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Caller } from '../../platform/identity/caller.ts';
import { literal, type ValueWorld, valueFor } from './graphql-values.ts';
import type { Tape } from './tape.ts';

function ofAsker(asker: Caller | null): { state: string | null; directory: string | null } {
  return {
    state: asker && 'state' in asker ? asker.state : null,
    directory: asker && 'directory' in asker ? asker.directory : null,
  };
}

/** What a field's `id` is an id of. */
function aboutOf({ name, type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type).name;
  if (/Contact$|^releaseField/.test(name)) return 'Contact';
  return /Webhook/.test(name) && !/Delivery/.test(name) ? 'Webhook' : named;
}

export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName?: string;
  readonly isMutation: boolean;
  /** How many things are asked for or done. */
  readonly roots: number;
}

const directives = [
  '@include(if: true)',
  '@skip(if: true)',
  '@skip(if: $nothing)',
  '@include(if: "x")',
  '@deprecated',
  '@inaccessible',
  '@none(of: 1)',
  '@include(if: true) @include(if: false)',
];

/** Acts whose effect is on the process or on everybody, and which would end the run rather than test it. */
const leftOut: ReadonlySet<string> = new Set(['requireSecondFactor']);

/** Writes documents that are mostly right by the schema, and wrong here and there. */
export class DocumentWriter {
  readonly #declared: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  readonly #fragments: string[] = [];
  #fieldsLeft = 120;
  /** Half of all documents are right throughout; what else they come upon is then what they ask for. */
  readonly #isSloppy: boolean;

  private constructor(
    private readonly schema: GraphQLSchema,
    private readonly tape: Tape,
    private readonly world: ValueWorld,
    private readonly asker: Caller | null,
  ) {
    this.#isSloppy = tape.chance(0.5);
  }

  /** Whether to be wrong here. */
  #slips(share: number): boolean {
    return this.#isSloppy && this.tape.chance(share);
  }

  static write(
    schema: GraphQLSchema,
    tape: Tape,
    world: ValueWorld,
    asker: Caller | null,
    isMutation: boolean,
  ): Operation {
    return new DocumentWriter(schema, tape, world, asker).#operation(isMutation);
  }

  #operation(isMutation: boolean): Operation {
    const { tape, schema } = this;
    const root = isMutation ? schema.getMutationType() : schema.getQueryType();
    if (!root) throw new Error('The schema has no such operations.');
    const possible = Object.values(root.getFields()).filter(({ name }) => !leftOut.has(name));
    const count = tape.chance(0.1) ? 1 + tape.below(25) : 1 + tape.below(2);
    const asked = Array.from({ length: count }, (_, index) => {
      const field = tape.of(possible);
      return field ? this.#field(field, isMutation ? 2 : 5, index > 0 ? `f${index}: ` : '') : '__typename';
    });
    if (this.#slips(0.04)) asked.push(this.#introspection());
    const name = tape.chance(0.3) ? 'Asked' : '';
    const head = this.#declared.length > 0 ? `(${this.#declared.join(', ')})` : '';
    const kind = this.#slips(0.01) ? 'subscription' : isMutation ? 'mutation' : 'query';
    let query = `${kind} ${name}${head} { ${asked.join('\n')} }`;
    if (this.#fragments.length > 0) query += `\n${this.#fragments.join('\n')}`;
    if (this.#slips(0.03)) query += `\nquery Other { me { role } }`;
    const chosen = this.#slips(0.05) ? { operationName: tape.pick('Asked', 'Other', tape.oddText()) } : {};
    return { query, variables: this.#variables, isMutation, roots: asked.length, ...chosen };
  }

  #introspection(): string {
    return this.tape.pick(
      '__schema { types { name } }',
      `__type(name: ${JSON.stringify(this.tape.pick('Contact', 'Query', this.tape.oddText()))}) { fields { name } }`,
      '__schema { types { fields { type { fields { type { name } } } } } }',
      '_service { sdl }',
      '_entities(representations: [{ __typename: "State", iso3: "EST" }]) { __typename }',
    );
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number, alias = ''): string {
    const { tape } = this;
    this.#fieldsLeft -= 1;
    const given = field.args
      .filter((arg) => (isRequiredArgument(arg) ? !this.#slips(0.02) : tape.chance(0.3)))
      .map((arg) => {
        const value = valueFor(
          arg.type,
          arg.name,
          tape,
          { ...this.world, ...ofAsker(this.asker), about: aboutOf(field) },
          this.#isSloppy,
        );
        return `${arg.name}: ${tape.chance(0.5) ? this.#variable(String(arg.type), value) : literal(value)}`;
      });
    if (this.#slips(0.01)) given.push(`${tape.pick('none', 'id', 'first')}: ${literal(tape.oddValue(1))}`);
    const passed = given.length > 0 ? `(${given.join(', ')})` : '';
    const directive = this.#slips(0.03) ? ` ${tape.of(directives) ?? ''}` : '';
    const inner = getNamedType(field.type);
    const inside = isLeafType(inner) !== this.#slips(0.01) ? '' : this.#selection(inner, depth - 1);
    return `${alias}${field.name}${passed}${directive}${inside}`;
  }

  #variable(type: string, value: unknown): string {
    const { tape } = this;
    const name = `v${this.#declared.length}`;
    const declared = this.#slips(0.04) ? tape.pick('String', 'Int!', '[ID!]!', 'Contact', 'None') : type;
    const usual = this.#slips(0.03) ? ` = ${literal(value)}` : '';
    this.#declared.push(`$${name}: ${declared}${usual}`);
    if (!this.#slips(0.02)) this.#variables[name] = value;
    return `$${name}`;
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    const { tape } = this;
    if (!isObjectType(type)) return isCompositeType(type) ? ' { __typename }' : ' { x }';
    const chosen = ['__typename'];
    for (const field of Object.values(type.getFields())) {
      const isName = field.name === 'id' || field.name === 'sourceKey' || field.name === 'revision';
      if (this.#fieldsLeft <= 0 || (!isName && field.name !== 'link' && !tape.chance(0.35))) continue;
      if (field.args.some(isRequiredArgument) && !tape.chance(0.5)) continue;
      const isLeaf = isLeafType(getNamedType(field.type));
      if (!isLeaf && depth <= 0) continue;
      chosen.push(this.#field(field, depth));
    }
    if (this.#slips(0.04)) chosen.push(this.#spread(type, depth));
    if (this.#slips(0.01)) chosen.push(tape.oddText().slice(0, 40));
    if (this.#slips(0.02)) chosen.push(this.#deep(type, tape.pick(5, 14, 20, 200)));
    return ` { ${chosen.join(' ')} }`;
  }

  #spread(type: GraphQLNamedType, depth: number): string {
    const { tape } = this;
    const name = `F${this.#fragments.length}`;
    switch (tape.below(4)) {
      case 0:
        this.#fragments.push(`fragment ${name} on ${type.name} { __typename ...${name} }`);
        return `...${name}`;
      case 1:
        return `... on ${tape.pick(type.name, 'Contact', 'Query', 'None')} { __typename }`;
      case 2:
        return '...Unknown';
      default: {
        const at = this.#fragments.push('') - 1;
        this.#fragments[at] = `fragment ${name} on ${type.name}${this.#selection(type, depth - 1)}`;
        return `...${name} ...${name}`;
      }
    }
  }

  /** One field inside the other, as far as it goes. */
  #deep(type: GraphQLNamedType, depth: number): string {
    let open = '';
    let at: GraphQLNamedType = type;
    let levels = 0;
    for (; levels < depth && isObjectType(at); levels++) {
      const next: GraphQLField<unknown, unknown> | undefined = Object.values(at.getFields()).find(
        (field) => !isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument),
      );
      if (!next) break;
      open += `${next.name} { `;
      at = getNamedType(next.type);
    }
    return `${open}__typename${' }'.repeat(levels)}`;
  }
}
