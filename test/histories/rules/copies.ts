import type { ProposalRow } from '../../../subgraphs/directory/storage/proposal-row.ts';
import type { Terms } from '../history.ts';
import {
  covers,
  coversPurpose,
  isContentRefused,
  isHeldBack,
  isTelling,
  type Link,
  purposeOf,
  rowOf,
} from '../links.ts';
import type { Sight } from '../sight.ts';
import { directories, states, type TextField, textFields } from '../universe.ts';
import { fieldText, textIn } from '../values.ts';
import { entryName, Findings, type Rule } from './rule.ts';

/**
 * 2. Each entry that a consent covers has exactly the copy it should have. Without review: one if it is listed, none if it
 * never was or its function is not covered, with exactly the covered fields and exactly what was last read of each; what is
 * withheld stays as it was known. With review: only what the state said yes to. Nothing is lost on the way: an entry that is
 * listed and covered is copied as it is, waits, or was refused. What waits is what the entry says now. An entry that is gone has no copy unless its removal waits or
 * the state kept it. One that is for another function now keeps its copy for the one it had only while the state is asked.
 */
export const copiesAreAsConsented: Rule = ({ model, now }) => {
  const findings = new Findings();
  for (const row of now.stored.sources) {
    const { iso3: state, directory, source_key: key, consent_id } = row;
    const link = model.link(state, directory, key);
    const consent = model.consent(state, directory);
    findings.expect(link?.isCopied === true, () => `there is a copy of ${entryName(row)} that should not be`);
    const active = now.stored.consents.find(({ id }) => id === consent_id);
    findings.expect(
      consent !== undefined &&
        active?.status === 'ACTIVE' &&
        active.iso3 === state &&
        active.directory === directory,
      () => `the copy of ${entryName(row)} rests on no consent in force`,
    );
    findings.expect(
      now.stored.contacts.some(
        ({ id, iso3, removed_at }) => id === row.contact_id && iso3 === state && removed_at === null,
      ),
      () => `the copy of ${entryName(row)} is part of no contact of ${state}`,
    );
    const { function: purpose, level: _level, kind: _kind, ...fields } = row.claims;
    if (!consent) continue;
    for (const field of Object.keys(fields))
      findings.expect(
        covers(consent.terms, field),
        () => `the copy of ${entryName(row)} holds ${field}, which is not covered`,
      );
    findings.expect(
      purpose !== undefined && coversPurpose(consent.terms, purpose.value),
      () => `the copy of ${entryName(row)} is for a function that is not covered`,
    );
  }
  for (const state of states)
    for (const directory of directories) {
      const consent = model.consent(state, directory);
      if (!consent) {
        findings.expect(
          !now.stored.proposals.some(
            (row) => row.iso3 === state && row.directory === directory && row.status === 'WAITING',
          ),
          () => `something of ${directory} waits for a yes of ${state} without a consent`,
        );
        continue;
      }
      for (const link of model.linksOf(state, directory)) {
        const name = entryName({ iso3: state, directory, source_key: link.key });
        for (const problem of problemsOf(link, consent.terms, now))
          findings.expect(false, () => `${name}: ${problem}`);
      }
    }
  return findings.found;
};

function problemsOf(link: Link, terms: Terms, now: Sight): string[] {
  const findings = new Findings();
  const row = rowOf(now, link);
  findings.expect(!link.isCopied || row !== undefined, () => 'the copy is missing');
  const waiting = now.stored.proposals.find(
    (proposal) =>
      proposal.iso3 === link.state &&
      proposal.directory === link.directory &&
      proposal.source_key === link.key &&
      proposal.status === 'WAITING',
  );
  if (link.isRefused) {
    findings.expect(!row && !waiting, () => 'it was refused and is there again');
    return findings.found;
  }
  const isHeld = isHeldBack(now, link);
  if (row && !isHeld)
    findings.expect(
      row.present === (link.seen !== 'GONE' && link.seen.status === 'PRESENT'),
      () => `the copy is marked ${row.present ? 'listed' : 'not listed'}`,
    );
  if (waiting)
    findings.expect(
      isOfNow(link, terms, waiting),
      () => `what waits (${waiting.cause}) is not what it says now`,
    );
  if (waiting && waiting.cause !== 'MERGE' && row)
    findings.expect(
      waiting.contact_id === row.contact_id,
      () => `what waits (${waiting.cause}) names another contact than the one it is copied to`,
    );
  if (link.seen === 'GONE') {
    findings.expect(
      !row || link.isKept || waiting?.kind === 'REMOVE',
      () => 'it is gone, its copy stays, and nobody is asked',
    );
    findings.expect(!waiting || row !== undefined, () => 'it is gone and a change of it waits');
    return findings.found;
  }
  if (isHeld) {
    const isAsked = waiting?.cause === 'FUNCTION' || waiting?.cause === 'LEVEL';
    findings.expect(
      isAsked || link.isKept || isContentRefused(now, link) || link.seen.status === 'ABSENT',
      () => 'it is for another function, its copy stays, and nobody is asked',
    );
  }
  const purpose = purposeOf(link, terms);
  const isCovered = purpose !== null && coversPurpose(terms, purpose);
  const isRejected = isContentRefused(now, link);
  const { listed, status } = link.seen;
  if (isRejected)
    findings.expect(
      link.rejected !== null,
      () => 'content of it counts as refused that the state never refused',
    );
  // Of an entry that says neither who it is nor how to reach it, as far as it is covered, no contact is made.
  const isBlank = !row && !isTelling(listed, terms);
  if (status === 'PRESENT' && purpose === null && !isBlank)
    findings.expect(
      isRejected || waiting?.cause === 'LEVEL',
      () => 'nobody said what its level stands for, and the state is not asked',
    );
  const isExact = row !== undefined && isAsListed(link, terms, row.claims);
  if (row && !isHeld && !isRejected && terms.mode === 'AUTOMATIC')
    findings.expect(
      isExact,
      () => `the copy says ${JSON.stringify(row.claims)} and the entry ${JSON.stringify(listed)}`,
    );
  if (row)
    for (const field of textFields) {
      const text = textIn(row.claims, field);
      findings.expect(
        text === '' || (link.allowed[field] ?? []).includes(text),
        () => `${field} was copied and nobody said yes to it: ${text}`,
      );
    }
  if (isCovered && status === 'PRESENT' && !isBlank)
    findings.expect(
      isExact || waiting !== undefined || isRejected,
      () => 'it is neither copied as it is, nor waiting, nor refused',
    );
  return findings.found;
}

/** Exactly the covered fields, each as listed; of a withheld one, whatever was known before. */
function isAsListed(link: Link, terms: Terms, claims: object): boolean {
  if (link.seen === 'GONE') return false;
  const { listed } = link.seen;
  return textFields.every((field) => {
    if (!covers(terms, field)) return !(field in claims);
    const [text, is] = [fieldText(listed[field]), textIn(claims, field)];
    const isUnknown = text === '' && listed.withheld.includes(field);
    if (isUnknown) return is === '' || wasKnown(link, field, is);
    return is === text;
  });
}

const wasKnown = (link: Link, field: TextField, text: string) =>
  link.known.some((one) => one.field === field && one.text === text);

/** Whether what waits is what the entry says now: saying yes must bring nothing older. */
function isOfNow(link: Link, terms: Terms, { cause, kind, claims }: ProposalRow): boolean {
  if (cause === 'MERGE') return true;
  const purpose = purposeOf(link, terms);
  if (kind === 'REMOVE') return link.seen === 'GONE' || (purpose !== null && !coversPurpose(terms, purpose));
  return (
    claims !== null &&
    isAsListed(link, terms, claims) &&
    (cause === 'LEVEL' ? purpose === null : claims.function?.value === purpose)
  );
}
