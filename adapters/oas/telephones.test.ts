import { describe, expect, it } from 'vitest';
import { telephonesOf } from './telephones.ts';

const read = (written: string | null, iso2 = 'TT') => {
  const problems: string[] = [];
  const telephones = telephonesOf(written, iso2, problems);
  return { telephones, problems, numbers: telephones.map(({ e164 }) => e164) };
};
const one = '+18685550141';
const other = '+18685550142';

describe('the telephone of a movement', () => {
  it.each([
    ['+1 868 555 0141; +1 868 555 0142'],
    ['+1 868 555 0141 / +1 868 555 0142'],
    ['+1 868 555 0141/+1 868 555 0142'],
    ['868-555-0141/868-555-0142'],
    ['+1 868 555 0141 y +1 868 555 0142'],
    ['+1 868 555 0141 o 868 555 0142'],
    ['+1 868 555 0141 y/o +1 868 555 0142'],
    ['+1 868 555 0141 and (868) 555-0142'],
    ['+1 868 555 0141 e +1 868 555 0142'],
    ['+1 868 555 0141 ou +1 868 555 0142'],
    ['+1 868 555 0141, +1 868 555 0142'],
    ['868 555 0141, 868 555 0142'],
    ['+1 868 555 0141 +1 868 555 0142'],
    ['+1 868 555 0141\n+1 868 555 0142'],
    ['+1 868 555 0141\r\nCel.: +1 868 555 0142'],
    ['Tel: +1 868 555 0141 (oficina) / Móvil: +1 868 555 0142'],
  ])('may hold two numbers: %j', (written) => {
    expect(read(written)).toMatchObject({ numbers: [one, other], problems: [] });
  });

  it('may hold two numbers as they are dialled within the country', () => {
    expect(read('2000-0141/2000-0142', 'CR')).toMatchObject({
      numbers: ['+50620000141', '+50620000142'],
      problems: [],
    });
  });

  it.each([
    '+1 868 555 0141 ext. 12',
    '+1 868 555 0141 ext 12',
    '+1 868 555 0141 anexo 12',
    '+1 868 555 0141 int. 12',
    '+1 868 555 0141 interno 12',
    '+1 868 555 0141 extensión 12',
    '+1 868 555 0141 ramal 12',
    '+1 868 555 0141 x12',
    '+1 868 555 0141x12',
    '+1 868 555 0141, ext. 12',
    '+1 868 555 0141 / ext. 12',
    '+1-868-555-0141;ext=12',
  ])('may have an extension: %s', (written) => {
    expect(read(written).telephones).toMatchObject([{ e164: one, extension: '12' }]);
    expect(read(written).problems).toEqual([]);
  });

  it('keeps two extensions of one number apart, each as written', () => {
    expect(read('+1 868 555 0141 anexo 12 / +1 868 555 0141 anexo 13').telephones).toEqual([
      { e164: one, extension: '12', asWritten: '+1 868 555 0141 anexo 12', aroundTheClock: false },
      { e164: one, extension: '13', asWritten: '+1 868 555 0141 anexo 13', aroundTheClock: false },
    ]);
  });

  it.each([
    ['+56 2 2555 0100/01', '01'],
    ['+56 2 2555 0100 / 01', '01'],
    ['+56 2 2555 0100/0101', '0101'],
    ['+56 2 2555 0100, 0101', '0101'],
    ['+56 2 2555 0100 y 01', '01'],
    ['+56 2 2555 0100 ext. 12/13', '13'],
  ])('is never made of the last digits of another: %s', (written, digits) => {
    const { numbers, problems } = read(written, 'CL');
    expect(numbers).toEqual(['+56225550100']);
    expect(problems).toEqual([expect.stringContaining(`“${digits}” behind`)]);
  });

  it.each(['+1 868 555 0141 (24/7)', '+1 868 555 0141 24/7', '+1 868 555 0141 (24x7)'])(
    'may be answered around the clock: %s',
    (written) => {
      expect(read(written).telephones).toMatchObject([{ e164: one, extension: null, aroundTheClock: true }]);
      expect(read(written).problems).toEqual([]);
    },
  );

  it('is the same number however often and however it is written', () => {
    expect(read('+1 868 555 0141; (868) 555-0141 / 1 868 5550141').numbers).toEqual([one]);
  });

  it('that cannot be dialled as written is kept as written', () => {
    for (const written of ['Fax: +1 868 555 0149', '1-800-CIBER-00', '911'])
      expect(read(written, 'CL')).toMatchObject({
        telephones: [{ e164: null, asWritten: written }],
        problems: [],
      });
  });

  it.each(['por confirmar', 'N/A', 's/n', '-'])('that is no number is told: %s', (written) => {
    expect(read(written)).toEqual({
      telephones: [],
      numbers: [],
      problems: [`telephone is “${written}”, which is no number; the rest is used.`],
    });
  });

  it.each([null, '', '  '])('that is missing is none: %j', (written) => {
    expect(read(written)).toEqual({ telephones: [], numbers: [], problems: [] });
  });
});
