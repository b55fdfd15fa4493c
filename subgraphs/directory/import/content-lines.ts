/** A property of a vCard, its value as it stands in the file. */
export interface ContentLine {
  /** In capital letters, without its group. */
  readonly name: string;
  /** What ties it to other properties; null where it stands alone. */
  readonly group: string | null;
  /** By their names in capital letters; several values of one are in one list. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly value: string;
}

/** A vCard as it stands in a file. */
export interface CardText {
  /** The line that it begins in, counted from 1. */
  readonly line: number;
  readonly lines: readonly ContentLine[];
  /** What is wrong with its form; null where nothing is. */
  readonly problem: string | null;
}

/** Takes a file of vCards apart (RFC 6350 §3.2 and §3.3; RFC 2426 is the same here). What stands between cards is passed over. */
export function cardsIn(text: string): CardText[] {
  const cards: CardText[] = [];
  let open: { line: number; lines: ContentLine[]; problem: string | null } | null = null;
  for (const { line, text: unfolded } of unfoldedLines(text)) {
    if (/^BEGIN:VCARD\s*$/i.test(unfolded)) {
      if (open) cards.push({ ...open, problem: neverEnds });
      open = { line, lines: [], problem: null };
    } else if (/^END:VCARD\s*$/i.test(unfolded)) {
      if (open) cards.push(open);
      open = null;
    } else if (open && unfolded.trim() !== '') {
      const read = contentLineOf(unfolded);
      if (read) open.lines.push(read);
      else open.problem ??= `Its line ${line} is no property: write NAME:value.`;
    }
  }
  if (open) cards.push({ ...open, problem: neverEnds });
  return cards;
}

const neverEnds = 'It has no END:VCARD: it breaks off, or the line is missing.';

/** A line that begins with white space goes on from the one before. */
function unfoldedLines(text: string): { line: number; text: string }[] {
  const lines: { line: number; parts: string[] }[] = [];
  text.split(/\r\n|\n|\r/).forEach((part, index) => {
    const before = lines.at(-1);
    if (/^[ \t]/.test(part) && before) before.parts.push(part.slice(1));
    else lines.push({ line: index + 1, parts: [part] });
  });
  return lines.map(({ line, parts }) => ({ line, text: parts.join('') }));
}

function contentLineOf(line: string): ContentLine | null {
  const head = /^(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)/.exec(line);
  if (!head) return null;
  const [whole, group = null, name = ''] = head;
  const parameters = new Map<string, string[]>();
  // One parameter with its values at a time; a quoted one may hold anything but a quotation mark.
  const parameter = /;([A-Za-z0-9-]+)(?:=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*))?/y;
  let at = whole.length;
  for (;;) {
    parameter.lastIndex = at;
    const found = parameter.exec(line);
    if (!found) break;
    at = parameter.lastIndex;
    // Before vCard 3.0 a type stood without its name.
    const [, key = '', values] = found;
    const [known, given] = values === undefined ? ['TYPE', key] : [key.toUpperCase(), values];
    parameters.set(known, [...(parameters.get(known) ?? []), ...parameterValues(given)]);
  }
  if (line.charAt(at) !== ':') return null;
  return {
    name: name.toUpperCase(),
    group: group?.toLowerCase() ?? null,
    parameters,
    value: line.slice(at + 1),
  };
}

const carets: Readonly<Record<string, string>> = { '^^': '^', '^n': '\n', "^'": '"' };

/** Values of a parameter, without quotation marks, and with what RFC 6868 writes by carets. */
function parameterValues(given: string): string[] {
  return [...given.matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, plain = '']) =>
    (quoted ?? plain).replace(/\^[\^n']/g, (caret) => carets[caret] ?? caret),
  );
}

/** A text as it is meant (RFC 6350 §3.4). */
export const unescaped = (value: string): string =>
  value.replace(/\\([\s\S])/g, (_whole, character: string) => (/[nN]/.test(character) ? '\n' : character));

/** The components of a structured value, or the values of a list. */
export function componentsOf(value: string, separator: ';' | ','): string[] {
  const parts: string[] = [''];
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    const last = parts.length - 1;
    if (character === '\\') {
      parts[last] += value.slice(at, at + 2);
      at += 1;
    } else if (character === separator) parts.push('');
    else parts[last] += character;
  }
  return parts.map(unescaped);
}
