import { z } from 'zod';
import {
  type DirectoryRules,
  type EntryContent,
  type KnownEntry,
  type Meaning,
  type RegionalDirectory,
  type Resume,
  SourceFailure,
  type SourceRead,
} from '../../adapters/contract.ts';
import { recogniseParticipant } from '../../platform/states/recognise.ts';
import { ContactFunction } from '../../platform/vocabulary/terms.ts';

const ScriptedRecord = z.object({
  id: z.string().nullable(),
  country: z.string(),
  name: z.string().nullable(),
  title: z.string().optional(),
  email: z.string().optional(),
  function: ContactFunction.optional(),
  remove: z.boolean().optional(),
  unusable: z.string().optional(),
  problem: z.string().optional(),
  withheld: z.array(z.enum(['name', 'emails'])).optional(),
  /** Part of the record that means nothing. */
  spelling: z.string().optional(),
});
export type ScriptedRecord = z.infer<typeof ScriptedRecord>;

/** `EST-1 Estonia, Mari Maasikas`. */
export function listed(
  id: string | null,
  country: string,
  name: string | null,
  more: Partial<ScriptedRecord> = {},
) {
  return { id, country, name, ...more } satisfies ScriptedRecord;
}

export const removal = (id: string): ScriptedRecord => ({ id, country: '', name: null, remove: true });

/** A directory whose source does what a test tells it to. */
export class ScriptedDirectory implements RegionalDirectory<ScriptedRecord, null> {
  readonly name = 'A regional directory for tests';
  readonly record = ScriptedRecord;
  readonly rules: DirectoryRules;
  /** Each `since` that a read was given. */
  readonly reads: (Resume | null)[] = [];
  /** What the next reads do. */
  next: (since: Resume | null, signal: AbortSignal) => Promise<SourceRead<ScriptedRecord>> = async () => {
    throw new SourceFailure('Nothing is scripted.');
  };

  readonly code: string;
  /** Only in a directory without ids. */
  readonly identify?: RegionalDirectory['identify'];

  constructor(rules: Partial<DirectoryRules> = {}, { code = 'TST', ids = true } = {}) {
    this.code = code;
    this.rules = {
      absence: 'removal',
      levels: ['FIRST', 'SECOND'],
      namesFunctions: true,
      schedule: '0 * * * *',
      version: 1,
      ...rules,
    };
    if (!ids) this.identify = sameCountryAndName;
  }

  /** The next reads give this whole edition, or these movements. */
  gives(...records: readonly ScriptedRecord[]): void {
    this.answers({ kind: 'complete', records: located(records), setAside: [], resume: { etag: 'v1' } });
  }

  givesPart(reason: string, records: readonly ScriptedRecord[], resume: Resume | null = null): void {
    this.answers({ kind: 'incomplete', reason, records: located(records), setAside: [], resume });
  }

  answers(read: SourceRead<ScriptedRecord>): void {
    this.next = async () => read;
  }

  fails(failure: Error): void {
    this.next = async () => {
      throw failure;
    };
  }

  settings(): null {
    return null;
  }

  open() {
    return {
      read: (since: Resume | null, signal: AbortSignal) => {
        this.reads.push(since);
        return this.next(since, signal);
      },
    };
  }

  normalise(record: ScriptedRecord): Meaning {
    const sourceKey = record.id;
    if (record.unusable)
      return { kind: 'set-aside', reason: record.unusable, ...(sourceKey ? { sourceKey } : {}) };
    if (record.remove && sourceKey) return { kind: 'removal', sourceKey };
    return {
      kind: 'entry',
      sourceKey,
      entry: contentOf(record),
      problems: record.problem ? [record.problem] : [],
    };
  }

  carryOver(previous: ScriptedRecord, current: ScriptedRecord): ScriptedRecord {
    const withheld = current.withheld ?? [];
    return {
      ...current,
      ...(withheld.includes('name') ? { name: previous.name } : {}),
      ...(withheld.includes('emails') && previous.email ? { email: previous.email } : {}),
    };
  }

  readonly sample = {
    path: 'none',
    environment: {},
    open: (): never => {
      throw new Error('A directory for tests has no sample.');
    },
  };
}

function sameCountryAndName(entries: readonly EntryContent[], known: readonly KnownEntry[]): string[] {
  return entries.map((entry) => {
    const before = known.find(
      ({ content }) => content.participant === entry.participant && content.name === entry.name,
    );
    return before?.sourceKey ?? `${entry.participant} ${entry.name}`;
  });
}

function located(records: readonly ScriptedRecord[]) {
  return records.map((record, index) => ({ record, location: `row ${index + 1}` }));
}

function contentOf(record: ScriptedRecord): EntryContent {
  const participant = recogniseParticipant(record.country);
  return {
    participant: record.country,
    iso3: participant.kind === 'state' ? participant.iso3 : null,
    function: record.function ?? 'TECHNICAL',
    level: 'FIRST',
    kind: record.name === null ? 'OFFICE' : 'PERSON',
    name: record.name,
    title: record.title ?? null,
    entity: 'Computer Emergency Response Team',
    webPage: null,
    emails: record.email ? [record.email] : [],
    phones: [
      { e164: '+12025550100', extension: '7', asWritten: '(202) 555-0100 ext. 7', aroundTheClock: true },
    ],
    languages: ['en'],
    withheld: record.withheld ?? [],
    details: { remarks: 'invented', entityNames: { en: 'Computer Emergency Response Team' } },
  };
}
