import { isDeepStrictEqual } from 'node:util';
import type { ContactRow } from '../../../subgraphs/directory/storage/contact-row.ts';
import type { CopySourceRow } from '../../../subgraphs/directory/storage/copy-source-row.ts';
import { pairKey, standsAlone } from '../facts.ts';
import type { Model } from '../model.ts';
import type { Sight } from '../sight.ts';
import { plainFields, states, textFields } from '../universe.ts';
import { fieldText, textIn } from '../values.ts';
import { Findings, type Rule } from './rule.ts';

/** A conflict shows every value as a list. */
const claimText = (field: string, value: readonly string[]) =>
  field === 'emails' || field === 'phones' ? fieldText(value) : (value[0] ?? '');

const live = ({ stored }: Sight) => stored.contacts.filter(({ removed_at }) => removed_at === null);
const copiesOf = ({ stored }: Sight, id: string) =>
  stored.sources.filter(({ contact_id }) => contact_id === id);

/**
 * 2. What a contact shows. What the state wrote is exactly that, and its own until it gives it back; any other field is what
 * one of its copies says, the one it names, or empty where none says anything. Where the state chose, or said who comes
 * first, it is that one's. A contact is there exactly as long as it has a copy or stands on the state's own word.
 */
export const contactsShowTheirClaims: Rule = ({ model, now }) => {
  const findings = new Findings();
  for (const contact of live(now)) {
    const own = model.facts.own.get(contact.id) ?? {};
    const copies = copiesOf(now, contact.id);
    const name = `contact ${contact.id} of ${contact.iso3}`;
    findings.expect(
      copies.length > 0 || standsAlone(own),
      () => `${name} has neither a copy nor a word of its own`,
    );
    const said = Object.entries(own)
      .map(([field, { text }]) => `${field}=${text}`)
      .sort();
    const held = Object.keys(contact.direct)
      .map((field) => `${field}=${textIn(contact.direct, field)}`)
      .sort();
    findings.expect(
      JSON.stringify(said) === JSON.stringify(held),
      () =>
        `${name}: the state wrote ${said.join('; ') || 'nothing'}, and held is ${held.join('; ') || 'nothing'}`,
    );
    for (const field of textFields) {
      const shown = textIn(contact.content, field);
      const where = `${name}: ${field} is "${shown}"`;
      const from = contact.provenance.find((one) => one.field === field);
      const word = own[field];
      if (word) {
        findings.expect(shown === word.text, () => `${where}, and the state wrote "${word.text}"`);
        findings.expect(
          shown === '' || from?.origin === 'DIRECT',
          () => `${where}, not named the state's own`,
        );
        continue;
      }
      const claims = copies.filter((copy) => textIn(copy.claims, field) !== '');
      if (claims.length === 0) {
        findings.expect(shown === '', () => `${where}, and nobody says so`);
        continue;
      }
      const source = claims.find(
        (copy) => copy.directory === from?.directory && copy.source_key === from.sourceKey,
      );
      findings.expect(
        source !== undefined &&
          textIn(source.claims, field) === shown &&
          from?.consentId === source.consent_id,
        () => `${where}, and its named source ${from?.directory} ${from?.sourceKey} does not say so`,
      );
      const preferred = preferredOf(model, contact, field, claims);
      if (preferred && source)
        findings.expect(
          textIn(preferred.claims, field) === shown && preferred.directory === source.directory,
          () => `${where}, from ${source.directory}, and the state prefers ${preferred.directory}`,
        );
    }
  }
  for (const [id, own] of model.facts.own)
    if (standsAlone(own))
      findings.expect(
        live(now).some((contact) => contact.id === id),
        () => `contact ${id} stood on the state's own word and is gone`,
      );
  return findings.found;
};

/** 2. Whose word counts is what the state said last of it, also where it said two things at the same time. */
export const precedenceIsAsSaid: Rule = ({ model, now }) => {
  const findings = new Findings();
  const said = [...model.facts.precedences].map(([name, order]) => `${name}: ${order.join(', ')}`);
  const stored = now.stored.precedences.map(
    ({ iso3, name, directories }) => `${pairKey(iso3, name)}: ${directories.join(', ')}`,
  );
  findings.expect(
    isDeepStrictEqual(said.sort(), stored.sort()),
    () => `the states said who counts (${said.join('; ')}), and stored is (${stored.join('; ')})`,
  );
  return findings.found;
};

/** The claim that counts by the state's choice for this field, what it remembered for it, or its order for the function. */
function preferredOf(
  model: Model,
  contact: ContactRow,
  field: string,
  claims: readonly CopySourceRow[],
): CopySourceRow | undefined {
  const { chosen, precedences } = model.facts;
  const order = [
    chosen.get(pairKey(contact.id, field)),
    ...(precedences.get(pairKey(contact.iso3, field)) ?? []),
    ...(precedences.get(pairKey(contact.iso3, contact.content.function)) ?? []),
  ];
  return order.map((directory) => claims.find((copy) => copy.directory === directory)).find((claim) => claim);
}

/**
 * 2. Copies that differ and of which the state said nothing are an open conflict with every claim; copies that agree are none.
 * And what stood stays: a copy that did not change and said what was shown goes on being shown. Never the latest.
 */
export const differencesAreOpen: Rule = ({ model, before, now, isOneAct }) => {
  const findings = new Findings();
  for (const contact of live(now)) {
    const own = model.facts.own.get(contact.id) ?? {};
    const copies = copiesOf(now, contact.id);
    for (const field of plainFields) {
      const claims = copies.filter((copy) => textIn(copy.claims, field) !== '');
      const texts = new Set(claims.map((copy) => textIn(copy.claims, field)));
      const row = now.stored.conflicts.find((one) => one.contact_id === contact.id && one.field === field);
      const isSettled = own[field] !== undefined || preferredOf(model, contact, field, claims) !== undefined;
      const isOpen = row?.status === 'OPEN';
      const where = `${field} of contact ${contact.id} of ${contact.iso3}`;
      findings.expect(
        isOpen === (texts.size > 1 && !isSettled),
        () => `${where}: ${[...texts].join(' | ')} is ${isOpen ? 'an open' : 'no open'} conflict`,
      );
      if (isOpen)
        findings.expect(
          claims.every((copy) =>
            row.claims.some(
              ({ origin, value }) =>
                origin === copy.directory && claimText(field, value) === textIn(copy.claims, field),
            ),
          ),
          () => `${where}: its open conflict shows ${JSON.stringify(row.claims)}`,
        );
      const stood = before.stored.contacts.find(
        ({ id, removed_at }) => id === contact.id && removed_at === null,
      );
      if (!isOneAct || !stood || isSettled || stood.direct[field] !== undefined) continue;
      const shown = textIn(stood.content, field);
      const unchanged = claims.find((copy) =>
        before.stored.sources.some(
          (was) =>
            was.contact_id === contact.id &&
            was.directory === copy.directory &&
            was.source_key === copy.source_key &&
            textIn(was.claims, field) === shown &&
            was.position === copy.position &&
            textIn(copy.claims, field) === shown,
        ),
      );
      if (unchanged && shown !== '')
        findings.expect(
          textIn(contact.content, field) === shown,
          () =>
            `${where}: "${shown}" stood, ${unchanged.directory} still says so, and "${textIn(contact.content, field)}" took its place`,
        );
    }
  }
  for (const conflict of now.stored.conflicts)
    findings.expect(
      live(now).some(({ id }) => id === conflict.contact_id),
      () => `a conflict of a contact that is gone is kept`,
    );
  return findings.found;
};

/**
 * 2. One person, one entry: no contact is made of two entries of one directory, of two functions, or of two persons whose
 * names have no word in common; and two entries of two directories with one name and one mailbox are one contact, unless the
 * state said otherwise or that would make such a mix.
 */
export const onePersonOneContact: Rule = ({ model, now }) => {
  const findings = new Findings();
  for (const state of states) {
    const contacts = live(now).filter(({ iso3 }) => iso3 === state);
    const parts = new Map(contacts.map((contact) => [contact.id, partsOf(model, now, contact)]));
    for (const contact of contacts) {
      const mix = mixIn(parts.get(contact.id) ?? [], false);
      findings.expect(mix === null, () => `contact ${contact.id} of ${state} is a mix of ${mix}`);
    }
    if (model.facts.saidOfPairs.has(state)) continue;
    for (const [index, one] of contacts.entries())
      for (const other of contacts.slice(index + 1)) {
        const [first, second] = [parts.get(one.id) ?? [], parts.get(other.id) ?? []];
        const isSame = first.some((part) => second.some((with_) => isSurelySame(part, with_)));
        findings.expect(
          !isSame || mixIn([...first, ...second], true) !== null,
          () => `${one.content.name} and ${other.content.name} of ${state} are one person and two contacts`,
        );
      }
  }
  return findings.found;
};

interface Part {
  readonly origin: string;
  readonly purpose: string;
  readonly name: string;
  readonly isPerson: boolean;
  readonly emails: readonly string[];
  readonly isPartial: boolean;
}

function partsOf(model: Model, now: Sight, contact: ContactRow): Part[] {
  const own = model.facts.own.get(contact.id) ?? {};
  const said = own.function?.text;
  const copies = copiesOf(now, contact.id).map(({ directory, claims }) => ({
    origin: directory,
    purpose: said ?? claims.function?.value ?? '',
    name: claims.name?.value ?? '',
    isPerson: Boolean(claims.name?.value) || claims.kind?.value === 'PERSON',
    emails: claims.emails?.value ?? [],
    isPartial: false,
  }));
  if (Object.keys(own).length === 0) return copies;
  const word = {
    origin: 'DIRECT',
    purpose: said ?? contact.content.function,
    name: own.name?.text ?? '',
    isPerson: Boolean(own.name?.text) || own.kind?.text === 'PERSON',
    emails: contact.direct.emails?.value ?? [],
    isPartial: !standsAlone(own),
  };
  return [word, ...copies];
}

/** @param strictly whether a person and an office are a mix too: no rule joins them, and a state may */
function mixIn(parts: readonly Part[], strictly: boolean): string | null {
  for (const [index, one] of parts.entries())
    for (const other of parts.slice(index + 1)) {
      if (one.origin === other.origin) return `two of ${one.origin}`;
      // What the state wrote over a copy stays with it, whatever it is.
      if (one.origin === 'DIRECT' || other.origin === 'DIRECT') {
        if (one.isPartial || other.isPartial) continue;
        if (one.purpose !== other.purpose || areTwo(one.name, other.name)) return 'an own word and another';
        if (strictly && one.isPerson !== other.isPerson) return 'a person and an office';
        continue;
      }
      if (one.purpose !== other.purpose) return `${one.purpose} and ${other.purpose}`;
      if (areTwo(one.name, other.name)) return `${one.name} and ${other.name}`;
      if (strictly && one.isPerson !== other.isPerson) return 'a person and an office';
    }
  return null;
}

const wordsOf = (name: string) =>
  name
    .toLowerCase()
    .split(/[ .]+/)
    .filter((word) => word.length > 1);
const areTwo = (one: string, other: string) =>
  one !== '' && other !== '' && !wordsOf(one).some((word) => wordsOf(other).includes(word));

function isSurelySame(one: Part, other: Part): boolean {
  const isSameName = [...wordsOf(one.name)].sort().join(' ') === [...wordsOf(other.name)].sort().join(' ');
  return (
    !one.isPartial &&
    !other.isPartial &&
    wordsOf(one.name).length > 1 &&
    isSameName &&
    one.purpose === other.purpose &&
    one.emails.some((email) => other.emails.includes(email))
  );
}
