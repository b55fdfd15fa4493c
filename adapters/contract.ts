import type { z } from 'zod';
import type { Clock } from '../platform/clock/clock.ts';
import type { Telephone } from '../platform/contact-details/telephone.ts';
import type { ContactField, ContactFunction, ContactKind } from '../platform/vocabulary/terms.ts';

/**
 * What a regional directory must supply. `R` is one source record as its own format has it; it must survive JSON,
 * since the last one of each entry is kept.
 */
export interface RegionalDirectory<R = unknown, S = unknown> {
  /** Upper-case code, e.g. `OSCE`: the key in the API, and the prefix of its environment variables. */
  readonly code: string;
  readonly name: string;
  readonly rules: DirectoryRules;
  /** The source's own environment variables, parsed; `{CODE}_SOURCE_URL` and `{CODE}_SCHEDULE` are everyone's. */
  settings(environment: Readonly<Record<string, string | undefined>>): S;
  /** Opens the source at a URL. Nothing is fetched before `read`. */
  open(url: URL, settings: S, tools: SourceTools): Source<R>;
  /** Checks a stored record: data from storage is data from outside. */
  readonly record: z.ZodType<R>;
  /** Pure: one source record to what it means. Never throws for bad data: it sets aside. */
  normalise(record: R): Meaning;
  /**
   * Fills what this record withholds with what the entry's last record said, so that "withheld" is neither empty nor a change.
   * Only for directories that can withhold.
   */
  carryOver?(previous: R, current: R): R;
  /**
   * Gives each entry its key where the source has no ids, by likeness to the entries known so far. One key for each entry,
   * in the same order; no key twice. Only for directories without ids.
   */
  identify?(entries: readonly EntryContent[], known: readonly KnownEntry[]): string[];
  /** What is served where no source is configured, for trying the product out. */
  readonly sample: SampleSource;
}

export interface DirectoryRules {
  /**
   * What it means when a complete read no longer has an entry. `removal`: it is gone. `omission`: nothing by itself, the
   * entry is marked absent. `nothing`: reads are movements, only a removal removes.
   */
  readonly absence: 'removal' | 'omission' | 'nothing';
  /** The levels its entries can have. */
  readonly levels: readonly string[];
  /** False where an entry has a level but names no function: then the state says which function a level is (D6). */
  readonly namesFunctions: boolean;
  /** Cron expression in UTC, where no `{CODE}_SCHEDULE` is set. */
  readonly schedule: string;
  /** Raised when normalise changes its mind about the same record: the source is then read anew in full. */
  readonly version: number;
}

export interface SourceTools {
  readonly clock: Clock;
  readonly userAgent: string;
}

/** A regional source, opened. */
export interface Source<R> {
  /**
   * One read. `since` is the `resume` of the last accepted read of the same source, or null to read in full.
   * @throws SourceFailure where nothing could be read
   */
  read(since: Resume | null, signal: AbortSignal): Promise<SourceRead<R>>;
}

/** Where to go on: an ETag, a cursor. Stored with the effect of the read, never before. */
export type Resume = Readonly<Record<string, string>>;

export type SourceRead<R> =
  | { readonly kind: 'unchanged' }
  /** `more`: of movements, all up to `resume`, and the source has others after them, which the next read goes on with at once. */
  | (RecordsRead<R> & { readonly kind: 'complete'; readonly more?: true })
  /** What was read is good, and it is not all: nothing may be removed for not being in it. */
  | (RecordsRead<R> & { readonly kind: 'incomplete'; readonly reason: string });

export interface RecordsRead<R> {
  readonly records: readonly Located<R>[];
  /** What could not even be taken for a record. */
  readonly setAside: readonly SetAside[];
  /** Null where the next read must again be in full. */
  readonly resume: Resume | null;
}

export interface Located<R> {
  readonly record: R;
  /** Where in the source, for a person: `Sheet1, row 7`, `movement 1042`, `contactPoint EST-POL-1`. */
  readonly location: string;
}

export interface SetAside {
  readonly location: string;
  /** A sentence a person understands, with what to mend. */
  readonly reason: string;
  /** The entry it would have been about, where that is known: it counts as seen. */
  readonly sourceKey?: string;
}

/** What one source record means. */
export type Meaning =
  | {
      readonly kind: 'entry';
      /** Null in a directory without ids: `identify` gives the key. */
      readonly sourceKey: string | null;
      readonly entry: EntryContent;
      /** Values of the record that could not be used, a sentence each; shown as set aside, while the rest is used. */
      readonly problems: readonly string[];
    }
  | { readonly kind: 'removal'; readonly sourceKey: string }
  | { readonly kind: 'set-aside'; readonly sourceKey?: string; readonly reason: string };

/** An entry as a regional directory has it, in the product's own terms. */
export interface EntryContent {
  /** The participant as the source writes it. */
  readonly participant: string;
  /** The Member State; null for a participant that is none, which is kept and shown and never copied. */
  readonly iso3: string | null;
  readonly function: ContactFunction | null;
  readonly level: string | null;
  readonly kind: ContactKind;
  readonly name: string | null;
  readonly title: string | null;
  readonly entity: string | null;
  readonly webPage: string | null;
  readonly emails: readonly string[];
  readonly phones: readonly Telephone[];
  /** BCP 47. */
  readonly languages: readonly string[];
  /** Fields of which the source withholds a part: unknown, which is neither empty nor a change. */
  readonly withheld: readonly ContactField[];
  readonly details: EntryDetails;
}

/** What a source says beyond the fields every contact has. */
export interface EntryDetails {
  readonly faxes?: readonly string[];
  readonly unit?: string;
  /** The entity's name in each language the source gives, by BCP 47 code. */
  readonly entityNames?: Readonly<Record<string, string>>;
  readonly remarks?: string;
  /** The document behind it: a note verbale's reference. */
  readonly reference?: string;
  readonly pgpFingerprint?: string;
  /** Dates as YYYY-MM-DD (or YYYY-MM where the source has no day). */
  readonly asOf?: string;
  readonly lastConfirmedOn?: string;
  readonly changedOn?: string;
  readonly notifiedOn?: string;
}

export interface KnownEntry {
  readonly sourceKey: string;
  readonly status: 'PRESENT' | 'ABSENT' | 'REMOVED';
  readonly content: EntryContent;
}

/** A source that could not be read at all; the message is shown to the custodian. */
export class SourceFailure extends Error {
  /** The earliest time the source wants to be asked again, where it says so. */
  readonly retryAt: Date | undefined;

  constructor(message: string, options: { cause?: unknown; retryAt?: Date } = {}) {
    super(message, { cause: options.cause });
    this.name = 'SourceFailure';
    this.retryAt = options.retryAt;
  }
}

/**
 * A directory's built-in sample: served over HTTP in the directory's own format and read like any other source.
 * All data in it is invented, with reserved domains and telephone ranges.
 */
export interface SampleSource {
  /** Path of the source below the sample server, e.g. `feed.xml`: what `{CODE}_SOURCE_URL` would end with. */
  readonly path: string;
  /** The settings its source needs to read it: the source's environment when it reads the sample. */
  readonly environment: Readonly<Record<string, string>>;
  /** Opens the sample kept in `file` (JSON; made from the built-in data where it does not exist yet). */
  open(file: string, clock: Clock): OpenSample;
}

export interface OpenSample {
  /** Answers a request for a path below the sample, in the directory's own transport. */
  handle(request: SampleRequest): Promise<SampleResponse>;
  /** The fields an entry has, in the order a person reads them; the first is the country. */
  readonly fields: readonly SampleField[];
  /** The editable entries, for the sample console. */
  entries(): readonly SampleEntry[];
  /**
   * Changes fields of one entry, as its region would; saved at once.
   * @throws Problem where the key or a field is unknown, or the format has no place for the value
   */
  change(key: string, fields: Readonly<Record<string, string>>): void;
  /** @throws Problem where the key is unknown */
  remove(key: string): void;
  /**
   * @returns the new entry's key
   * @throws Problem as `change`
   */
  add(fields: Readonly<Record<string, string>>): string;
}

/** One entry as the console shows it: column names and values of the format, as text. */
export interface SampleEntry {
  readonly key: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface SampleField {
  readonly name: string;
  /** How to write what plain text cannot say: several values, a withheld one. */
  readonly hint?: string;
}

export interface SampleRequest {
  readonly method: string;
  /** Path below the sample, without a leading slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface SampleResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}
