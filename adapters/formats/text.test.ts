import { describe, expect, it } from 'vitest';
import { SourceFailure } from '../contract.ts';
import { decodeText, looksLikeHtml } from './text.ts';

describe('text', () => {
  it('is UTF-8 unless a byte order mark or the declared encoding says otherwise', () => {
    expect(decodeText(Buffer.from('México'))).toBe('México');
    expect(decodeText(Buffer.from('\uFEFFMéxico'))).toBe('México');
    expect(decodeText(Buffer.from('México', 'latin1'), 'iso-8859-1')).toBe('México');
    expect(decodeText(Buffer.from('\uFEFFMéxico', 'utf16le'), 'utf-8')).toBe('México');
  });

  it('with bytes that do not fit is refused, not filled with question marks', () => {
    expect(() => decodeText(Buffer.from('México', 'latin1'))).toThrow(SourceFailure);
  });

  it('in an encoding that nobody knows is refused', () => {
    expect(() => decodeText(Buffer.from('x'), 'x-unknown')).toThrow(/x-unknown/);
  });
});

describe('a web page', () => {
  it.each([
    '<!DOCTYPE html><html>',
    '\uFEFF\n<html lang="en">',
    '<!-- proxy --><HTML>',
    '<?xml version="1.0"?>\n<!doctype html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">',
  ])('is recognised: %s', (text) => {
    expect(looksLikeHtml(Buffer.from(text))).toBe(true);
  });

  it.each(['<contactPoints/>', '<?xml version="1.0"?><headers/>', '{"html":1}', ''])('is not: %s', (text) => {
    expect(looksLikeHtml(Buffer.from(text))).toBe(false);
  });
});
