/** The parameters of a property, in their order: `{ TYPE: ['voice', 'work'] }`. */
export type Parameters = Readonly<Record<string, string | readonly string[] | null>>;

/**
 * One line of a vCard or iCalendar file (RFC 6350 §3.3, RFC 5545 §3.1), folded, with its line end.
 * @param value as it stands in the file: texts go through `escaped` first
 */
export function contentLine(name: string, value: string, parameters: Parameters = {}): string {
  const given = Object.entries(parameters).flatMap(([key, values]) => {
    if (values === null) return [];
    const list = typeof values === 'string' ? [values] : values;
    return list.length === 0 ? [] : [`;${key}=${list.map(parameterValue).join(',')}`];
  });
  return folded(`${name}${given.join('')}:${value.replace(breaks, ' ')}`);
}

const breaks = /[\p{Cc}\u2028\u2029]/gu;

/** A text value (RFC 6350 §3.4). */
export const escaped = (text: string): string =>
  text.replace(/[\\,]/g, (character) => `\\${character}`).replace(/\r\n?|\n/g, '\\n');

/** One component of a structured value, such as that of ORG. */
export const component = (text: string): string => escaped(text).replaceAll(';', '\\;');

/** A parameter's value cannot hold quotation marks or line breaks: they are written by RFC 6868. */
function parameterValue(value: string): string {
  const safe = value
    .replaceAll('^', '^^')
    .replaceAll('"', "^'")
    .replace(/\r\n?|\n/g, '^n')
    .replace(breaks, ' ');
  return /^[A-Za-z0-9-]*$/.test(safe) ? safe : `"${safe}"`;
}

const longestLine = 75;

/** Lines of at most 75 octets; no character is cut. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= longestLine) return `${line}\r\n`;
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > longestLine) {
      lines.push(current);
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  return `${[...lines, current].join('\r\n')}\r\n`;
}
