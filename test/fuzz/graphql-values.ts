import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { KnownThings } from './known-things.ts';
import type { Tape } from './tape.ts';

/** A name that is written bare in a document, and as a string in variables. */
export class EnumWord {
  constructor(readonly word: string) {}
  toJSON(): string {
    return this.word;
  }
}

const states = ['EST', 'CAN', 'KEN', 'FIN', 'MNG', 'USA', 'RUS', 'XXX', 'est'];
const directories = ['OSCE', 'ARF', 'OAS', 'osce', 'XX'];
const fields = ['name', 'title', 'entity', 'emails', 'phones', 'languages', 'webPage', 'function', 'x'];
const levels = ['HIGH_LEVEL', 'WORKING_LEVEL', 'PRIMARY', 'X'];

export interface ValueWorld {
  readonly things: KnownThings;
  /** Where webhooks may be sent: this machine alone. */
  readonly endpoint: string;
}

/** What a value is for. */
export interface ValuePlace extends ValueWorld {
  /** The asker's state and directory, where it has them. */
  readonly state: string | null;
  readonly directory: string | null;
  /** What an `id` is most likely of. */
  readonly about: string;
}

/** A value for an argument: mostly one that is taken, now and then one that nobody expects. */
export function valueFor(
  type: GraphQLInputType,
  name: string,
  tape: Tape,
  world: ValuePlace,
  isSloppy: boolean,
): unknown {
  if (isSloppy && tape.chance(0.06)) return tape.oddValue();
  if (isNonNullType(type)) return valueFor(type.ofType, name, tape, world, isSloppy);
  if (isSloppy && tape.chance(0.05)) return null;
  if (isListType(type))
    return tape.some(tape.chance(0.02) ? 300 : 3, () => valueFor(type.ofType, name, tape, world, isSloppy));
  if (isEnumType(type)) return new EnumWord(tape.of(type.getValues())?.name ?? 'X');
  if (isInputObjectType(type)) {
    const given = Object.values(type.getFields())
      .filter((field) => (isRequiredInputField(field) ? !(isSloppy && tape.chance(0.02)) : tape.chance(0.4)))
      .map((field) => [field.name, valueFor(field.type, field.name, tape, world, isSloppy)]);
    if (isSloppy && tape.chance(0.03)) given.push([tape.oddText(), tape.oddValue()]);
    return Object.fromEntries(given);
  }
  switch (type.name) {
    case 'Int':
      return name === 'revision'
        ? Number(world.things.of('revision', tape)) || tape.below(4)
        : tape.pick(1, 10, 50, 0, 1000, tape.oddNumber());
    case 'Float':
      return tape.oddNumber();
    case 'Boolean':
      return tape.chance(0.5);
    case 'DateTime':
      return tape.pick(
        '2026-11-30T00:00:00.000Z',
        '2027-01-01T00:00:00Z',
        '1970-01-01T00:00:00Z',
        tape.oddText(),
      );
    case 'Date':
      return tape.pick('2026-11-01', '2026-11-22', '9999-12-31', isSloppy ? tape.oddText() : '2026-01-01');
    default:
      return wordFor(name, tape, world, isSloppy);
  }
}

function wordFor(name: string, tape: Tape, place: ValuePlace, isSloppy: boolean): string {
  const { things, endpoint } = place;
  if (isSloppy && tape.chance(0.08)) return tape.oddText();
  switch (name) {
    case 'state':
    case 'iso3':
      if (place.state !== null && tape.chance(0.6)) return place.state;
      return tape.of(states) ?? '';
    case 'directory':
    case 'directories':
    case 'choose':
      if (place.directory !== null && tape.chance(0.6)) return place.directory;
      return tape.of(directories) ?? '';
    case 'sourceKey':
    case 'key':
      return tape.chance(0.5) ? `k${tape.below(8)}` : things.of('sourceKey', tape);
    case 'fields':
    case 'field':
      return tape.of(fields) ?? '';
    case 'level':
      return tape.of(levels) ?? '';
    case 'emails':
    case 'email':
      return `a${tape.below(20)}@${tape.pick('est.example', 'can.example', 'müller.example')}`;
    case 'phones':
    case 'aroundTheClockPhones':
      return tape.pick('+372 5550 0000', '+1 613 555 0100', '(613) 555-0100 ext. 12', '00 372 5550000');
    case 'languages':
      return tape.pick('en', 'et', 'zh-Hant', 'x-none');
    case 'participant':
      return tape.pick('Canada', 'Estonia', 'Kenya', 'Atlantis');
    case 'url':
      return `${endpoint}/${tape.below(16)}`;
    case 'webPage':
      return tape.pick('https://cert.est.example/', 'cert.example', 'javascript:1');
    case 'consentId':
      return things.of('Consent', tape);
    case 'account':
      return things.of('Account', tape);
    case 'client':
      return things.of('ServiceClient', tape);
    case 'webhook':
      return things.of('Webhook', tape);
    case 'pull':
      return things.of('Pull', tape);
    case 'observer':
      return 'observer-EST@sample';
    case 'id':
    case 'ids':
      return tape.chance(0.8) ? things.of(place.about, tape) : things.ids(tape);
    case 'after':
      return things.ids(tape);
    default:
      return tape.pick('A word', 'Office', 'Für Prüfung', tape.oddText());
  }
}

/** Deeper than any request may nest; a value may nest deeper than there is a stack for. */
const deepest = 500;

/** A value as a document writes it. */
export function literal(value: unknown, depth = 0): string {
  if (value instanceof EnumWord) return value.word;
  if (depth > deepest) return 'null';
  if (Array.isArray(value)) return `[${value.map((inner) => literal(inner, depth + 1)).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, inner]) => `${name}: ${literal(inner, depth + 1)}`)
      .join(', ')}}`;
  return JSON.stringify(value) ?? 'null';
}
