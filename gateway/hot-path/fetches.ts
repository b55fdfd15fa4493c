import type { Schema } from '@apollo/federation-internals';
import type { FetchNode } from '@apollo/query-planner';
import { irregular } from './irregular.ts';
import { copied, isObject, type JsonObject } from './json.ts';
import { merge } from './merge.ts';
import type { HotPart, Question } from './parts.ts';
import { representation } from './representations.ts';
import type { Run } from './run.ts';

/** @param written the variables as JSON, where that is known already */
type Asks = (run: Run, variables: JsonObject, written?: string) => Promise<JsonObject>;

/** Compiles the questions of a plan's fetches. @param isTwin whether another fetch of the plan asks the same */
function asking(node: FetchNode, part: HotPart, isTwin: boolean): Asks {
  const { serviceName, operation: query, operationName } = node;
  const rewrites = [node.inputRewrites, node.outputRewrites, node.contextRewrites];
  if (node.operationKind !== 'query' || node.hasDefers || rewrites.some((each) => each && each.length > 0))
    irregular('not covered');
  const same = `${serviceName} ${sameText(node)} `;
  const before = `${JSON.stringify({ query }).slice(0, -1)},"variables":`;
  const after = operationName === undefined ? '}' : `,"operationName":${JSON.stringify(operationName)}}`;
  return (run, variables, written) => {
    const text = () => before + (written ?? JSON.stringify(variables)) + after;
    const question: Question = { query, operationName, variables, text };
    if (!isTwin) return run.ask(serviceName, part, question);
    return run.askOnce(same + (written ?? JSON.stringify(variables)), serviceName, part, question);
  };
}

/** The text of a fetch without its name, which is all that tells two of one plan apart that ask the same. */
export const sameText = ({ operation, operationName }: FetchNode): string =>
  operationName ? operation.replace(operationName, '') : operation;

/** The request's variables that a fetch hands on. */
function handingOn(node: FetchNode): (run: Run) => JsonObject {
  const names = node.variableUsages ?? [];
  if (names.includes('representations')) irregular('not covered');
  return ({ variables }) => {
    const used: JsonObject = {};
    for (const name of names) {
      if (Object.hasOwn(variables, name) && variables[name] !== undefined) used[name] = variables[name];
    }
    return used;
  };
}

/** A fetch of fields of Query. */
export function rootFetch(node: FetchNode, part: HotPart, isTwin: boolean): (run: Run) => Promise<void> {
  if (node.requires) irregular('not covered');
  const ask = asking(node, part, isTwin);
  const variablesOf = handingOn(node);
  return async (run) => merge(run.data, await ask(run, variablesOf(run)), run.journal);
}

/** A fetch of more about objects that are known; what stands at several places is asked for once. */
export function entityFetch(
  node: FetchNode,
  part: HotPart,
  isTwin: boolean,
  schema: Schema,
  objects: (data: JsonObject) => JsonObject[],
): (run: Run) => Promise<void> {
  const { requires } = node;
  if (!requires) return irregular('not covered');
  const ask = asking(node, part, isTwin);
  const variablesOf = handingOn(node);
  const represent = representation(schema, requires);

  return async (run) => {
    const asked = new Map<string, JsonObject[]>();
    const representations: JsonObject[] = [];
    for (const object of objects(run.data)) {
      const represented = represent(object);
      if (!represented?.__typename) continue;
      const key = JSON.stringify(represented);
      const others = asked.get(key);
      if (others) others.push(object);
      else {
        asked.set(key, [object]);
        representations.push(represented);
      }
    }
    if (representations.length === 0) return;
    const handedOn = variablesOf(run);
    const written = `${JSON.stringify(handedOn).slice(0, -1)}${Object.keys(handedOn).length > 0 ? ',' : ''}"representations":[${[...asked.keys()].join(',')}]}`;
    const { _entities: entities } = await ask(run, { ...handedOn, representations }, written);
    if (!Array.isArray(entities) || entities.length !== representations.length)
      irregular('unexpected answer');
    let index = 0;
    for (const places of asked.values()) join(places, entities[index++], run);
  };
}

function join(places: readonly JsonObject[], entity: unknown, run: Run): void {
  if (entity === null || entity === undefined) return;
  if (!isObject(entity)) irregular('unexpected answer');
  const [first, ...others] = places;
  const copies = others.map(() => copied(entity));
  if (first) merge(first, entity, run.journal);
  for (const [index, place] of others.entries()) {
    const copy = copies[index];
    if (isObject(copy)) merge(place, copy, run.journal);
  }
}
