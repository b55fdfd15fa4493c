import { describe, expect, it } from 'vitest';
import { zipOf } from '../../test/support/workbooks.ts';
import { UnreadableFile } from '../text/unreadable-file.ts';
import { openZip } from './zip.ts';

const limit = 1_000_000;
const text = (bytes: Uint8Array | null) => (bytes ? Buffer.from(bytes).toString() : null);
const reading =
  (bytes: Uint8Array, name = 'a.xml', most = limit) =>
  () =>
    openZip(bytes, most).file(name);

describe('a zip archive', () => {
  it('gives its files by name, in any case, and null for what it has not', () => {
    const archive = openZip(zipOf({ 'a.xml': 'one', 'Folder/B.xml': 'two' }), limit);
    expect(text(archive.file('a.xml'))).toBe('one');
    expect(text(archive.file('folder/b.xml'))).toBe('two');
    expect(archive.file('c.xml')).toBeNull();
  });

  it('is found behind a comment', () => {
    const bytes = Buffer.from(zipOf({ 'a.xml': 'one' }));
    bytes.writeUInt16LE(5, bytes.length - 2);
    expect(text(openZip(Buffer.concat([bytes, Buffer.from('hello')]), limit).file('a.xml'))).toBe('one');
  });

  it('that is cut off anywhere is refused', () => {
    const bytes = zipOf({ 'a.xml': 'one'.repeat(100), 'b.xml': 'two' });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(reading(bytes.subarray(0, length))).toThrow(UnreadableFile);
    }
  });

  it('with one altered byte never gives altered content', () => {
    const content = 'one two three '.repeat(50);
    const bytes = zipOf({ 'a.xml': content });
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(at) ^ 0xff, at);
      let read: string | null = null;
      try {
        read = text(openZip(altered, limit).file('a.xml'));
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableFile);
      }
      if (read !== null) expect(read).toBe(content);
    }
  });

  it('that unpacks to more than allowed is refused, by what it declares and by what it is', () => {
    const bomb = new Uint8Array(20_000_000);
    expect(reading(zipOf({ 'a.xml': bomb }))).toThrow('more than the 1 MB');
    expect(reading(zipOf({ 'a.xml': bomb }, { declaredSize: 10 }))).toThrow('more than the 1 MB');
  });

  it('counts all its files together', () => {
    const archive = openZip(zipOf({ a: new Uint8Array(600_000), b: new Uint8Array(600_000) }), limit);
    archive.file('a');
    expect(() => archive.file('b')).toThrow('more than the 1 MB');
  });

  it('that declares another size than it has is refused', () => {
    expect(reading(zipOf({ 'a.xml': 'one' }, { declaredSize: 2 }))).toThrow('not what was packed');
  });

  it('with two files of one name is refused', () => {
    expect(reading(zipOf({ 'a.xml': 'one', 'A.xml': 'two' }))).toThrow('twice');
  });

  it('that needs a password is named as such', () => {
    const bytes = Buffer.from(zipOf({ 'a.xml': 'one' }));
    const directory = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002'));
    bytes.writeUInt16LE(1, directory + 8);
    expect(reading(bytes)).toThrow('password');
  });
});
