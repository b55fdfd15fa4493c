import { describe, expect, it } from 'vitest';
import type { Located, SetAside } from '../contract.ts';
import { readXmlList } from '../formats/xml.ts';
import { longestText, osceNamespace, readContactPoint } from './contact-point.ts';
import type { OsceRecord } from './record.ts';

const point = (id: string, inner = '<institution>Ministry</institution>') =>
  `<contactPoint id="${id}" level="POLICY" rank="primary"><participatingState>Estonia</participatingState>${inner}</contactPoint>`;

/** The seventh contact point of a feed. */
function readPoint(xml: string): Located<OsceRecord> | SetAside {
  const bytes = new TextEncoder().encode(`<contactPoints xmlns="${osceNamespace}">${xml}</contactPoints>`);
  const [item] = readXmlList(bytes, { depth: 9, elements: 99, text: longestText }).items;
  if (!item) throw new Error('no contact point');
  return readContactPoint(item, 7);
}

function setAsideOf(xml: string): SetAside {
  const read = readPoint(xml);
  if ('record' in read) throw new Error('not set aside');
  return read;
}

function recordOf(inner: string): OsceRecord['elements'] {
  const read = readPoint(point('A-1', `<institution>M</institution>${inner}`));
  if (!('record' in read)) throw new Error(read.reason);
  return read.record.elements;
}

describe('a contact point that cannot be used', () => {
  it.each([
    ['an unknown level', point('A-1').replace('POLICY', 'LEGAL'), 'Its level is “LEGAL”'],
    ['no level', point('A-1').replace('level="POLICY"', ''), 'It has no level'],
    ['an unknown rank', point('A-1').replace('primary', 'third'), 'Its rank is “third”'],
    ['no state', point('A-1').replace(/<part.*State>/, ''), 'no participatingState'],
    ['an empty state', point('A-1').replace('Estonia', ' '), 'no participatingState'],
    ['two states', point('A-1', '<participatingState>Latvia</participatingState>'), 'more than one'],
    ['no institution', point('A-1', '<name>A</name>'), 'no institution'],
    [
      'an institution of no text',
      point('A-1', '<institution xml:lang="en"> </institution>'),
      'no institution',
    ],
    [
      'an institution of another namespace',
      point('A-1', '<institution xmlns="urn:y">M</institution>'),
      'no institution',
    ],
    [
      'elements in its text',
      point('A-1', '<institution>M</institution><phone>1<b>2</b></phone>'),
      'phone holds',
    ],
    ['an endless text', point('A-1', `<institution>${'M'.repeat(4001)}</institution>`), 'longer than 4000'],
  ])('for %s is set aside with the reason, and counts as seen', (_name, bad, words) => {
    const setAside = setAsideOf(bad);
    expect(setAside).toMatchObject({ location: 'contactPoint A-1', sourceKey: 'A-1' });
    expect(setAside.reason).toContain(words);
  });

  it('for want of an id is set aside by its number', () => {
    const setAside = setAsideOf(point('').replace('id=""', ''));
    expect(setAside).toEqual({ location: 'contactPoint number 7', reason: expect.stringContaining('no id') });
  });
});

describe('a record', () => {
  it('keeps each element with its value, language and whether it is withheld', () => {
    const { institution, email, phone, name } = recordOf(
      '<institution xml:lang="RU">Министерство</institution><email>a@mfa.example</email><email>b@mfa.example</email>' +
        '<phone withheld="restricted"/><name xml:lang="not a tag">N</name>',
    );
    expect(institution).toEqual([
      { value: 'M', lang: null, withheld: false },
      { value: 'Министерство', lang: 'ru', withheld: false },
    ]);
    expect(email.map(({ value }) => value)).toEqual(['a@mfa.example', 'b@mfa.example']);
    expect(phone).toEqual([{ value: null, lang: null, withheld: true }]);
    expect(name).toEqual([{ value: 'N', lang: null, withheld: false }]);
  });

  it('takes what stands in a withheld element for a mask, not for a value', () => {
    const { phone } = recordOf(
      '<phone withheld="restricted">+372 *** ****</phone><phone withheld="fully">1</phone>',
    );
    expect(phone.map(({ value }) => value)).toEqual([null, null]);
  });

  it('has one line of composed text, in whatever script', () => {
    const { name, unit } = recordOf('<name>\n  Jo\u0308rg\t&#160; Õ. 李 </name><unit></unit>');
    expect(name.map(({ value }) => value)).toEqual(['Jörg Õ. 李']);
    expect(unit).toEqual([]);
  });
});
