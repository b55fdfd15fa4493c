import { isCustomScalarType, isEnumType, isScalarType, type Type } from '@apollo/federation-internals';
import { irregular } from './irregular.ts';

const checks: Readonly<Record<string, string>> = {
  String: `typeof v === 'string'`,
  Boolean: `typeof v === 'boolean'`,
  Float: `typeof v === 'number' && Number.isFinite(v)`,
  // Written with an exponent from there on, which is no integer to the gateway.
  Int: `Number.isInteger(v) && Math.abs(v) < 1e21`,
  ID: `typeof v === 'string' || (Number.isInteger(v) && Math.abs(v) < 1e21)`,
};

/** The expression that says whether `v`, which is not null, is a value of the type. @param sets takes the values of an enum */
export function leafCheck(type: Type, sets: ReadonlySet<string>[]): string {
  if (isEnumType(type)) {
    sets.push(new Set(type.values.map(({ name }) => name)));
    return `typeof v === 'string' && sets[${sets.length - 1}].has(v)`;
  }
  if (isScalarType(type)) {
    if (isCustomScalarType(type)) return 'true';
    const check = checks[type.name];
    if (check) return check;
  }
  return irregular('not covered');
}
