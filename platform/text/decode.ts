import { UnreadableFile } from './unreadable-file.ts';

/**
 * Bytes to text. A byte order mark wins over `declaredEncoding`, which wins over UTF-8.
 * @throws UnreadableFile where a byte does not fit: a name with a hole in it is worse than none
 */
export function decodeText(bytes: Uint8Array, declaredEncoding?: string): string {
  const encoding = encodingOf(bytes, declaredEncoding);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableFile(`The file holds bytes that are not ${encoding.toUpperCase()} text.`, {
      cause,
    });
  }
}

/**
 * The encoding that `TextDecoder` knows, from the byte order mark or the declared name.
 * @throws UnreadableFile where the declared name is none
 */
export function encodingOf(bytes: Uint8Array, declaredEncoding = 'utf-8'): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    return new TextDecoder(declaredEncoding).encoding;
  } catch (cause) {
    throw new UnreadableFile(
      `The file declares the text encoding “${declaredEncoding.slice(0, 40)}”, which cannot be read.`,
      { cause },
    );
  }
}

/** Whether a file is a web page: a sign-in page, a proxy's or a maintenance notice in place of data. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  const start = new TextDecoder('utf-8').decode(bytes.subarray(0, 1024));
  return /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body)\b/i.test(start);
}
