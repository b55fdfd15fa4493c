import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairText } from './repair-encoding.ts';

// Bytes 80 to 9F as Windows-1252 shows them; Node's decoder does not in every version.
const shown = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'];
const doubled = (text: string) =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => (byte >= 0x80 && byte < 0xa0 ? shown[byte - 0x80] : String.fromCharCode(byte)))
    .join('');
const doubledAsLatin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

describe('doubly encoded text', () => {
  it.each([
    ['MÃ©xico', 'México'],
    ['PanamÃ¡', 'Panamá'],
    ['EspaÃ±ol, inglÃ©s', 'Español, inglés'],
    ['MarÃ\u00ada JosÃ© NuÃ±ez', 'María José Nuñez'],
    ['SÃ£o TomÃ©', 'São Tomé'],
    ['ESPAÃ‘A', 'ESPAÑA'],
    ['DIRECCIÃ“N DE INFORMÃ\u0081TICA', 'DIRECCIÓN DE INFORMÁTICA'],
    ['PERÃš', 'PERÚ'],
    ['JOSÃ‰', 'JOSÉ'],
    ['Ã‘uble', 'Ñuble'],
    ['AoÃ»t', 'Août'],
    ['voilÃ\u00a0', 'voilà'],
    ['HaÃ¯ti, PanamÃ¡', 'Haïti, Panamá'],
    ['Â¿Direcci\u00c3\u00b3n?', '¿Dirección?'],
    ['sector exteriorâ€™s', 'sector exterior’s'],
    [doubled('“Relaciones Exteriores”'), '“Relaciones Exteriores”'],
    [doubled('Œuvre – Šimić'), 'Œuvre – Šimić'],
    ['Å½ofia ÄŒernÃ¡', 'Žofia Černá'],
    [doubled('Юлия Евгеньева'), 'Юлия Евгеньева'],
    [doubled('Μαρία Παπαδοπούλου'), 'Μαρία Παπαδοπούλου'],
    [doubled('გიორგი – Օրինակ'), 'გიორგი – Օրինակ'],
  ])('is mended: %s', (broken, whole) => {
    expect(repairText(broken)).toBe(whole);
  });

  it.each([
    ['MÃƒÂ©xico', 'México'],
    [doubled(doubled('ESPAÑA, ÁÉÍÓÚ')), 'ESPAÑA, ÁÉÍÓÚ'],
    [doubled(doubled(doubled('Perú'))), 'Perú'],
  ])('is mended when it happened more than once: %s', (broken, whole) => {
    expect(repairText(broken)).toBe(whole);
  });

  it.each([
    'México',
    'São Paulo',
    'JOÃO',
    'Ñ',
    'Ñuñoa',
    'ÂNGELA Conceição',
    'FRANÇA',
    'Âge',
    'Ã',
    'CAFÉ…',
    'JOSÉ®',
    'COMITÉ’S',
    'PERÚ–CHILE',
    '“AMANHÃ”',
    'AMANHÃ…',
    'MONTAÑ…',
    'MANHÃ–TARDE',
    'MAÇÃ—PERA',
    'IRMÃ\u00a0DULCE',
    '«FUNDAÇÃO IRMÃ»',
    'L’ÎLE À VACHE',
    'naïve façade',
    'Þór Ægisson',
    'José MÃ©xico',
    '東京',
    '东京',
    'Москва',
    'plain',
    '',
  ])('is not seen in good text, or text that cannot be told: %s', (text) => {
    expect(repairText(text)).toBe(text);
  });

  it('is mended whatever Latin text it was, once or twice over, by either reading', () => {
    const text = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ ,.'-]{0,40}$/);
    fc.assert(
      fc.property(text, (some) => {
        const whole = `é${some}`;
        expect(repairText(whole)).toBe(whole);
        expect(repairText(doubled(whole))).toBe(whole);
        expect(repairText(doubledAsLatin1(whole))).toBe(whole);
        expect(repairText(doubled(doubled(whole)))).toBe(whole);
      }),
      { numRuns: 500 },
    );
  });
});
