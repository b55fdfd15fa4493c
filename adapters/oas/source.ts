import {
  type Located,
  type Resume,
  type SetAside,
  type Source,
  SourceFailure,
  type SourceRead,
  type SourceTools,
} from '../contract.ts';
import { type AccessTokens, accessTokens } from './access-token.ts';
import type { OasMovement } from './movement.ts';
import { readMovements } from './movements.ts';
import { fetchPage, readPageFile } from './page.ts';
import type { OasSettings } from './settings.ts';

/** Bounds for a source that never ends. */
const mostPages = 5_000;
const mostMovements = 500_000;

/** The API: movements since a cursor, page after page. */
export function openOas(url: URL, settings: OasSettings, tools: SourceTools): Source<OasMovement> {
  const base = new URL(url.href.replace(/\/+(?=$|[?#])/, ''));
  const tokens = accessTokens(base, settings, tools);
  return {
    read: (since, signal) =>
      base.protocol === 'file:'
        ? readFile(base, since, tools, signal)
        : readApi(base, tokens, since, tools, signal),
  };
}

async function readFile(
  file: URL,
  since: Resume | null,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<SourceRead<OasMovement>> {
  const cursor = cursorOf(since);
  const page = await readPageFile(file, tools, signal);
  const read = readMovements(page.data, cursor);
  if (read.outOfOrder) throw new SourceFailure(read.outOfOrder);
  return concluded(cursor, { ...read, cursor: read.last });
}

async function readApi(
  base: URL,
  tokens: AccessTokens,
  since: Resume | null,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<SourceRead<OasMovement>> {
  const start = cursorOf(since);
  const records: Located<OasMovement>[] = [];
  const setAside: SetAside[] = [];
  let cursor = start;
  const incomplete = (reason: string): SourceRead<OasMovement> => ({
    kind: 'incomplete',
    reason,
    records,
    setAside,
    resume: resumeAt(cursor),
  });

  for (let pages = 0; pages < mostPages && records.length < mostMovements; pages++) {
    const page = await fetchPage(base, cursor, tokens, tools, signal).catch((error: unknown) => {
      if (pages > 0 && error instanceof SourceFailure && !signal.aborted) return error;
      throw error;
    });
    if (page instanceof SourceFailure)
      return incomplete(`Read up to movement ${cursor}, and then not on: ${page.message}`);

    const read = readMovements(page.data, cursor);
    records.push(...read.records);
    setAside.push(...read.setAside);
    if (read.outOfOrder) {
      cursor = read.last;
      return incomplete(read.outOfOrder);
    }
    const next = page.next ?? read.last;
    if (next < read.last) {
      const behind = cursor;
      cursor = read.last;
      return incomplete(
        `After movement ${behind} the source gave ${next} as the place to go on, which lies behind. It may have been reset.`,
      );
    }
    const advanced = next > cursor;
    cursor = next;
    if (!page.has_more) return concluded(start, { records, setAside, cursor });
    if (!advanced)
      return incomplete(`The source says that it has more after movement ${cursor}, and gives nothing more.`);
  }
  return incomplete(`The source gave more than a read takes; the next goes on after movement ${cursor}.`);
}

function concluded(
  start: number,
  read: { records: readonly Located<OasMovement>[]; setAside: readonly SetAside[]; cursor: number },
): SourceRead<OasMovement> {
  const { records, setAside, cursor } = read;
  if (records.length === 0 && setAside.length === 0) {
    if (cursor > 0)
      return cursor === start
        ? { kind: 'unchanged' }
        : { kind: 'complete', records, setAside, resume: resumeAt(cursor) };
    const reason = 'The source holds no movement at all, from its beginning. Check OAS_SOURCE_URL.';
    return { kind: 'incomplete', reason, records, setAside, resume: null };
  }
  return { kind: 'complete', records, setAside, resume: resumeAt(cursor) };
}

function cursorOf(since: Resume | null): number {
  const cursor = Number(since?.cursor ?? 0);
  return Number.isSafeInteger(cursor) && cursor > 0 ? cursor : 0;
}

function resumeAt(cursor: number): Resume | null {
  return cursor > 0 ? { cursor: String(cursor) } : null;
}
