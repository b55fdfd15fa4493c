import { type Operation, operationFromDocument, type Schema } from '@apollo/federation-internals';
import type { PlanNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  type VariableDefinitionNode,
} from 'graphql';
import { operationText } from '../../platform/graphql/operation-text.ts';
import { type ReadBy, readBy } from '../exact-cache/read-by.ts';
import { type Conditions, conditionNames } from './conditions.ts';
import { irregular } from './irregular.ts';
import type { JsonObject } from './json.ts';
import { type PlanNeeds, planSteps, type Step } from './plan.ts';
import type { Run } from './run.ts';
import { type Shape, shapeOf } from './shape.ts';

/** Variables that include or leave out; each doubles the kinds of answers there can be. */
const mostConditions = 5;

export interface Accepted {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly plan: PlanNode | undefined;
  /** What the client calls a part of the answer, by its name in the document, where that is another. */
  readonly called: ReadonlyMap<string, string>;
  /** What Apollo Server validated against. */
  readonly schema: GraphQLSchema;
  /** The same, as the planner knows it. */
  readonly apiSchema: Schema;
}

/** A query that Apollo has accepted, ready to be run. */
export class HotOperation {
  /** What it asks for, by the names of its outermost fields. */
  readonly text: string;
  readonly readBy: ReadBy;
  readonly #steps: Step | null;
  readonly #operation: Operation;
  readonly #schema: GraphQLSchema;
  readonly #variables: readonly VariableDefinitionNode[];
  readonly #conditionNames: readonly string[];
  readonly #called: ReadonlyMap<string, string>;
  readonly #shapes = new Map<string, Shape>();

  /** @throws Irregular where it is not covered */
  constructor({ document, operationName, plan, called, schema, apiSchema }: Accepted, needs: PlanNeeds) {
    const node = getOperationAST(document, operationName);
    if (node?.operation !== OperationTypeNode.QUERY) irregular('not covered');
    this.text = operationText(node);
    this.readBy = readBy(document, schema, plan);
    this.#schema = schema;
    this.#called = called;
    this.#variables = node.variableDefinitions ?? [];
    this.#operation = operationFromDocument(apiSchema, document, {
      ...(operationName ? { operationName } : {}),
      validate: false,
    });
    this.#conditionNames = conditionNames(this.#operation, plan);
    if (this.#conditionNames.length > mostConditions) irregular('not covered');
    this.#steps = plan ? planSteps(plan, needs) : null;
    if (this.#conditionNames.length === 0) this.#shapeFor(new Map());
  }

  /** What the request's variables include and leave out. @throws Irregular where Apollo would refuse a variable */
  conditions(variables: JsonObject): Conditions {
    if (this.#variables.length > 0 && getVariableValues(this.#schema, this.#variables, variables).errors)
      irregular('variables');
    return new Map(this.#conditionNames.map((name) => [name, this.#condition(name, variables)]));
  }

  /** Asks the parts and shapes their answers. @throws Irregular */
  async run(run: Run): Promise<JsonObject> {
    const shape = this.#shapeFor(run.conditions);
    if (this.#steps) await this.#steps(run);
    return shape(run.data);
  }

  #condition(name: string, variables: JsonObject): boolean {
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (given !== undefined) return typeof given === 'boolean' ? given : irregular('variables');
    const usual = this.#variables.find(({ variable }) => variable.name.value === name)?.defaultValue;
    return usual?.kind === Kind.BOOLEAN ? usual.value : irregular('variables');
  }

  #shapeFor(conditions: Conditions): Shape {
    const key = [...conditions.values()].map(Number).join('');
    const known = this.#shapes.get(key);
    if (known) return known;
    const shape = shapeOf(this.#operation, conditions, this.#called);
    this.#shapes.set(key, shape);
    return shape;
  }
}
