import { mutatedText } from './mutate-bytes.ts';
import type { Tape } from './tape.ts';

/** Tags, comments and instructions, and the text between them. */
const pieces = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>|[^<]+/g;

const oddPieces = [
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
  '<!DOCTYPE x SYSTEM "file:///etc/hosts">',
  '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]>',
  '&a;',
  '&b;',
  '&#0;',
  '&#xD800;',
  '&#x10FFFF;',
  '&lt',
  '&',
  ']]>',
  '<![CDATA[ <a> & ]]>',
  '<!-- -- -->',
  '<?xml version="1.0" encoding="UTF-7"?>',
  '<?xml version="1.1"?>',
  '<?php 1 ?>',
  '<a:b xmlns:a="urn:x"/>',
  '<x:y/>',
  '<a b="1" b="2"/>',
  '<a b=1/>',
  '</contactPoints>',
  '</worksheet>',
  '<contactPoint/>',
  '<c r="ZZZ9999999" t="s"><v>99999999</v></c>',
  '<c r="A0"><v>1e400</v></c>',
  '<c t="s"><v>-1</v></c>',
  '<row r="-5"/>',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<mergeCell ref="B9:A1"/>',
  '<f>1+1</f>',
];
const oddAttributes = [
  ' id="&#x41;"',
  ' withheld="restricted"',
  ' xml:lang="x"',
  ' xmlns=""',
  ' xmlns:xml="urn:x"',
  ' xsi:nil="true"',
  ' complete="true"',
  ' count="0"',
  ' count="999999999"',
  ' r="A1048577"',
  ' t="e"',
  ' s="4294967296"',
];

/** An XML document changed in its structure: whole elements, attributes, entities, depth. */
export function mutatedXml(tape: Tape, xml: string): string {
  let parts: readonly string[] = xml.match(pieces) ?? [];
  for (let left = 1 + tape.below(3); left > 0; left -= 1) parts = once(tape, parts);
  const text = parts.join('');
  return tape.chance(0.1) ? mutatedText(tape, text, 2) : text;
}

function once(tape: Tape, parts: readonly string[]): string[] {
  const at = tape.below(parts.length + 1);
  const to = Math.min(parts.length, at + 1 + tape.below(12));
  const before = parts.slice(0, at);
  const chosen = parts.slice(at, to);
  const after = parts.slice(to);
  switch (tape.below(9)) {
    case 0:
      return [...before, ...after];
    case 1:
      return [...before, ...repeated(chosen, tape.pick(2, 3, 300)), ...after];
    case 2:
      return [...before, tape.of(oddPieces) ?? '', ...chosen, ...after];
    case 3: {
      const depth = tape.pick(1, 5, 20, 3_000);
      return [...before, '<a>'.repeat(depth), ...chosen, '</a>'.repeat(depth), ...after];
    }
    case 4:
      return [...before, ...chosen.toReversed(), ...after];
    case 5:
      return [
        ...before,
        ...chosen.map((piece) =>
          /^<\w/.test(piece) ? withAttribute(piece, tape.of(oddAttributes) ?? '') : piece,
        ),
        ...after,
      ];
    case 6:
      return [
        ...before,
        ...chosen.map((piece) => (piece.startsWith('<') ? piece : tape.oddText())),
        ...after,
      ];
    case 7:
      return [
        ...before,
        ...chosen.map((piece) =>
          piece.replace(
            /="([^"]*)"/,
            () => `="${tape.pick(tape.oddText(), '', '-1', '1e9').replaceAll('"', '')}"`,
          ),
        ),
        ...after,
      ];
    default:
      return [...before, ...chosen];
  }
}

/** Larger than any reader takes; more would only be too long to be made. */
const mostLetters = 50_000_000;

function repeated(parts: readonly string[], times: number): string[] {
  const letters = parts.reduce((sum, part) => sum + part.length, 1);
  return Array.from({ length: Math.min(times, Math.ceil(mostLetters / letters)) }, () => parts).flat();
}

const withAttribute = (tag: string, attribute: string): string => tag.replace(/(\/?>)$/, `${attribute}$1`);
