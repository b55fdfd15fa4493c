import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenSample } from '../../adapters/contract.ts';
import { registry } from '../../adapters/registry.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { Defect } from './defect.ts';
import type { Kind } from './kind.ts';
import { mutatedBytes } from './mutate-bytes.ts';
import { mutatedJson } from './mutate-json.ts';
import { mutatedXml } from './mutate-xml.ts';
import { mutatedParts, partsOf } from './mutate-zip.ts';
import type { ReaderProcess, ReadResult } from './reader-process.ts';
import { oddlyBrought, type SourceAnswer, type SourceServer, whole } from './source-answers.ts';
import type { Tape } from './tape.ts';

/** The built-in samples, as their sources give them. */
export interface Samples {
  readonly arf: Buffer;
  readonly oas: Buffer;
  readonly osce: Buffer;
}

export async function samples(): Promise<Samples> {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-fuzz-samples-'));
  const open = (code: string): OpenSample => {
    const directory = registry.find((one) => one.code === code);
    if (!directory) throw new Error(`There is no ${code}.`);
    return directory.sample.open(join(folder, `${code}.json`), systemClock);
  };
  const get = async (code: string, path: string, authorization: string, query = '') => {
    const request = {
      method: 'GET',
      path,
      query: new URLSearchParams(query),
      headers: { authorization },
      body: '',
    };
    const { status, body } = await open(code).handle(request);
    if (status !== 200) throw new Error(`The sample of ${code} answers ${status}.`);
    return Buffer.from(typeof body === 'string' ? new TextEncoder().encode(body) : body);
  };
  const oas = open('OAS');
  const credentials = registry.find(({ code }) => code === 'OAS')?.sample.environment ?? {};
  const basic = Buffer.from(`${credentials.OAS_CLIENT_ID}:${credentials.OAS_CLIENT_SECRET}`).toString(
    'base64',
  );
  const grant = await oas.handle({
    method: 'POST',
    path: 'oauth/token',
    query: new URLSearchParams(),
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  const token = /"access_token":"([^"]+)"/.exec(String(grant.body))?.[1] ?? '';
  const movements = await oas.handle({
    method: 'GET',
    path: 'api/v1/movements',
    query: new URLSearchParams('since=0&limit=200'),
    headers: { authorization: `Bearer ${token}` },
    body: '',
  });
  const osceToken = registry.find(({ code }) => code === 'OSCE')?.sample.environment.OSCE_TOKEN ?? '';
  const found = {
    arf: await get('ARF', 'workbook.xlsx', ''),
    oas: Buffer.from(String(movements.body)),
    osce: await get('OSCE', 'feed.xml', `Bearer ${osceToken}`),
  };
  rmSync(folder, { recursive: true, force: true });
  return found;
}

/** How a body was changed: what may be expected of the reader follows from it. */
export type Change = 'none' | 'bytes' | 'cut' | 'content' | 'noise';

export interface Changed {
  readonly change: Change;
  readonly body: Buffer;
}

/** A sample, changed on one level. */
export function changed(
  tape: Tape,
  code: keyof Samples,
  sample: Buffer,
  parts: ReturnType<typeof partsOf>,
): Changed {
  switch (tape.below(10)) {
    case 0:
      return {
        change: 'noise',
        body: tape.chance(0.5) ? tape.bytes(280) : mutatedBytes(tape, tape.bytes(280)),
      };
    case 1:
      return {
        change: 'cut',
        body: sample.subarray(0, Math.floor((sample.length * tape.below(9_990)) / 10_000)),
      };
    case 2:
    case 3:
      return { change: 'bytes', body: mutatedBytes(tape, sample) };
    default:
      return { change: 'content', body: structural(tape, code, sample, parts) };
  }
}

function structural(
  tape: Tape,
  code: keyof Samples,
  sample: Buffer,
  parts: ReturnType<typeof partsOf>,
): Buffer {
  if (code === 'arf') return mutatedParts(tape, parts);
  const text = sample.toString('utf8');
  return Buffer.from(code === 'oas' ? mutatedJson(tape, text) : mutatedXml(tape, text));
}

/** The three readers, through real HTTP, in a process of their own. */
export async function readerKinds(
  reader: ReaderProcess,
  sources: SourceServer,
  given: Samples,
): Promise<Kind[]> {
  const parts = partsOf(given.arf);
  const place = { arf: '/read/arf.xlsx', oas: '/read/oas', osce: '/read/osce.xml' } as const;
  const served = { arf: place.arf, oas: `${place.oas}/api/v1/movements`, osce: place.osce } as const;
  const grant = JSON.stringify({ access_token: 'a', token_type: 'Bearer', expires_in: 300 });
  sources.answer(`${place.oas}/oauth/token`, whole(Buffer.from(grant)));
  sources.answer(served.arf, whole(given.arf));
  const untouched = await reader.read('ARF', `${sources.url}${place.arf}`);
  if (untouched.kind !== 'complete')
    throw new Error(`The sample is read ${untouched.kind}: ${untouched.reason}`);
  const outcomes = new Map<string, number>();

  const kind = (code: keyof Samples, share: number): Kind => ({
    name: `reader ${code.toUpperCase()}`,
    share,
    run: async (tape) => {
      const made = changed(tape, code, given[code], parts);
      const url = `${sources.url}${served[code]}`;
      const answer = tape.chance(0.2) ? oddlyBrought(tape, made.body, url) : whole(made.body);
      sources.answer(served[code], answer);
      const since = tape.chance(0.1) ? oddResume(tape) : null;
      const result = await reader.read(code.toUpperCase(), `${sources.url}${place[code]}`, since);
      const outcome = `${code} ${result.kind}`;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      judge(code, made, answer, result, untouched);
    },
    ...(code === 'osce'
      ? { told: () => [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ') }
      : {}),
  });
  return [kind('arf', 9), kind('oas', 8), kind('osce', 8)];
}

const oddResume = (tape: Tape): Record<string, string> => ({
  [tape.pick('cursor', 'etag', 'lastModified', '__proto__')]: tape.pick('5', '-1', '1e9', '"x"', 'x'),
});

/** A wrong read must not remove: what is not whole must not be taken for whole. @throws Defect */
function judge(
  code: keyof Samples,
  { change, body }: Changed,
  answer: SourceAnswer,
  result: ReadResult,
  untouched: ReadResult,
): void {
  const wrong = (what: string) =>
    new Defect(
      'a wrong read is taken for whole',
      `${code} ${change}: ${what}`,
      `${JSON.stringify(result).slice(0, 1500)}`,
    );
  if (result.kind === 'unchanged' && answer.status !== 304 && code !== 'oas') throw wrong('nothing changed');
  if (result.kind !== 'complete') return;
  if (answer.status < 200 || answer.status >= 300) throw wrong(`status ${answer.status}`);
  if (answer.cutAt !== null && answer.cutAt < answer.body.length) throw wrong('cut on its way');
  if (answer.body !== body) return; // brought over in another form: what it says is the same or was refused
  if (change === 'noise') throw wrong('noise');
  if (change === 'cut') throw wrong('cut');
  // Every byte of a workbook's content is under a checksum.
  if (code === 'arf' && change === 'bytes' && result.content !== untouched.content) throw wrong('damaged');
  if (code === 'osce') {
    const read = (result.records ?? 0) + (result.setAside?.length ?? 0);
    const count = /<contactPoints\b[^>]*\scount="\s*0*(\d+)\s*"/.exec(body.toString('utf8'))?.[1];
    if (count !== undefined && Number(count) !== read) throw wrong(`${read} of ${count}`);
  }
}
