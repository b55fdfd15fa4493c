import type { Clock } from '../../../platform/clock/clock.ts';
import type { OpenSample, SampleSource } from '../../contract.ts';
import { answerWithDocument } from '../../formats/sample-document.ts';
import { openSampleList } from '../../formats/sample-list.ts';
import { builtInRows, keyPrefix } from './built-in.ts';
import { countryOf, fields, withoutDitto } from './row.ts';
import { writeRows } from './workbook.ts';

export const arfSample: SampleSource = { path: 'workbook.xlsx', environment: {}, open: openArfSample };

function openArfSample(file: string, clock: Clock): OpenSample {
  const list = openSampleList(file, clock, { fields, initial: builtInRows });
  return {
    fields,
    entries: list.entries,
    change: list.change,
    remove: (key) => {
      const index = list.entries().findIndex((row) => row.key === key);
      const [gone, below] = index === -1 ? [] : list.entries().slice(index);
      if (gone && below) list.change(below.key, withoutDitto(below, gone));
      list.remove(key);
    },
    add: (given) => {
      const country = given['Participating Country'] ?? '';
      const last = list.entries().findLastIndex((row) => countryOf(row) === country);
      return list.add(keyPrefix(country), given, last === -1 ? undefined : last + 1);
    },
    handle: (request) =>
      answerWithDocument(request, {
        path: arfSample.path,
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        content: list.entries(),
        headers: { 'last-modified': new Date(list.changedAt()).toUTCString() },
        write: () => writeRows(list.entries()),
      }),
  };
}
