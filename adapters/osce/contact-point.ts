import type { Located, SetAside } from '../contract.ts';
import { repairText } from '../formats/repair-encoding.ts';
import type { XmlField, XmlItem } from '../formats/xml.ts';
import { type ElementName, elementNames, type OsceElement, OsceRecord } from './record.ts';

export const osceNamespace = 'urn:example:osce:cbm8:1';

/** Characters of one element that are read. */
export const longestText = 4000;
const longestId = 200;

/** One `contactPoint` as a record, or why it is none. `number` counts from one, for a contact point without an id. */
export function readContactPoint(item: XmlItem, number: number): Located<OsceRecord> | SetAside {
  const id = tidy(item.attributes.get('id') ?? '');
  const usableId = id !== '' && id.length <= longestId;
  const location = usableId ? `contactPoint ${id}` : `contactPoint number ${number}`;
  const level = tidy(item.attributes.get('level') ?? '').toUpperCase();
  const rank = tidy(item.attributes.get('rank') ?? '').toLowerCase();
  const fields = item.fields.filter(({ namespace }) => namespace === osceNamespace);
  const elements = elementsOf(fields);
  const states = fields.filter(({ name, text }) => name === 'participatingState' && tidy(text) !== '');

  const reason =
    identityProblem(id) ??
    attributeProblem('level', level, ['POLICY', 'TECHNICAL']) ??
    attributeProblem('rank', rank, ['primary', 'alternate']) ??
    (states.length === 0 ? 'It has no participatingState. Say whose contact point it is.' : undefined) ??
    (states.length > 1
      ? 'It has more than one participatingState. Give one contactPoint for each.'
      : undefined) ??
    (elements.institution.length === 0 ? 'It has no institution. Add the institution’s name.' : undefined) ??
    fieldProblem(fields);
  if (reason) return { location, reason, ...(usableId ? { sourceKey: id } : {}) };

  const participatingState = tidy(repairText(states[0]?.text ?? ''));
  return { location, record: OsceRecord.parse({ id, level, rank, participatingState, elements }) };
}

function elementsOf(fields: readonly XmlField[]): Record<ElementName, OsceElement[]> {
  const of = (name: ElementName) => fields.filter((field) => field.name === name).flatMap(elementOf);
  return {
    institution: of('institution'),
    unit: of('unit'),
    name: of('name'),
    title: of('title'),
    functionalEmail: of('functionalEmail'),
    email: of('email'),
    phone: of('phone'),
    phone24x7: of('phone24x7'),
    languages: of('languages'),
    pgpFingerprint: of('pgpFingerprint'),
    website: of('website'),
    lastConfirmed: of('lastConfirmed'),
    changedOn: of('changedOn'),
    notifiedOn: of('notifiedOn'),
    source: of('source'),
  };
}

function elementOf({ text, language, attributes }: XmlField): OsceElement[] {
  // What stands in a withheld element is a mask, not a value. An attribute value we do not know still withholds.
  const withheld = !['', 'false', '0', 'no', 'none'].includes(
    tidy(attributes.get('withheld') ?? '').toLowerCase(),
  );
  const value = withheld ? null : tidy(repairText(text));
  return value === '' ? [] : [{ value, lang: languageTag(language), withheld }];
}

function languageTag(written: string | null): string | null {
  try {
    return Intl.getCanonicalLocales(written?.trim() ?? [])[0] ?? null;
  } catch {
    return null;
  }
}

function identityProblem(id: string): string | undefined {
  if (id === '')
    return 'It has no id. Without one a change or a removal cannot be told. Add the id attribute.';
  if (id.length > longestId) return `Its id is longer than ${longestId} characters.`;
  return undefined;
}

function attributeProblem(name: string, value: string, allowed: readonly string[]): string | undefined {
  if (allowed.includes(value)) return undefined;
  const choice = allowed.map((one) => `“${one}”`).join(' or ');
  return value === ''
    ? `It has no ${name}. Set it to ${choice}.`
    : `Its ${name} is “${value.slice(0, 40)}”, which is not known. Set it to ${choice}.`;
}

function fieldProblem(fields: readonly XmlField[]): string | undefined {
  const isKnown = ({ name }: XmlField) =>
    name === 'participatingState' || elementNames.some((known) => known === name);
  for (const field of fields.filter(isKnown)) {
    if (field.nested) return `Its element ${field.name} holds further elements, where only text is expected.`;
    if (field.overlong) return `Its element ${field.name} is longer than ${longestText} characters.`;
  }
  return undefined;
}

/** One line of Unicode normal form C, in whatever script. */
function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
