import type { ContactRecord } from './contact-record.ts';
import { csvHead, csvRowOf } from './csv.ts';
import { cardOf } from './jscontact.ts';
import { jsonHead, jsonOf, jsonTail } from './json.ts';
import { vcardOf } from './vcard.ts';

/** In what contacts are exported, and imported again. */
export const exportFormats = ['VCARD', 'JSCONTACT', 'CSV', 'JSON'] as const;
export type ExportFormat = (typeof exportFormats)[number];

interface Writing {
  readonly mediaType: string;
  /** Behind `contacts`, as the address of an export and the name of its file have it. */
  readonly ending: string;
  readonly head: string;
  readonly between: string;
  readonly tail: string;
  readonly write: (record: ContactRecord) => string;
}

/** A file is its head, its contacts with `between` between them, and its tail. */
export const writing: Readonly<Record<ExportFormat, Writing>> = {
  VCARD: {
    mediaType: 'text/vcard; charset=utf-8',
    ending: 'vcf',
    head: '',
    between: '',
    tail: '',
    write: vcardOf,
  },
  // A list of Cards: RFC 9553 registers a media type for a single one.
  JSCONTACT: {
    mediaType: 'application/json',
    ending: 'jscontact.json',
    head: '[\n',
    between: ',\n',
    tail: '\n]\n',
    write: (record) => JSON.stringify(cardOf(record)),
  },
  CSV: {
    mediaType: 'text/csv; charset=utf-8; header=present',
    ending: 'csv',
    head: csvHead,
    between: '',
    tail: '',
    write: csvRowOf,
  },
  JSON: {
    mediaType: 'application/json',
    ending: 'json',
    head: jsonHead,
    between: ',\n',
    tail: jsonTail,
    write: jsonOf,
  },
};
