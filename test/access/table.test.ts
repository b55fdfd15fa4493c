import { describe, expect, it } from 'vitest';
import { columns, readTable } from './table.ts';

const head = `| field | ${columns.join(' | ')} |\n|---|`;
const cells = '| yes | own | own, others unknown | own, others empty | released | no | no |';

describe('the table of docs/access.md', () => {
  it('is read row by row, wherever it stands, and for each directory', () => {
    const read = readTable(
      ['ARF', 'OSCE'],
      `# A\n${head}\n| \`Query.one(of)\` ${cells}\n\ntext\n${head}\n| \`Query.{directory}\` ${cells}`,
    );
    expect(read.map(({ name, argument, directory }) => [name, argument, directory])).toEqual([
      ['Query.one(of)', 'of', null],
      ['Query.arf', null, 'ARF'],
      ['Query.osce', null, 'OSCE'],
    ]);
    expect(Object.values(read[0]?.may ?? {}).join('; ')).toBe(
      'yes; own; own, others unknown; own, others empty; released; no; no',
    );
  });

  it.each([
    ['a word it does not know', `| \`Query.one\` ${cells.replace('| yes', '| perhaps')}`, '"perhaps"'],
    ['a cell that is missing', '| `Query.one` | yes |', '"undefined"'],
    ['what is no field', `| all of it ${cells}`, '"all of it"'],
    ['the same row twice', `| \`Query.one\` ${cells}\n| \`Query.one\` ${cells}`, 'Query.one'],
  ])('is refused with %s', (_what, row, named) => {
    expect(() => readTable([], `${head}\n${row}`)).toThrow(named);
  });

  it('is refused with other columns', () => {
    expect(() => readTable([], '| field | king |\n|---|---|')).toThrow('the columns are');
  });
});
