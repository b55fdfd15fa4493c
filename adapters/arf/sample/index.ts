import { createHash } from 'node:crypto';
import { type Clock, instant } from '../../../platform/clock/clock.ts';
import { notFound } from '../../../platform/errors/problem.ts';
import { openJsonFile } from '../../../platform/files/json-file.ts';
import type { OpenSample, SampleRequest, SampleResponse, SampleSource } from '../../contract.ts';
import { builtInRows, newKey } from './built-in.ts';
import { completed, countryOf, fields, type WorkbookRow, WorkbookState, withoutDitto } from './row.ts';
import { writeRows } from './workbook.ts';

export const arfSample: SampleSource = { path: 'workbook.xlsx', environment: {}, open: openArfSample };

function openArfSample(file: string, clock: Clock): OpenSample {
  const kept = openJsonFile(file, WorkbookState, () => ({
    changedAt: instant(clock.now()),
    rows: builtInRows(),
    retired: [],
  }));

  const save = (rows: WorkbookRow[], retired = kept.read().retired) =>
    kept.write({ changedAt: instant(clock.now()), rows, retired });
  const place = (key: string): number => {
    const index = kept.read().rows.findIndex((row) => row.key === key);
    if (index === -1) throw notFound(`The sample ARF workbook has no row ${key}.`);
    return index;
  };

  return {
    fields,
    entries: () => kept.read().rows,
    change: (key, given) => {
      const { rows } = kept.read();
      const old = rows[place(key)]?.fields ?? {};
      if (Object.entries(given).every(([name, value]) => (old[name] ?? '') === value)) return;
      save(rows.map((row) => (row.key === key ? { key, fields: completed({ ...old, ...given }) } : row)));
    },
    remove: (key) => {
      const { rows, retired } = kept.read();
      const index = place(key);
      const [gone, below, ...rest] = rows.slice(index);
      const following = below && gone ? [withoutDitto(below, gone), ...rest] : rest;
      save([...rows.slice(0, index), ...following], [...retired, key]);
    },
    add: (given) => {
      const { rows, retired } = kept.read();
      const added = completed(given);
      const country = added['Participating Country'] ?? '';
      const key = newKey(country, [...rows.map((row) => row.key), ...retired]);
      const last = rows.findLastIndex((row) => countryOf(row) === country);
      const at = last === -1 ? rows.length : last + 1;
      save([...rows.slice(0, at), { key, fields: added }, ...rows.slice(at)]);
      return key;
    },
    handle: (request) => answer(request, kept.read()),
  };
}

async function answer(request: SampleRequest, state: WorkbookState): Promise<SampleResponse> {
  if (request.path !== arfSample.path) return { status: 404, headers: {}, body: 'Nothing is served here.\n' };
  if (request.method !== 'GET')
    return { status: 405, headers: { allow: 'GET' }, body: 'The workbook is read with GET.\n' };
  // Of the rows, and weak: two files of the same rows differ in the times that a ZIP archive keeps.
  const etag = `W/"${createHash('sha256').update(JSON.stringify(state.rows)).digest('hex').slice(0, 32)}"`;
  const headers = {
    etag,
    'last-modified': new Date(state.changedAt).toUTCString(),
    'cache-control': 'private, no-cache',
  };
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim());
  if (known.includes(etag)) return { status: 304, headers, body: '' };
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { status: 200, headers: { ...headers, 'content-type': type }, body: await writeRows(state.rows) };
}
