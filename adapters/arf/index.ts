import type { RegionalDirectory } from '../contract.ts';
import { identify } from './identify.ts';
import { carryOver, normalise } from './normalise.ts';
import { ArfRecord, levels } from './record.ts';
import { arfSample } from './sample/index.ts';
import { openSource } from './source.ts';

/** The source needs nothing but its URL. */
export type ArfSettings = Readonly<Record<string, never>>;

/** The directory of the ASEAN Regional Forum: a workbook, an edition at a time, whose rows have no ids. */
export const arf: RegionalDirectory<ArfRecord, ArfSettings> = {
  code: 'ARF',
  name: 'ASEAN Regional Forum',
  rules: { absence: 'omission', levels, namesFunctions: false, schedule: '0 * * * *', version: 2 },
  settings: () => ({}),
  open: (url, _settings, tools) => openSource(url, tools),
  record: ArfRecord,
  normalise,
  carryOver,
  identify,
  sample: arfSample,
};
