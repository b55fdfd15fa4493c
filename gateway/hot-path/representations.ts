import { isAbstractType, isObjectType, type Schema } from '@apollo/federation-internals';
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { irregular } from './irregular.ts';
import { isObject, isTreacherous, type JsonObject } from './json.ts';
import { kindsOf } from './kinds.ts';
import { merge } from './merge.ts';

/** Takes of an object what a part needs to find it; null where something of that is missing. */
export type Representation = (source: JsonObject) => JsonObject | null;

type Take = (source: JsonObject, result: JsonObject) => boolean;

export function representation(
  schema: Schema,
  selections: readonly QueryPlanSelectionNode[],
): Representation {
  const takes: readonly Take[] = selections.map((selection) => {
    if (selection.kind === 'Field') {
      const { alias, name } = selection;
      return field(alias ?? name, selection.selections && representation(schema, selection.selections));
    }
    if (selection.typeCondition === undefined) return () => true;
    return fragment(fitting(schema, selection.typeCondition), representation(schema, selection.selections));
  });
  return (source) => {
    const result: JsonObject = {};
    for (const take of takes) if (!take(source, result)) return null;
    return result;
  };
}

function field(name: string, inner: Representation | undefined): Take {
  if (isTreacherous(name)) irregular('not covered');
  const nested = (value: unknown): unknown => {
    if (!inner || value === null) return value;
    return isObject(value) ? inner(value) : irregular('unexpected answer');
  };
  return (source, result) => {
    const value = source[name];
    if (value === undefined) return false;
    result[name] = Array.isArray(value) ? value.map(nested) : nested(value);
    return true;
  };
}

function fragment(fits: (typename: string) => boolean, inner: Representation): Take {
  return (source, result) => {
    const typename = source.__typename;
    if (!typename) return true;
    if (typeof typename !== 'string') return irregular('unexpected answer');
    const taken = fits(typename) ? inner(source) : null;
    if (taken) merge(result, taken, null);
    return true;
  };
}

function fitting(schema: Schema, condition: string): (typename: string) => boolean {
  const type = schema.type(condition);
  if (!type) return irregular('not covered');
  if (isObjectType(type)) return (typename) => typename === condition;
  if (!isAbstractType(type)) return irregular('not covered');
  const possible = new Set(kindsOf(type).map(({ name }) => name));
  return (typename) => {
    if (possible.has(typename)) return true;
    const other = schema.type(typename);
    return other && isObjectType(other) ? false : irregular('unexpected answer');
  };
}
