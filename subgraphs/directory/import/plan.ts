import { Problem } from '../../../platform/errors/problem.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { differences, type FieldChange } from '../contacts/changes.ts';
import type { Claims } from '../contacts/claims.ts';
import { writeFields } from '../contacts/direct-update.ts';
import { checkUsable } from '../contacts/direct-usable.ts';
import { warningsOf } from '../nomination/warnings.ts';
import type { Draft } from '../population/draft.ts';
import type { Act } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { type Alike, mostAlike } from './alike.ts';
import { saidOtherwise } from './compare.ts';
import type { ImportedValues, RowProblem } from './imported-file.ts';
import { type PreparedRow, rowStatement } from './row-statement.ts';
import { stateOf } from './words.ts';

/** ADD, CHANGE: it is or would be. UNCHANGED: it stands like this. DUPLICATE: it is left out. ERROR: it cannot be imported. */
export const rowOutcomes = ['ADD', 'CHANGE', 'UNCHANGED', 'DUPLICATE', 'ERROR'] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** What is done with a row that names no contact and surely is one that is there. */
export const duplicateAnswers = ['LEAVE_OUT', 'CHANGE', 'ADD'] as const;
export type DuplicateAnswer = (typeof duplicateAnswers)[number];

export interface PlannedRow {
  readonly iso3: string;
  readonly row: number;
  readonly outcome: RowOutcome;
  /** The contact that it is about, or would be a duplicate of; null for a new one. */
  readonly contactId: string | null;
  /** Its revision before. */
  readonly revision: number | null;
  /** An earlier row that it is the same as. */
  readonly sameAsRow: number | null;
  /** Why it is, or may be, the contact named. */
  readonly because: string | null;
  readonly changes: readonly FieldChange[];
  readonly problems: readonly RowProblem[];
  /** What is in order and should be looked at all the same, as where a contact is checked before it is saved. */
  readonly warnings: readonly RowProblem[];
}

export interface ImportTerms {
  readonly state: MemberState;
  readonly duplicates: DuplicateAnswer;
  /** For rows that do not say what they are for. */
  readonly function: ContactFunction | null;
  readonly now: Date;
  readonly act: Act;
}

/**
 * Imports rows into a draft, one after the other, and says what comes of each. Only a draft without a row in error may be
 * saved: what such a row did to it is undone nowhere.
 */
export function planImport(draft: Draft, rows: readonly PreparedRow[], terms: ImportTerms): PlannedRow[] {
  return new Planning(draft, terms).all(rows);
}

class Planning {
  readonly #draft: Draft;
  readonly #terms: ImportTerms;
  /** By the id of a contact, the row that was about it. */
  readonly #rows = new Map<string, number>();

  constructor(draft: Draft, terms: ImportTerms) {
    this.#draft = draft;
    this.#terms = terms;
  }

  all(rows: readonly PreparedRow[]): PlannedRow[] {
    return rows.map((row) => this.#one(row));
  }

  #one(row: PreparedRow): PlannedRow {
    const foreign = row.state !== null && stateOf(row.state) !== this.#terms.state.iso3;
    if (foreign) {
      const message = `This is not of ${this.#terms.state.names.EN}: a state imports its own points of contact only. Take the row out.`;
      return this.#failed(row, [...row.problems, { column: null, message }]);
    }
    const contact = row.id === null ? undefined : this.#named(row.id);
    return contact ? this.#change(row, contact, null) : this.#add(row);
  }

  /** A contact of the state, by its id or a former one. An id that none of them has is that of a program it came from. */
  #named(given: string): ContactRow | undefined {
    const id = given.toLowerCase();
    return this.#draft
      .contactsOf(this.#terms.state.iso3)
      .find((contact) => contact.id === id || contact.former_ids.some((former) => former.id === id));
  }

  #change(row: PreparedRow, contact: ContactRow, because: string | null): PlannedRow {
    const earlier = this.#rows.get(contact.id);
    if (earlier !== undefined) {
      const message = `Row ${earlier} is about the same contact. Keep one of the two.`;
      return this.#failed(row, [...row.problems, { column: null, message }]);
    }
    this.#rows.set(contact.id, row.row);
    const about = { contactId: contact.id, revision: contact.revision, because };
    const values = saidOtherwise(row.values, contact);
    if (row.problems.length > 0) return this.#failed(row, row.problems, about);
    if (Object.keys(values).length === 0) return { ...this.#unplanned(row), ...about, outcome: 'UNCHANGED' };
    const { state, now, act } = this.#terms;
    const said = rowStatement(row, values, state, now, contact);
    if ('problems' in said) return this.#failed(row, said.problems, about);
    const before = structuredClone(contact.content);
    try {
      writeFields({ draft: this.#draft, contact }, said.statement, act);
    } catch (error) {
      return this.#failed(row, [problemOf(error, row)], about);
    }
    const changes = differences(before, contact.content);
    return {
      ...this.#unplanned(row),
      ...about,
      changes,
      warnings: warningsAt(row, said.statement.claims, contact, now),
      outcome: changes.length > 0 ? 'CHANGE' : 'UNCHANGED',
    };
  }

  #add(row: PreparedRow): PlannedRow {
    const { state, now, act, duplicates } = this.#terms;
    const values = this.#whole(row.values);
    const said = rowStatement(row, values, state, now, null);
    const problems = [
      ...row.problems,
      ...('problems' in said ? said.problems : []),
      ...this.#lacking(row, values),
    ];
    if (problems.length > 0 || 'problems' in said) return this.#failed(row, problems);
    const { claims, changedOn } = said.statement;
    const alike = mostAlike(claims, this.#standing());
    if (alike?.isCertain && duplicates !== 'ADD') return this.#duplicate(row, alike);
    const day = changedOn === null ? {} : { changedOn };
    try {
      const contact = this.#draft.add(state.iso3, claims, { ...act, ...day });
      checkUsable(null, contact.content, (field) => field);
      this.#rows.set(contact.id, row.row);
      const changes = differences(null, contact.content);
      const like = alike && { ...this.#like(alike), because: alike.because };
      const warnings = warningsAt(row, claims, contact, now);
      return { ...this.#unplanned(row), ...like, changes, warnings, outcome: 'ADD' };
    } catch (error) {
      return this.#failed(row, [problemOf(error, row)]);
    }
  }

  /** Without what a row left that turned out to be wrong. */
  #standing(): ContactRow[] {
    const { addedContacts } = this.#draft;
    return this.#draft
      .contactsOf(this.#terms.state.iso3)
      .filter((contact) => !addedContacts.has(contact) || this.#rows.has(contact.id));
  }

  #duplicate(row: PreparedRow, alike: Alike): PlannedRow {
    const isOfThisFile = this.#rows.has(alike.contact.id);
    const saysMore = Object.keys(saidOtherwise(row.values, alike.contact)).length > 0;
    if (!isOfThisFile && (this.#terms.duplicates === 'CHANGE' || !saysMore))
      return this.#change(row, alike.contact, alike.because);
    return { ...this.#unplanned(row), ...this.#like(alike), because: alike.because, outcome: 'DUPLICATE' };
  }

  /** What a row is like: a contact that was there, or an earlier row. */
  #like({ contact }: Alike): Pick<PlannedRow, 'contactId' | 'revision' | 'sameAsRow'> {
    const earlier = this.#rows.get(contact.id) ?? null;
    const isNew = this.#draft.addedContacts.has(contact);
    return {
      contactId: isNew ? null : contact.id,
      revision: isNew ? null : contact.revision,
      sameAsRow: earlier,
    };
  }

  /** A new contact that does not say so is a person where it is named, and an office where it is not. */
  #whole(values: ImportedValues): ImportedValues {
    const purpose = values.function ?? this.#terms.function;
    const kind = values.kind ?? (values.name ? 'PERSON' : 'OFFICE');
    return { ...values, kind, ...(purpose === null ? {} : { function: purpose }) };
  }

  #lacking(row: PreparedRow, values: ImportedValues): RowProblem[] {
    const column = row.columns.get('function') ?? null;
    const wasWrong = row.problems.some((problem) => problem.column === column && column !== null);
    if (values.function !== undefined || wasWrong) return [];
    return [
      {
        column,
        message:
          'Say what it is the point of contact for: DIPLOMATIC, TECHNICAL, LEGAL or ASSISTANCE, in a column “function”, or for all rows at once with the import.',
      },
    ];
  }

  #failed(row: PreparedRow, problems: readonly RowProblem[], about: Partial<PlannedRow> = {}): PlannedRow {
    return { ...this.#unplanned(row), ...about, outcome: 'ERROR', problems };
  }

  #unplanned({ row }: PreparedRow): PlannedRow {
    return {
      iso3: this.#terms.state.iso3,
      row,
      outcome: 'UNCHANGED',
      contactId: null,
      revision: null,
      sameAsRow: null,
      because: null,
      changes: [],
      problems: [],
      warnings: [],
    };
  }
}

/** A refusal of the whole contact, at the column of the field that it names. */
function problemOf(error: unknown, row: PreparedRow): RowProblem {
  if (!(error instanceof Problem)) throw error;
  return { column: columnOf(row, error.field), message: error.message };
}

/** Of a number that cannot be read, whoever imports it has to know before somebody dials it. */
function warningsAt(row: PreparedRow, said: Claims, { content }: ContactRow, now: Date): RowProblem[] {
  return warningsOf(said, content, now).map(({ field, message }) => ({
    column: columnOf(row, field),
    message,
  }));
}

/** What the file calls the field of a path such as `input.phones.0`. */
function columnOf(row: PreparedRow, path: string | null | undefined): string | null {
  const field = path?.replace(/^input\./, '').split('.')[0];
  const column = [...row.columns].find(([name]) => name === field)?.[1];
  return column ?? field ?? null;
}
