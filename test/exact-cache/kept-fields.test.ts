import { Supergraph } from '@apollo/federation-internals';
import { getNamedType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { isKept, keptFields } from '../../gateway/exact-cache/kept-fields.ts';
import { subgraphFaces } from '../../gateway/parts.ts';
import { compose } from '../../gateway/supergraph/compose.ts';

const schema = Supergraph.build(compose(subgraphFaces())).apiSchema().toGraphQLJSSchema();

/** `Type.field` for all that a query can ask for, whatever type it leads through. */
function reachable(): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const ahead = ['Query'];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const type = schema.getType(name);
    if (isInterfaceType(type) || isUnionType(type)) throw new Error(`${name}: say how its fields are kept.`);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      found.push(`${name}.${field.name}`);
      ahead.push(getNamedType(field.type).name);
    }
  }
  return found.sort();
}

const isNotKept = (field: string): boolean =>
  keptFields.notKept.has(field) || keptFields.notKept.has(field.replace(/\..*/, '.*'));

describe('which fields an answer that is kept may hold', () => {
  const fields = reachable();

  it('is said of every field that a query can ask for: a new one is put into one of the two lists', () => {
    expect(fields.length).toBeGreaterThan(400);
    expect(fields.filter((field) => !isKept(field) && !isNotKept(field))).toEqual([]);
  });

  it('is said once', () => {
    expect(fields.filter((field) => isKept(field) && isNotKept(field))).toEqual([]);
  });

  it('is said of no field that there is not', () => {
    const known = new Set(fields.flatMap((field) => [field, field.replace(/\..*/, '.*')]));
    const named = [...keptFields.kept, ...keptFields.notKept];
    expect(named.filter((field) => !known.has(field))).toEqual([]);
  });

  it('is no field that tells of the moment, of the person, or of another part', () => {
    const never = ['Availability.answering', 'PublicKey.status', 'ContactReview.overdue', 'Query.me'];
    expect([...never, 'Query.regionalDirectories', 'State.readings'].filter(isKept)).toEqual([]);
  });
});
