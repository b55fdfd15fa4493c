import type { RegionalDirectory } from '../contract.ts';
import { carryOver } from './carry-over.ts';
import { normaliseOsce } from './normalise.ts';
import { OsceRecord } from './record.ts';
import { osceSample } from './sample/index.ts';
import { type OsceSettings, osceSettings } from './settings.ts';
import { openOsce } from './source.ts';

/**
 * The OSCE-style directory: an XML feed that is the whole list each time. What a whole and valid feed no longer lists is
 * removed; what it withholds stays as it was known.
 */
export const osce: RegionalDirectory<OsceRecord, OsceSettings> = {
  code: 'OSCE',
  name: 'Organization for Security and Co-operation in Europe',
  rules: {
    absence: 'removal',
    levels: ['PRIMARY', 'ALTERNATE'],
    namesFunctions: true,
    schedule: '*/15 * * * *',
    version: 1,
  },
  settings: osceSettings,
  open: openOsce,
  record: OsceRecord,
  normalise: normaliseOsce,
  carryOver,
  sample: osceSample,
};
