import { badInput } from '../../../platform/errors/problem.ts';
import { decodeText, looksLikeHtml } from '../../../platform/text/decode.ts';
import { UnreadableFile } from '../../../platform/text/unreadable-file.ts';
import { type ImportedFile, importLimits } from './imported-file.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { readVcards } from './read-vcard.ts';
import { readWorkbook } from './read-workbook.ts';

/**
 * Reads a file of contacts, whatever its format: it tells by itself what it is. A workbook (.xlsx), vCard 3.0 or 4.0, JSContact, the
 * product's own JSON, or separated values.
 * @param base64 the file (RFC 4648 §4)
 * @param iso3 the state whose contacts they are
 * @throws Problem BAD_USER_INPUT at `file` where it is none of them, or is too large
 */
export function readFile(base64: string, iso3: string): ImportedFile {
  const bytes = bytesOf(base64);
  try {
    return readBytes(bytes, iso3);
  } catch (error) {
    if (error instanceof UnreadableFile) throw badInput('input.file', error.message);
    throw error;
  }
}

function readBytes(bytes: Buffer, iso3: string): ImportedFile {
  const start = bytes.subarray(0, 4).toString('hex');
  // A zip archive is a workbook, or none; an old or protected one says so itself.
  if (start.startsWith('504b') || start === 'd0cf11e0') return readWorkbook(bytes);
  if (looksLikeHtml(bytes)) throw badInput('input.file', 'The file is a web page, not a list of contacts.');
  const text = textOf(bytes);
  if (/^\s*BEGIN:VCARD\s*$/im.test(text.slice(0, 2000))) return readVcards(text, iso3);
  return /^\s*[[{]/.test(text) ? readJson(text, iso3) : readCsv(text);
}

/** @throws Problem BAD_USER_INPUT */
export function bytesOf(base64: string): Buffer {
  const text = base64.trim();
  if (text.length > Math.ceil(importLimits.bytes / 3) * 4 + 4)
    throw badInput(
      'input.file',
      `The file is larger than the ${importLimits.bytes / 1024} KB that are read at once.`,
    );
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
    throw badInput('input.file', 'Give the content of the file in base64.');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0) throw badInput('input.file', 'This is an empty file.');
  return bytes;
}

/** UTF-8, or UTF-16 as some spreadsheet programs write it, also without a byte order mark. Nothing is guessed beyond that. */
function textOf(bytes: Buffer): string {
  const [first, second, third, fourth] = bytes;
  const wide =
    first === 0 && third === 0 ? 'utf-16be' : second === 0 && fourth === 0 ? 'utf-16le' : undefined;
  try {
    return decodeText(bytes, wide).replace(/^\uFEFF/, '');
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw badInput(
      'input.file',
      'The file is not in UTF-8, so that names could not be read right. Save it as “CSV UTF-8”, or as a workbook (.xlsx).',
    );
  }
}
