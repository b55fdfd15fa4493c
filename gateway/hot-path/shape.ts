import {
  type CompositeType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type ObjectType,
  type Operation,
  type Type,
} from '@apollo/federation-internals';
import type { Conditions } from './conditions.ts';
import { irregular } from './irregular.ts';
import { isTreacherous, type JsonObject } from './json.ts';
import { kindsOf } from './kinds.ts';
import { leafCheck } from './leaf.ts';
import { type Output, outputsOf, type Selected } from './outputs.ts';

/** Makes the answer's data of what the parts gave. @throws Irregular where Apollo would do anything but copy it */
export type Shape = (data: JsonObject) => JsonObject;

/** Types of one field whose kinds are told apart; past that, Apollo shapes the answer. */
const mostKinds = 60;
/** Of generated text; what needs more is not asked often enough to be worth it. */
const mostCharacters = 300_000;

/** Generates the code that shapes answers to an operation. Nothing of the operation's text gets into it but names, quoted. */
export function shapeOf(
  operation: Operation,
  conditions: Conditions,
  called: ReadonlyMap<string, string>,
): Shape {
  const root = operation.schema().schemaDefinition.rootType('query');
  if (!root) return irregular('not covered');
  const writer = new Writer(conditions, called);
  const name = writer.object(root, [{ set: operation.selectionSet, parent: root }]);
  const generated: unknown = new Function('refuse', 'sets', `'use strict';\n${writer.text}\nreturn ${name};`)(
    () => irregular('null or wrong type'),
    writer.sets,
  );
  if (typeof generated !== 'function') return irregular('not covered');
  return (data) => generated(data);
}

class Writer {
  readonly sets: ReadonlySet<string>[] = [];
  readonly #written: string[] = [];
  readonly #conditions: Conditions;
  /** What the client calls a property of the data, where that is another name. */
  readonly #called: ReadonlyMap<string, string>;
  #characters = 0;

  constructor(conditions: Conditions, called: ReadonlyMap<string, string>) {
    this.#conditions = conditions;
    this.#called = called;
  }

  get text(): string {
    return this.#written.join('\n');
  }

  /** Writes the function that shapes an object declared as `declared`. @returns its name */
  object(declared: CompositeType, selected: readonly Selected[]): string {
    const kinds = kindsOf(declared);
    if (kinds.length > mostKinds) return irregular('not covered');
    const cases: string[] = [];
    for (const kind of kinds) {
      cases.push(`case ${JSON.stringify(kind.name)}: ${this.#literal(kind, selected, true)}`);
    }
    if (isObjectType(declared)) cases.push(`case undefined: ${this.#literal(declared, selected, false)}`);
    return this.#function(
      `if (typeof v !== 'object' || Array.isArray(v)) refuse();
switch (v.__typename) {\n${cases.join('\n')}\ndefault: refuse();\n}`,
    );
  }

  /** Statements that return an object of one kind; `told`: its kind stands in the data. */
  #literal(kind: ObjectType, selected: readonly Selected[], told: boolean): string {
    const outputs = outputsOf(kind, selected, told, this.#conditions);
    const properties = outputs.map((output) => {
      const name = this.#called.get(output.name) ?? output.name;
      if (isTreacherous(name)) irregular('not covered');
      return `${JSON.stringify(name)}: ${this.#property(output)}`;
    });
    return `return {${properties.join(', ')}};`;
  }

  #property(output: Output): string {
    const value = `v[${JSON.stringify(output.name)}]`;
    if (output.kind === 'field') return `${this.#value(output.type, output.selected)}(${value})`;
    const typename = JSON.stringify(output.typename);
    if (output.name === '__typename') return typename;
    return `(${value} === undefined || ${value} === null || ${value} === ${typename} ? ${typename} : refuse())`;
  }

  /** Writes the function that shapes a value of a type. @returns its name */
  #value(type: Type, selected: readonly Selected[]): string {
    if (isNonNullType(type)) {
      return this.#function(
        `if (v === undefined || v === null) refuse();\n${this.#present(type.ofType, selected)}`,
      );
    }
    return this.#function(
      `if (v === undefined || v === null) return null;\n${this.#present(type, selected)}`,
    );
  }

  #present(type: Type, selected: readonly Selected[]): string {
    if (isListType(type)) {
      const item = this.#value(type.ofType, selected);
      return `if (!Array.isArray(v)) refuse();
const n = v.length; const list = new Array(n);
for (let i = 0; i < n; i++) list[i] = ${item}(v[i]);
return list;`;
    }
    if (isCompositeType(type)) return `return ${this.object(type, selected)}(v);`;
    return `if (!(${leafCheck(type, this.sets)})) refuse();\nreturn v;`;
  }

  #function(body: string): string {
    const name = `f${this.#written.length}`;
    const text = `function ${name}(v) {\n${body}\n}`;
    this.#characters += text.length;
    if (this.#characters > mostCharacters) irregular('not covered');
    this.#written.push(text);
    return name;
  }
}
