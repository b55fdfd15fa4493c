import type { RegionalDirectory } from '../contract.ts';
import { OasMovement } from './movement.ts';
import { categories, normaliseOas } from './normalise.ts';
import { oasSample } from './sample/index.ts';
import { type OasSettings, oasSettings } from './settings.ts';
import { openOas } from './source.ts';

/**
 * The OAS-style directory: a paged API of movements. Only a removal removes; a nomination of a known point corrects it.
 */
export const oas: RegionalDirectory<OasMovement, OasSettings> = {
  code: 'OAS',
  name: 'Organization of American States',
  rules: {
    absence: 'nothing',
    levels: categories,
    namesFunctions: true,
    schedule: '*/10 * * * *',
    version: 2,
  },
  settings: oasSettings,
  open: openOas,
  record: OasMovement,
  normalise: normaliseOas,
  sample: oasSample,
};
