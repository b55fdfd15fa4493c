import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Reads docs/access.md: the table of who may do what is its own test.

export const columns = [
  'custodian',
  'state',
  'contact',
  'organisation',
  'observer',
  'service',
  'nobody',
] as const;
export type Column = (typeof columns)[number];

const words = ['yes', 'own', 'own, others unknown', 'own, others empty', 'released', 'no'] as const;
export type Word = (typeof words)[number];

/** Who may use a field of the API. */
export interface AccessRow {
  /** As it is written: `Query.contact(asOf)`, `Query.{directory}`. */
  readonly written: string;
  /** The same for one directory: `Query.osce`. */
  readonly name: string;
  readonly type: string;
  readonly field: string;
  /** The argument that the row is about; null for the field without it. */
  readonly argument: string | null;
  /** The code of the directory that the row is about; null where it is about none, or about any. */
  readonly directory: string | null;
  readonly may: Readonly<Record<Column, Word>>;
}

export const tableFile = fileURLToPath(new URL('../../docs/access.md', import.meta.url));

/**
 * @param directories the codes that `{directory}` stands for
 * @throws Error that names the line which is not understood, or the row that is there twice
 */
export function readTable(
  directories: readonly string[],
  markdown = readFileSync(tableFile, 'utf8'),
): AccessRow[] {
  const lines = markdown.split('\n');
  const rows: AccessRow[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const header = cellsOf(lines[at]);
    if (header?.[0] !== 'field') continue;
    if (header.slice(1).join() !== columns.join())
      throw new Error(
        `docs/access.md, line ${at + 1}: the columns are ${columns.join(', ')}, in this order.`,
      );
    for (at += 2; at < lines.length; at += 1) {
      const cells = cellsOf(lines[at]);
      if (!cells) break;
      const codes = cells[0]?.includes('{directory}') ? directories : [null];
      rows.push(...codes.map((code) => rowOf(cells, at + 1, code)));
    }
  }
  const twice = rows.find(({ name }, at) => rows.findIndex((other) => other.name === name) < at);
  if (twice) throw new Error(`docs/access.md: ${twice.name} is there twice.`);
  return rows;
}

function cellsOf(line: string | undefined): string[] | null {
  if (!line?.startsWith('|')) return null;
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function rowOf([first = '', ...cells]: readonly string[], line: number, directory: string | null): AccessRow {
  const name = first.replace('{directory}', directory?.toLowerCase() ?? '').slice(1, -1);
  const named = /^(\w+)\.(\w+)(?:\((\w+)\))?$/.exec(name);
  if (!named?.[1] || !named[2])
    throw new Error(`docs/access.md, line ${line}: "${first}" is no field, such as \`Query.contact(asOf)\`.`);
  const word = (column: Column): Word => {
    const cell = cells[columns.indexOf(column)];
    const known = words.find((candidate) => candidate === cell);
    if (known) return known;
    throw new Error(`docs/access.md, line ${line}: "${cell}" is none of the words: ${words.join('; ')}.`);
  };
  return {
    written: first.slice(1, -1),
    name,
    type: named[1],
    field: named[2],
    argument: named[3] ?? null,
    directory,
    may: {
      custodian: word('custodian'),
      state: word('state'),
      contact: word('contact'),
      organisation: word('organisation'),
      observer: word('observer'),
      service: word('service'),
      nobody: word('nobody'),
    },
  };
}
