import { type Source, SourceFailure, type SourceTools } from '../contract.ts';
import { fetchSource } from '../formats/fetch.ts';
import { readFirstWorksheet } from '../formats/workbook.ts';
import type { ArfRecord } from './record.ts';
import { readRows } from './rows.ts';

const maxBytes = 10_000_000;

/** The workbook at a URL. Each read is a whole edition; an edition that has not changed costs one 304. */
export function openSource(url: URL, tools: SourceTools): Source<ArfRecord> {
  return {
    async read(since, signal) {
      const fetched = await fetchSource(url, { ...tools, signal, maxBytes, headers: conditions(since) });
      if (fetched.status === 304) return { kind: 'unchanged' };
      const { records, setAside } = readRows(readFirstWorksheet(fetched.body));
      if (records.length === 0) {
        throw new SourceFailure(
          'The table holds no point of contact: an edition that is empty is taken for a mistake.',
        );
      }
      return { kind: 'complete', records, setAside, resume: validators(fetched.headers) };
    },
  };
}

function conditions(since: Readonly<Record<string, string>> | null): Record<string, string> {
  return {
    ...(since?.etag ? { 'If-None-Match': since.etag } : {}),
    ...(since?.lastModified ? { 'If-Modified-Since': since.lastModified } : {}),
  };
}

function validators(headers: Headers): Record<string, string> | null {
  const etag = headers.get('etag');
  const lastModified = headers.get('last-modified');
  if (!etag && !lastModified) return null;
  return { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) };
}
