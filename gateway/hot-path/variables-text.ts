import { isObject, type JsonObject } from './json.ts';

/** The one text of a request's variables, whatever the order they were written in. */
export function variablesText(variables: JsonObject): string {
  for (const _name in variables) return textOf(variables);
  return '';
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${textOf(value[name])}`);
  return `{${members.join(',')}}`;
}
