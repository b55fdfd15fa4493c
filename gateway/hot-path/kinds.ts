import {
  isInterfaceType,
  isObjectType,
  isUnionType,
  type ObjectType,
  type Type,
} from '@apollo/federation-internals';

/** The kinds an object of a declared type can be of. */
export function kindsOf(type: Type): readonly ObjectType[] {
  if (isObjectType(type)) return [type];
  if (isInterfaceType(type)) return type.possibleRuntimeTypes();
  return isUnionType(type) ? type.types() : [];
}
