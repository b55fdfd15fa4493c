import { type Source, SourceFailure, type SourceTools } from '../contract.ts';
import { conditionsOf, resumeOf } from '../formats/conditional.ts';
import { fetchSource } from '../formats/fetch.ts';
import { readFirstWorksheet } from '../formats/workbook.ts';
import type { ArfRecord } from './record.ts';
import { readRows } from './rows.ts';

const maxBytes = 10_000_000;

/** The workbook at a URL. Each read is a whole edition; an edition that has not changed costs one 304. */
export function openSource(url: URL, tools: SourceTools): Source<ArfRecord> {
  return {
    async read(since, signal) {
      const fetched = await fetchSource(url, { ...tools, signal, maxBytes, headers: conditionsOf(since) });
      if (fetched.status === 304) return { kind: 'unchanged' };
      const { records, setAside } = readRows(readFirstWorksheet(fetched.body));
      if (records.length === 0) {
        throw new SourceFailure(
          'The table holds no point of contact: an edition that is empty is taken for a mistake.',
        );
      }
      return { kind: 'complete', records, setAside, resume: resumeOf(fetched.headers) };
    },
  };
}
