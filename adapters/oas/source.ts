import { type Resume, type Source, SourceFailure, type SourceRead, type SourceTools } from '../contract.ts';
import { accessTokens } from './access-token.ts';
import type { OasMovement, OasPage } from './movement.ts';
import { liesBeyond, MovementsRead } from './movements.ts';
import { type Api, fetchPage, readPageFile } from './page.ts';
import type { OasSettings } from './settings.ts';

/** How much one read takes, so that its memory is bounded; the next goes on. And how long it waits. */
export interface ReadLimits {
  readonly pages: number;
  /** Those set aside count. */
  readonly movements: number;
  /** For one answer. */
  readonly timeoutMilliseconds: number;
}
const usualLimits: ReadLimits = { pages: 5_000, movements: 10_000, timeoutMilliseconds: 20_000 };

/** The API: movements since a cursor, page after page. Its token serves all reads of the source. */
export function openOas(
  url: URL,
  settings: OasSettings,
  tools: SourceTools,
  limits: ReadLimits = usualLimits,
): Source<OasMovement> {
  const { timeoutMilliseconds } = limits;
  const api: Api = { base: url, tokens: accessTokens(url, settings, tools), tools, timeoutMilliseconds };
  return {
    read: (since, signal) =>
      url.protocol === 'file:'
        ? readFile(url, cursorOf(since), tools, signal)
        : readApi(api, cursorOf(since), limits, signal),
  };
}

async function readFile(
  file: URL,
  start: number,
  tools: SourceTools,
  signal: AbortSignal,
): Promise<SourceRead<OasMovement>> {
  const page = await readPageFile(file, tools, signal);
  const read = new MovementsRead(start);
  const late = read.take(page.data);
  if (late !== null) return incomplete(read, start, outOfOrder(read, late));
  if (read.highestGiven < start) {
    const end = read.highestGiven === 0 ? 'holds no movement' : `ends with movement ${read.highestGiven}`;
    return incomplete(
      read,
      start,
      `The file ${end}, and movement ${start} was read before: it is an older one or was cut. Ask for a new file with all movements.`,
    );
  }
  if (page.has_more)
    return incomplete(
      read,
      read.last,
      `The file says that there is more after movement ${read.last}. Ask for one with all movements.`,
    );
  return whole(read, start);
}

/**
 * Movements since `start`, which was read before: that it is still there shows that the source is the one that was read. Where
 * it is not, the source began anew, or a place was kept that it never reached, and all its movements are read again: what they
 * say counts, and what they say no more of stays.
 */
async function readApi(
  api: Api,
  start: number,
  limits: ReadLimits,
  signal: AbortSignal,
): Promise<SourceRead<OasMovement>> {
  const page = await fetchPage(api, Math.max(0, start - 1), signal);
  if (start === 0 || !liesBeyond(page, start)) return readOn(api, page, start, limits, signal);
  return readOn(api, await fetchPage(api, 0, signal), 0, limits, signal);
}

/** @param first the page that holds what follows after `start` */
async function readOn(
  api: Api,
  first: OasPage,
  start: number,
  limits: ReadLimits,
  signal: AbortSignal,
): Promise<SourceRead<OasMovement>> {
  const read = new MovementsRead(start);
  let page = first;
  for (let pages = 1; ; pages++) {
    const before = read.last;
    const late = read.take(page.data);
    // The late movement must not be passed over for ever: the next read asks for it again.
    if (late !== null) return incomplete(read, Math.min(before, late - 1), outOfOrder(read, late));

    const { last } = read;
    // Where to go on is known from the movements; what the source says of it tells whether it gave them all.
    const next = page.next ?? last;
    if (next < last)
      return incomplete(
        read,
        last,
        `After movement ${before} the source gave ${next} as the place to go on, which lies behind. It may have been reset.`,
      );
    if (!page.has_more) {
      if (next === last) return whole(read, start);
      return incomplete(
        read,
        last,
        `The source gave ${next} as the place to go on, and no movement after ${last}: what lies between was not given. The next read asks for it again.`,
      );
    }
    if (last === before)
      return incomplete(
        read,
        last,
        `The source says that it has more after movement ${last}, and gives nothing more.`,
      );
    if (pages >= limits.pages || read.records.length + read.setAside.length >= limits.movements)
      return part(read, last);
    const following = await fetchPage(api, last, signal).catch((error: unknown) => {
      if (error instanceof SourceFailure && !signal.aborted) return error;
      throw error;
    });
    if (following instanceof SourceFailure)
      return incomplete(read, last, `Read up to movement ${last}, and then not on: ${following.message}`);
    page = following;
  }
}

function whole(read: MovementsRead, start: number): SourceRead<OasMovement> {
  const { records, setAside, last } = read;
  const nothing = records.length === 0 && setAside.length === 0;
  if (nothing && start === 0)
    return incomplete(
      read,
      0,
      'The source holds no movement at all, from its beginning. Check OAS_SOURCE_URL.',
    );
  if (nothing) return { kind: 'unchanged' };
  return { kind: 'complete', records, setAside, resume: resumeAt(last) };
}

/** All movements up to one. They never change: what they say is whole, whatever follows. */
function part({ records, setAside }: MovementsRead, last: number): SourceRead<OasMovement> {
  return { kind: 'complete', more: true, records, setAside, resume: resumeAt(last) };
}

function incomplete(
  { records, setAside }: MovementsRead,
  cursor: number,
  reason: string,
): SourceRead<OasMovement> {
  return { kind: 'incomplete', reason, records, setAside, resume: resumeAt(cursor) };
}

function outOfOrder({ last }: MovementsRead, late: number): string {
  return `Movement ${late} comes after movement ${last}: the source is out of order, and what follows was not read.`;
}

function cursorOf(since: Resume | null): number {
  const cursor = Number(since?.cursor ?? 0);
  return Number.isSafeInteger(cursor) && cursor > 0 ? cursor : 0;
}

function resumeAt(cursor: number): Resume | null {
  return cursor > 0 ? { cursor: String(cursor) } : null;
}
