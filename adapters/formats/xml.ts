import sax from 'sax';
import { SourceFailure } from '../contract.ts';
import { encodingOf } from './text.ts';

/** A list in XML: a root element, its items, and their fields, which hold text. */
export interface XmlList {
  /** Null where the text ends or is damaged before the root element has begun. */
  readonly root: XmlTag | null;
  /** The root's child elements that are whole; one that is cut by a break is not among them. */
  readonly items: readonly XmlItem[];
  /** Where and why the text is no well-formed XML document (`why` fits behind a comma); null where all of it is. */
  readonly broken: { readonly line: number; readonly why: string } | null;
}

export interface XmlTag {
  /** Without prefix. */
  readonly name: string;
  /** Empty where it has none. */
  readonly namespace: string;
  /** Those without a prefix, by name. */
  readonly attributes: ReadonlyMap<string, string>;
  /** `xml:lang`, its own or that of the nearest element around it (XML 1.0 §2.12). */
  readonly language: string | null;
}

export interface XmlItem extends XmlTag {
  readonly fields: readonly XmlField[];
}

export interface XmlField extends XmlTag {
  readonly text: string;
  /** It holds elements; `text` is what stands beside and in them. */
  readonly nested: boolean;
  /** Its text is longer than the limit; `text` is the beginning of it. */
  readonly overlong: boolean;
}

export interface XmlLimits {
  readonly depth: number;
  readonly elements: number;
  /** Characters in one field. */
  readonly text: number;
}

interface OpenItem extends XmlTag {
  readonly fields: XmlField[];
}
interface OpenField extends XmlTag {
  text: string;
  nested: boolean;
  overlong: boolean;
}

class Break extends Error {}

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/**
 * Reads as far as the text is well formed. Nothing outside is ever loaded and nothing expanded: a document with a DOCTYPE is
 * refused, so that there are no entities but XML's own five.
 * @throws SourceFailure for a DOCTYPE, an unknown encoding, and more depth or elements than the limits
 */
export function readXmlList(bytes: Uint8Array, limits: XmlLimits): XmlList {
  const { text, damage } = decoded(bytes);
  const items: XmlItem[] = [];
  let root: XmlTag | null = null;
  let item: OpenItem | null = null;
  let field: OpenField | null = null;
  let depth = 0;
  let elements = 0;
  let attributeNames = new Set<string>();

  const options = { xmlns: true, position: true, strictEntities: true };
  const parser = sax.parser(true, options);
  parser.onerror = (error) => {
    if (/doctype/i.test(error.message)) refuseDoctype();
    throw new Break(inWords(error.message));
  };
  parser.ondoctype = refuseDoctype;
  parser.onattribute = ({ name }) => {
    if (attributeNames.has(name)) throw new Break('an attribute is given twice');
    attributeNames.add(name);
  };
  parser.onopentag = (opened) => {
    attributeNames = new Set();
    depth += 1;
    elements += 1;
    if (depth > limits.depth) throw new SourceFailure(`The feed nests more than ${limits.depth} elements.`);
    if (elements > limits.elements)
      throw new SourceFailure(`The feed has more than ${limits.elements} elements.`);
    if (depth === 1) {
      if (root) throw new Break('it goes on after its end');
      root = tagOf(opened, null);
    } else if (depth === 2) item = { ...tagOf(opened, root), fields: [] };
    else if (depth === 3) field = { ...tagOf(opened, item), text: '', nested: false, overlong: false };
    else if (field) field.nested = true;
  };
  parser.ontext = parser.oncdata = (piece) => {
    if (!field) return;
    field.overlong ||= field.text.length + piece.length > limits.text;
    field.text += piece.slice(0, limits.text - field.text.length);
  };
  parser.onclosetag = () => {
    if (depth === 3 && item && field) {
      item.fields.push(field);
      field = null;
    } else if (depth === 2 && item) {
      items.push(item);
      item = null;
    }
    depth -= 1;
  };

  try {
    for (let at = 0; at < text.length; at += 16_384) parser.write(text.slice(at, at + 16_384));
    if (damage) throw new Break(damage);
    parser.close();
  } catch (error) {
    if (!(error instanceof Break)) throw error;
    return { root, items, broken: { line: parser.line + 1, why: error.message } };
  }
  return { root, items, broken: null };
}

function inWords(message: string): string {
  const [what = ''] = message.split('\n');
  return /^(Unclosed root tag|Unexpected end)/.test(what)
    ? 'it breaks off'
    : `it is not well-formed XML (${what})`;
}

function refuseDoctype(): never {
  throw new SourceFailure(
    'The feed has a DOCTYPE declaration, which is refused: it could load or expand anything.',
  );
}

function tagOf(opened: sax.Tag | sax.QualifiedTag, parent: XmlTag | null): XmlTag {
  if (!('local' in opened)) throw new Error('The XML parser does not resolve namespaces.');
  const attributes = new Map<string, string>();
  let language = parent?.language ?? null;
  for (const { prefix, local, uri, value } of Object.values(opened.attributes)) {
    if (prefix === '') attributes.set(local, value);
    else if (uri === xmlNamespace && local === 'lang') language = value;
  }
  return { name: opened.local, namespace: opened.uri, attributes, language };
}

/** All text, or the text before the first byte that does not fit, and what is wrong there. */
function decoded(bytes: Uint8Array): { text: string; damage: string | null } {
  const encoding = xmlEncoding(bytes);
  if (ofSingleBytes.test(encoding) && isUtf8(bytes)) {
    const text = new TextDecoder(encoding).decode(
      bytes.subarray(
        0,
        bytes.findIndex((byte) => byte > 0x7f),
      ),
    );
    const damage = `it declares the text encoding ${encoding.toUpperCase()}, and is UTF-8 text: read as declared its letters would be others. The declaration must be corrected`;
    return { text, damage };
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  let good = '';
  try {
    for (let at = 0; at < bytes.length; at += 4096) {
      good += decoder.decode(bytes.subarray(at, at + 4096), { stream: true });
    }
    return { text: good + decoder.decode(), damage: null };
  } catch {
    const lenient = new TextDecoder(encoding).decode(bytes);
    const at = lenient.indexOf('\uFFFD', good.length);
    const cut = at === -1 || at === lenient.length - 1;
    const text = at === -1 ? good : lenient.slice(0, at);
    return {
      text,
      damage: cut ? 'it breaks off' : `it holds bytes that are not ${encoding.toUpperCase()} text`,
    };
  }
}

const ofSingleBytes = /^(windows-|iso-8859-|koi8-|ibm866|macintosh|x-mac-)/;

/** Whether it has characters beyond ASCII, and all of them are UTF-8: by accident no text of another encoding is. */
function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.every((byte) => byte <= 0x7f)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function xmlEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be';
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^(?:\u00EF\u00BB\u00BF)?\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    start,
  )?.[1];
  // Readable byte by byte, so whatever it declares it is not UTF-16 (without a byte order mark).
  const contradictory = declared !== undefined && /^utf-?16/i.test(declared);
  return encodingOf(bytes, contradictory ? undefined : declared);
}
