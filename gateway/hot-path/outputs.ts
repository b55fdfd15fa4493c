import {
  type CompositeType,
  isObjectType,
  isSubtype,
  type ObjectType,
  type SelectionSet,
  type Type,
} from '@apollo/federation-internals';
import { type Conditions, isLeftOut } from './conditions.ts';
import { irregular } from './irregular.ts';
import { isTreacherous } from './json.ts';

/** Selections on one object, with the type they are understood by where the data do not tell it. */
export interface Selected {
  readonly set: SelectionSet;
  readonly parent: CompositeType;
}

/** A property of an answer's object. */
export type Output =
  | { readonly kind: 'typename'; readonly name: string; readonly typename: string }
  | { readonly kind: 'field'; readonly name: string; readonly type: Type; readonly selected: Selected[] };

/**
 * What of the selections an object of one kind shows, in the gateway's order.
 * @param told whether the object's kind stands in the data; without it the gateway judges fragments by the type around them
 */
export function outputsOf(
  kind: ObjectType,
  selected: readonly Selected[],
  told: boolean,
  conditions: Conditions,
): Output[] {
  const outputs = new Map<string, Output>();
  // The gateway takes the declared type anew for each selection of the object, and narrows it inside fragments.
  for (const { set } of selected) collect(set, kind);
  return [...outputs.values()];

  function collect(set: SelectionSet, parent: CompositeType): void {
    for (const selection of set.selections()) {
      if (isLeftOut(selection.element, conditions)) continue;
      if (selection.kind === 'FragmentSelection') {
        const { typeCondition } = selection.element;
        if (typeCondition && !isSubtype(typeCondition, told ? kind : parent)) continue;
        collect(selection.selectionSet, typeCondition ?? parent);
        continue;
      }
      const { element, selectionSet } = selection;
      const name = element.responseName();
      if (isTreacherous(name) || element.definition.isSchemaIntrospectionField()) irregular('not covered');
      const output = outputs.get(name);
      if (element.name === '__typename') typename(name, parent, output);
      else field(name, element.definition.type ?? irregular('not covered'), selectionSet, output);
    }
  }

  function typename(name: string, parent: CompositeType, output: Output | undefined): void {
    if (output) return;
    const type = told ? kind : parent;
    if (!isObjectType(type)) irregular('not covered');
    outputs.set(name, { kind: 'typename', name, typename: type.name });
  }

  function field(name: string, type: Type, set: SelectionSet | undefined, output: Output | undefined): void {
    const selected = set ? [{ set, parent: set.parentType }] : [];
    if (!output) outputs.set(name, { kind: 'field', name, type, selected });
    else if (output.kind !== 'field' || String(output.type) !== String(type)) irregular('not covered');
    else output.selected.push(...selected);
  }
}
