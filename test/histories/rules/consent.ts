import { isDeepStrictEqual } from 'node:util';
import type { ConsentRow } from '../../../subgraphs/directory/storage/consent-row.ts';
import { coveredValues, ownValues } from '../lawful.ts';
import { type Consent, covers, coversPurpose, type Link, rowOf } from '../links.ts';
import { directories, states, tellingValues } from '../universe.ts';
import { Findings, type Rule } from './rule.ts';

/**
 * 1. No copied field without an active consent of that state for that directory that covers it, by function, field and time.
 * Each consent is active exactly while it was given and neither ended nor expired, with the terms it was given with.
 */
export const nothingWithoutConsent: Rule = ({ model, now, time }) => {
  const findings = new Findings();
  for (const state of states) {
    const { contacts, consents } = now.shown[state].state;
    const active = consents.filter(({ status }) => status === 'ACTIVE');
    for (const directory of directories) {
      const expected = model.consent(state, directory);
      const inForce = active.filter((consent) => consent.directory === directory);
      findings.expect(
        inForce.length === (expected ? 1 : 0),
        () => `${state} has ${inForce.length} consents in force for ${directory}, not ${expected ? 1 : 0}`,
      );
      const row = now.stored.consents.find(({ id }) => id === inForce[0]?.id);
      findings.expect(
        !expected || !row || isDeepStrictEqual(termsStored(row), termsGiven(expected)),
        () => `the consent of ${state} for ${directory} has other terms: ${JSON.stringify(row)}`,
      );
    }
    for (const { validUntil, directory } of active)
      findings.expect(
        validUntil === null || new Date(validUntil).toISOString() > time,
        () => `the consent of ${state} for ${directory} is in force after its time`,
      );
    for (const contact of contacts) {
      for (const { field, origin, directory, sourceKey, consentId } of contact.provenance) {
        if (origin === 'DIRECT') continue;
        const where = `${field} of a contact of ${state}, copied from ${directory} ${sourceKey}`;
        const terms = model.consent(state, directory ?? '')?.terms;
        const consent = active.find(({ id }) => id === consentId);
        findings.expect(
          terms !== undefined && consent?.directory === directory,
          () => `${where}: no consent`,
        );
        if (!terms) continue;
        findings.expect(
          field === 'function' || covers(terms, field),
          () => `${where}: the field is not covered`,
        );
        const row = rowOf(now, { state, directory: directory as Link['directory'], key: sourceKey ?? '' });
        const purpose = row?.claims.function?.value;
        findings.expect(
          row?.contact_id === contact.id && purpose !== undefined && coversPurpose(terms, purpose),
          () => `${where}: the function is not covered`,
        );
      }
      for (const { directory, consentId } of contact.copiedFrom)
        findings.expect(
          active.some((consent) => consent.id === consentId && consent.directory === directory),
          () => `a contact of ${state} is a copy of ${directory} without a consent in force`,
        );
    }
  }
  return findings.found;
};

/** Terms in one order, so that the same compare as the same. */
const inOrder = <T>(list: readonly T[] | null, text: (item: T) => string = String) =>
  list === null ? null : list.map(text).sort();
const levelText = ({ level, function: purpose }: { level: string; function: string }) =>
  `${level} ${purpose}`;

const termsStored = ({ mode, functions, fields, levels, valid_until }: ConsentRow) => ({
  mode,
  functions: inOrder(functions),
  fields: inOrder(fields),
  levels: inOrder(levels, levelText),
  end: valid_until,
});

const termsGiven = ({ terms, validUntil }: Consent) => ({
  mode: terms.mode,
  functions: inOrder(terms.functions),
  fields: inOrder(terms.fields),
  levels: inOrder(terms.levels, levelText),
  end: validUntil,
});

/**
 * 1 and 5. No table holds a value of a state that its consents in force do not cover and that it did not write itself; what it
 * was asked and answered, no other than these and what it once wrote; the history of contacts, none that was never covered;
 * what is told to organisations, none at all.
 */
export const nothingStoredWithoutConsent: Rule = ({ model: { facts }, now: { stored } }) => {
  const findings = new Findings();
  for (const state of states) {
    const look = (table: string, rows: readonly object[], allowed: Iterable<string> = []) => {
      const lawful = new Set(allowed);
      for (const row of rows) {
        if (!('iso3' in row) || row.iso3 !== state) continue;
        for (const value of valuesIn(row))
          findings.expect(
            lawful.has(value),
            () => `table ${table} holds "${value}" of ${state} without a consent: ${JSON.stringify(row)}`,
          );
      }
    };
    const covered = coveredValues(facts, state);
    const coveredOrOwn = [...covered, ...ownValues(facts, state)];
    look('contact', stored.contacts, coveredOrOwn);
    look('copy_source', stored.sources, covered);
    look('conflict', stored.conflicts, coveredOrOwn);
    look('proposal', stored.proposals, [...covered, ...(facts.everWritten.get(state) ?? [])]);
    look('entry_decision', stored.decisions);
    look('pair_decision', stored.pairs);
    look('entry_outcome', stored.outcomes);
    look('entry_outcome_event', stored.events);
    look('consent', stored.consents);
    const steps = stored.revisions.map((row) => ({ ...row, iso3: facts.ownerOf.get(row.contact_id) }));
    look('contact_revision', steps, facts.everKnown.get(state) ?? []);
  }
  for (const row of stored.directories)
    for (const value of valuesIn(row))
      findings.expect(false, () => `table regional_directory holds "${value}"`);
  return findings.found;
};

function valuesIn(row: object): string[] {
  const text = JSON.stringify(row);
  return tellingValues.filter((value) => text.includes(value));
}
