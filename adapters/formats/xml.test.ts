import { describe, expect, it } from 'vitest';
import { SourceFailure } from '../contract.ts';
import { readXmlList } from './xml.ts';

const limits = { depth: 8, elements: 100, text: 50 };
const read = (text: string | Uint8Array) =>
  readXmlList(typeof text === 'string' ? new TextEncoder().encode(text) : text, limits);
const texts = (text: string | Uint8Array) =>
  read(text).items.map(({ fields }) => fields.map((field) => field.text));

const list = '<l xmlns="urn:x"><i id="1"><a>one</a></i>\n<i id="2"><a>two</a></i></l>';

describe('a list', () => {
  it('is read with its items, their fields and attributes', () => {
    const { root, items, broken } = read(list);
    expect(root).toMatchObject({ name: 'l', namespace: 'urn:x' });
    expect(items.map((item) => item.attributes.get('id'))).toEqual(['1', '2']);
    expect(items[0]?.fields).toMatchObject([{ name: 'a', namespace: 'urn:x', text: 'one', nested: false }]);
    expect(broken).toBeNull();
  });

  it('may use any prefix', () => {
    const { root, items } = read('<p:l xmlns:p="urn:x"><p:i><p:a>one</p:a><a>two</a></p:i></p:l>');
    expect(root).toMatchObject({ name: 'l', namespace: 'urn:x' });
    expect(items[0]?.fields.map(({ name, namespace }) => [name, namespace])).toEqual([
      ['a', 'urn:x'],
      ['a', ''],
    ]);
  });

  it('gives a field the language of the nearest element that names one', () => {
    const { items } = read(
      '<l xml:lang="en"><i><a/><a xml:lang="ru"/></i><i xml:lang="fr"><a lang="de"/></i></l>',
    );
    expect(items.map(({ fields }) => fields.map(({ language }) => language))).toEqual([['en', 'ru'], ['fr']]);
  });

  it('joins text, CDATA and character references, and skips comments', () => {
    expect(texts('<l><i><a>x &amp; <![CDATA[<y>]]><!-- not this -->&#x416;&#1078;</a></i></l>')).toEqual([
      ['x & <y>Жж'],
    ]);
  });

  it('marks a field that holds elements, and one that is too long', () => {
    const { items } = read(`<l><i><a>x<b>y</b></a><a>${'z'.repeat(51)}</a><a>${'z'.repeat(50)}</a></i></l>`);
    expect(items[0]?.fields).toMatchObject([
      { text: 'xy', nested: true, overlong: false },
      { text: 'z'.repeat(50), nested: false, overlong: true },
      { text: 'z'.repeat(50), overlong: false },
    ]);
  });
});

describe('a list that is broken', () => {
  it('keeps the items before the break at every possible place, and never half an item', () => {
    const bytes = new TextEncoder().encode(list.replace('one', 'Õнe'));
    for (let length = 0; length < bytes.length; length += 1) {
      const { items, broken, root } = read(bytes.subarray(0, length));
      if (root) expect(broken?.why).toBe('it breaks off');
      for (const { fields } of items) expect(fields.map(({ text }) => text)).not.toContain('');
      expect(['', 'Õнe', 'Õнe,two']).toContain(
        items.flatMap(({ fields }) => fields.map(({ text }) => text)).join(),
      );
    }
  });

  it.each([
    ['a closing tag that fits nothing', '</b>', 'well-formed'],
    ['an unclosed element', '<i><a>three</i>', 'well-formed'],
    ['an entity that is none of the five', '<i><a>&eacute;</a></i>', 'well-formed'],
    ['an unescaped ampersand', '<i><a>R&D</a></i>', 'well-formed'],
    ['an attribute given twice', '<i id="3" id="4"/>', 'twice'],
    ['a character that XML does not allow', '<i><a>&#0;</a></i>', 'well-formed'],
    ['an unknown prefix', '<q:i/>', 'well-formed'],
  ])('by %s keeps what came before and says where', (_name, wrong, why) => {
    const { items, broken } = read(list.replace('\n', `\n${wrong}`));
    expect(items).toHaveLength(1);
    expect(broken?.line).toBe(2);
    expect(broken?.why).toContain(why);
  });

  it('by a second root keeps the first', () => {
    expect(read(`${list}<l/>`)).toMatchObject({
      items: [{}, {}],
      broken: { why: 'it goes on after its end' },
    });
    expect(read(`${list} and more`).broken?.why).toContain('well-formed');
  });

  it('by bytes of another encoding keeps what came before', () => {
    const bytes = Buffer.concat([
      Buffer.from('<l><i><a>one</a></i><i><a>caf'),
      Buffer.from([0xe9]),
      Buffer.from('</a></i></l>'),
    ]);
    expect(texts(bytes)).toEqual([['one']]);
    expect(read(bytes).broken?.why).toBe('it holds bytes that are not UTF-8 text');
  });

  it('before its root has none', () => {
    for (const text of [
      '',
      ' \n',
      'no XML at all',
      '{"data":[]}',
      '<?xml version="1.0"?>',
      '<l xmlns="urn',
    ]) {
      expect(read(text)).toMatchObject({ root: null, items: [] });
    }
  });
});

describe('an encoding', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  it.each([
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF<l><i><a>Õ</a></i></l>')],
    [
      'a declared Latin-1',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><l><i><a>Õ</a></i></l>', 'latin1'),
    ],
    [
      'UTF-16 with a byte order mark',
      utf16('\uFEFF<?xml version="1.0" encoding="UTF-16"?><l><i><a>Õ</a></i></l>'),
    ],
    ['UTF-16 without one', utf16('<l><i><a>Õ</a></i></l>')],
    ['big-endian UTF-16', utf16('\uFEFF<l><i><a>Õ</a></i></l>').swap16()],
    [
      'UTF-8 that claims to be UTF-16',
      Buffer.from('<?xml version="1.0" encoding="utf-16"?><l><i><a>Õ</a></i></l>'),
    ],
  ])('is recognised: %s', (_name, bytes) => {
    expect(texts(bytes)).toEqual([['Õ']]);
  });

  it('that nobody knows is refused', () => {
    expect(() => read('<?xml version="1.0" encoding="x-klingon"?><l/>')).toThrow(/x-klingon/);
  });
});

describe('a hostile document', () => {
  const bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><l><i><a>&b;</a></i></l>';
  it.each([
    ['entities that expand', bomb],
    [
      'an entity from a file',
      '<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/hostname">]><l><i><a>&f;</a></i></l>',
    ],
    ['an outside DTD', '<!DOCTYPE l SYSTEM "http://127.0.0.1/l.dtd"><l/>'],
    ['a DOCTYPE inside', '<l><i/><!DOCTYPE l></l>'],
  ])('with %s is refused', (_name, text) => {
    expect(() => read(text)).toThrow(SourceFailure);
    expect(() => read(text)).toThrow(/DOCTYPE/);
  });

  it('with too much depth or too many elements is refused', () => {
    expect(() => read('<l>'.repeat(9))).toThrow(/nests more than 8/);
    expect(() => read(`<l>${'<i/>'.repeat(100)}</l>`)).toThrow(/more than 100 elements/);
  });
});
