import sax from 'sax';
import { decodeText } from '../text/decode.ts';
import { UnreadableFile } from '../text/unreadable-file.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
  /** Names without their prefix, so that `<x:row>` is `row`. */
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Walks one part of a workbook. Only the entities that XML itself defines are resolved: a DOCTYPE defines none here.
 * @throws UnreadableFile where the part is not well-formed
 */
export function walkXml(bytes: Uint8Array, part: string, handler: XmlHandler): void {
  const parser = sax.parser(true, {});
  parser.onopentag = ({ name, attributes }) => {
    const plain: Record<string, string> = {};
    for (const [key, value] of Object.entries(attributes)) {
      plain[localName(key)] = typeof value === 'string' ? value : value.value;
    }
    handler.open?.(localName(name), plain);
  };
  parser.onclosetag = (name) => handler.close?.(localName(name));
  parser.ontext = (text) => handler.text?.(text);
  parser.oncdata = (text) => handler.text?.(text);
  parser.onerror = (error) => {
    throw error;
  };
  const text = decodeText(bytes);
  try {
    parser.write(text).close();
  } catch (cause) {
    if (cause instanceof UnreadableFile) throw cause;
    throw new UnreadableFile(`The workbook is damaged: its part “${part}” cannot be read.`, { cause });
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
