import { Problem } from '../../../platform/errors/problem.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import {
  type ContactRequest,
  type ReadRequest,
  readRequest,
  statementOf,
} from '../contacts/direct-statement.ts';
import type { Before } from '../contacts/direct-texts.ts';
import { type Finding, fault } from './finding.ts';

/** An input as far as it can be read, and what is wrong with the rest of it. */
export interface ReadInput {
  readonly request: ReadRequest;
  readonly faults: readonly Finding[];
}

const lists = ['emails', 'phones', 'languages', 'publicKeys'] as const;
type ListField = (typeof lists)[number];
const isList = (field: string): field is ListField => lists.some((name) => name === field);

/**
 * Reads every field and every item by itself, by the rules that saving follows: where saving stops at the first fault, this
 * finds all of them.
 */
export async function readInput(
  input: ContactRequest,
  state: MemberState,
  now: Date,
  before: Before,
): Promise<ReadInput> {
  const faults: Finding[] = [];
  const readable = async (request: ContactRequest, at?: number): Promise<boolean> => {
    try {
      statementOf(await readRequest(request, now), state, now, before);
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'BAD_USER_INPUT') throw error;
      const field = error.field ?? 'input';
      // An item that is read alone is the first of its list.
      const place = at === undefined ? field : field.replace(/\.0(?=\.|$)/, `.${at}`);
      const found = fault('UNREADABLE', place, error.message);
      if (!faults.some((one) => one.field === found.field && one.message === found.message))
        faults.push(found);
      return false;
    }
  };
  let good: ContactRequest = {};
  for (const field of Object.keys(input).filter((name): name is keyof ContactRequest => name in input)) {
    const value = input[field];
    if (value === undefined) continue;
    if (isList(field) && input[field]) {
      const items = await goodItems(field, input[field], readable);
      if (await readable({ [field]: items })) good = { ...good, [field]: items };
      continue;
    }
    // What is said in further languages is said of what stands in these.
    const { name, title, entity } = input;
    const beside = field === 'texts' ? { name, title, entity } : {};
    if (await readable({ ...beside, [field]: value })) good = { ...good, [field]: value };
  }
  return { request: await readRequest(good, now), faults };
}

async function goodItems(
  field: ListField,
  items: readonly string[],
  readable: (request: ContactRequest, at: number) => Promise<boolean>,
): Promise<string[]> {
  const good: string[] = [];
  // A list that is too long is found so as a whole.
  const looked = items.slice(0, mostLookedAt);
  for (const [at, item] of looked.entries()) if (await readable({ [field]: [item] }, at)) good.push(item);
  return [...good, ...items.slice(mostLookedAt)];
}

const mostLookedAt = 50;
