import type { SampleEntry } from '../../contract.ts';
import { dates, fields, repeated, WITHHELD } from './entry.ts';

const vienna = new Intl.DateTimeFormat('de-AT', {
  timeZone: 'Europe/Vienna',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** A day as the feed writes it, in Vienna: DD.MM.YYYY. */
export function viennaDay(time: Date): string {
  const [day, month, year] = parts(time);
  return `${day}.${month}.${year}`;
}

function parts(time: Date): (string | undefined)[] {
  const found = new Map<string, string>(vienna.formatToParts(time).map(({ type, value }) => [type, value]));
  return ['day', 'month', 'year', 'hour', 'minute'].map((type) => found.get(type));
}

/** The feed of formats, `osce-feed.xsd`: always whole, with its own count; `time` is when it was generated. */
export function writeFeed(entries: readonly SampleEntry[], time: Date): string {
  const [, , , hour, minute] = parts(time);
  const points = entries.map(({ key, fields: values }) => {
    const attributes = `id="${escaped(key)}" level="${escaped(values.level ?? '')}" rank="${escaped(values.rank ?? '')}"`;
    const elements = fields
      .filter(({ name }) => name !== 'level' && name !== 'rank')
      .flatMap(({ name }) => element(name, values[name] ?? ''));
    return `  <contactPoint ${attributes}>\n${elements.map((line) => `    ${line}\n`).join('')}  </contactPoint>\n`;
  });
  const generated = `${viennaDay(time)} ${hour}:${minute}`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<contactPoints xmlns="urn:example:osce:cbm8:1" complete="true" count="${entries.length}" ` +
    `generated="${generated}" timezone="Europe/Vienna">\n${points.join('')}</contactPoints>\n`
  );
}

function element(name: string, value: string): string[] {
  if (name === 'institution') {
    const lines = value === '' ? [''] : value.split('\n'); // the schema wants one at least
    return lines.map((line) => {
      if (line === WITHHELD) return '<institution withheld="restricted"/>';
      const [, language, text] = /^([a-z]{2,3}): *(.*)$/.exec(line) ?? [];
      return `<institution${language ? ` xml:lang="${language}"` : ''}>${escaped(text ?? line)}</institution>`;
    });
  }
  if (value === '') return name === 'participatingState' ? ['<participatingState/>'] : [];
  const values = repeated.has(name) ? value.split('\n') : [value];
  return values.map((text) =>
    text === WITHHELD && !dates.has(name)
      ? `<${name} withheld="restricted"/>`
      : `<${name}>${escaped(text)}</${name}>`,
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
