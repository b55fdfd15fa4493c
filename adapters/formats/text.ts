import { decodeText as decode, encodingOf as encoding } from '../../platform/text/decode.ts';
import { readingSource } from './unreadable.ts';

export { looksLikeHtml } from '../../platform/text/decode.ts';

/**
 * What a source gave, as text. A byte order mark wins over `declaredEncoding`, which wins over UTF-8.
 * @throws SourceFailure where a byte does not fit: a name with a hole in it is worse than none
 */
export const decodeText = (bytes: Uint8Array, declaredEncoding?: string): string =>
  readingSource(() => decode(bytes, declaredEncoding));

/** The encoding that `TextDecoder` knows. @throws SourceFailure where the declared name is none */
export const encodingOf = (bytes: Uint8Array, declaredEncoding?: string): string =>
  readingSource(() => encoding(bytes, declaredEncoding));
