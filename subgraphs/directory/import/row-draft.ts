import { type Language, officialLanguages } from '../../../platform/vocabulary/terms.ts';
import { type TextField, textFields } from '../contacts/texts.ts';
import { type AvailabilityRecord, hoursIn } from '../export/availability-text.ts';
import type { TextRecord } from '../export/contact-record.ts';
import { listOf } from '../export/csv.ts';
import type { ImportedField, ImportedRow, ImportedValues, RowProblem } from './imported-file.ts';
import { functionOf, kindOf, languageItems } from './words.ts';

/** A row in the reading: words become the product's own, and what cannot be understood is noted with its place. */
export class RowDraft {
  readonly #row: number;
  #id: string | null = null;
  #state: string | null = null;
  #values: ImportedValues = {};
  #texts: TextRecord[] | null = null;
  #unofficial: readonly string[] = [];
  #timeZone: string | null = null;
  #hours: ReturnType<typeof hoursIn> | undefined;
  readonly #columns = new Map<ImportedField, string>();
  readonly #problems: RowProblem[] = [];

  constructor(row: number) {
    this.#row = row;
  }

  /** `urn:uuid:` is how the formats write ids (RFC 9562). */
  id(text: string): void {
    const id = text.trim().replace(/^urn:uuid:/i, '');
    if (id !== '') this.#id = id;
  }

  state(text: string): void {
    if (text.trim() !== '') this.#state = text.trim();
  }

  problem(column: string | null, message: string): void {
    this.#problems.push({ column, message });
  }

  function(text: string, column: string): void {
    this.#columns.set('function', column);
    if (text.trim() === '') return;
    const meant = functionOf(text);
    if (meant) this.#values = { ...this.#values, function: meant };
    else this.problem(column, 'Write one of DIPLOMATIC, TECHNICAL, LEGAL, ASSISTANCE.');
  }

  kind(text: string, column: string): void {
    this.#columns.set('kind', column);
    if (text.trim() === '') return;
    const meant = kindOf(text);
    if (meant) this.#values = { ...this.#values, kind: meant };
    else this.problem(column, 'Write PERSON or OFFICE.');
  }

  text(field: 'name' | 'title' | 'entity' | 'webPage', given: string | null, column: string): void {
    this.#columns.set(field, column);
    const text = given?.trim() || null;
    if (text !== null && this.#values[field] != null)
      this.problem(column, 'This field has a value already. Keep one of the two.');
    this.#values = { ...this.#values, [field]: this.#values[field] ?? text };
  }

  /** Adds to what the field has. */
  list(field: 'emails' | 'phones' | 'languages', items: readonly string[], column: string): void {
    if (!this.#columns.has(field)) this.#columns.set(field, column);
    const given = items.map((item) => item.trim()).filter((item) => item !== '');
    const read = field === 'languages' ? languageItems(given) : given;
    this.#values = { ...this.#values, [field]: [...(this.#values[field] ?? []), ...read] };
  }

  /** A name, title or entity in an official language; an empty one is none. */
  said(field: TextField, language: Language, given: string, column: string): void {
    if (!this.#columns.has('texts')) this.#columns.set('texts', column);
    this.#texts ??= [];
    const text = given.trim();
    if (text !== '') this.#texts.push({ field, language, text, unofficial: false });
  }

  spoken(texts: readonly TextRecord[], column: string): void {
    this.#columns.set('texts', column);
    this.#texts = [...texts];
  }

  /** The fields, parted by commas, whose English text is an unofficial translation. */
  unofficial(fields: string): void {
    this.#unofficial = fields.split(/[,;\s]+/);
  }

  timeZone(text: string): void {
    this.#timeZone = text.trim() || null;
  }

  /** `24/7` or `MONDAY 09:00-17:00; …`; the time zone comes beside it. */
  hours(text: string, column: string): void {
    this.#columns.set('availability', column);
    this.#hours = text.trim() === '' ? null : hoursIn(text);
    if (this.#hours === null && text.trim() !== '')
      this.problem(column, 'Write 24/7, or hours as MONDAY 09:00-17:00; TUESDAY 09:00-17:00.');
  }

  available(given: AvailabilityRecord | null, column: string): void {
    this.#columns.set('availability', column);
    this.#values = { ...this.#values, availability: given };
  }

  keys(armored: readonly string[], column: string): void {
    this.#columns.set('publicKeys', column);
    this.#values = { ...this.#values, publicKeys: armored };
  }

  /** A cell that may hold several values. */
  cell(field: 'emails' | 'phones' | 'languages', cell: string, column: string): void {
    const items = listOf(cell);
    // A comma may part a telephone number from its extension.
    this.list(field, field === 'phones' ? items : items.flatMap((item) => item.split(',')), column);
  }

  read(): ImportedRow {
    if (this.#hours && this.#timeZone === null)
      this.problem(this.#columns.get('availability') ?? null, 'Say in which time zone, e.g. Europe/Tallinn.');
    return {
      row: this.#row,
      id: this.#id,
      state: this.#state,
      values: {
        ...this.#values,
        ...(this.#texts === null ? {} : { texts: this.#saidTexts(this.#texts) }),
        ...(this.#hours === undefined ? {} : { availability: this.#availability(this.#hours) }),
      },
      columns: this.#columns,
      problems: this.#problems,
    };
  }

  /** In the order of an export. */
  #saidTexts(texts: readonly TextRecord[]): TextRecord[] {
    const marked = texts.map((one) => ({
      ...one,
      unofficial: one.unofficial || (one.language === 'EN' && this.#unofficial.includes(one.field)),
    }));
    return textFields.flatMap((field) =>
      officialLanguages.flatMap((language) =>
        marked.filter((one) => one.field === field && one.language === language),
      ),
    );
  }

  #availability(hours: ReturnType<typeof hoursIn>): AvailabilityRecord | null {
    return hours && this.#timeZone !== null ? { timeZone: this.#timeZone, ...hours } : null;
  }
}
