// Values as texts, so that what a source said, what storage holds and what the API shows compare.

/** '' for an empty value; lists as JSON, a telephone by its number. */
export function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) throw new Error(`No value of a field: ${JSON.stringify(value)}`);
  return value.length === 0 ? '' : JSON.stringify(value.map(itemText));
}

function itemText(item: unknown): unknown {
  return item && typeof item === 'object' && 'e164' in item ? item.e164 : item;
}

/** The text of one field, of claims (`{ value }`) or of plain content. */
export function textIn(said: object, field: string): string {
  const found: unknown = new Map<string, unknown>(Object.entries(said)).get(field);
  return fieldText(found && typeof found === 'object' && 'value' in found ? found.value : found);
}
