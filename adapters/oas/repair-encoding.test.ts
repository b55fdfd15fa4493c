import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairText } from './repair-encoding.ts';

const doubled = (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text, 'utf8'));

describe('doubly encoded text', () => {
  it.each([
    ['MÃ©xico', 'México'],
    ['PanamÃ¡', 'Panamá'],
    ['EspaÃ±ol, inglÃ©s', 'Español, inglés'],
    ['MarÃ­a JosÃ© NuÃ±ez', 'María José Nuñez'],
    ['SÃ£o TomÃ©', 'São Tomé'],
    [doubled('“Relaciones Exteriores”'), '“Relaciones Exteriores”'],
  ])('is mended: %s', (broken, whole) => {
    expect(repairText(broken)).toBe(whole);
  });

  it.each([
    'México',
    'São Paulo',
    'JOÃO',
    'Ñuñoa',
    'ÂNGELA Conceição',
    'FRANÇA',
    'Âge',
    'Ã',
    'naïve façade',
    'Þór Ægisson',
    '东京',
    'Москва',
    'plain',
    '',
  ])('is not seen in good text: %s', (text) => {
    expect(repairText(text)).toBe(text);
  });

  it('is mended whatever Latin text it was, once or twice over', () => {
    const text = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ ,.'-]{1,40}$/);
    fc.assert(
      fc.property(text, (original) => {
        const whole = original.normalize('NFC');
        // Text that already looks doubly encoded cannot be told from text that is.
        fc.pre(repairText(whole) === whole);
        expect(repairText(doubled(whole))).toBe(whole);
        expect(repairText(doubled(doubled(whole)))).toBe(whole);
      }),
    );
  });
});
