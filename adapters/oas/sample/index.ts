import { z } from 'zod';
import type { Clock } from '../../../platform/clock/clock.ts';
import { badInput, notFound } from '../../../platform/errors/problem.ts';
import { openJsonFile } from '../../../platform/files/json-file.ts';
import { recogniseParticipant } from '../../../platform/states/recognise.ts';
import type { OpenSample, SampleSource } from '../../contract.ts';
import { nextNumber } from '../../formats/sample-list.ts';
import { oasSampleCredentials, openApi } from './api.ts';
import { builtInMovements } from './built-in.ts';
import { fields, Movement, shown, standing } from './movement.ts';

export { oasSampleCredentials };

export const oasSample: SampleSource = { path: '', environment: oasSampleCredentials, open: openOasSample };

/** Movements are only ever appended: a change is a further nomination of its point, a removal a movement of its own. */
function openOasSample(file: string, clock: Clock): OpenSample {
  const kept = openJsonFile(file, z.array(Movement), builtInMovements);
  const answer = openApi(clock, kept.read);

  const nomination = (key: string): Movement => {
    const found = standing(kept.read()).find(({ point_id }) => point_id === key);
    if (!found) throw notFound(`The sample OAS movements have no standing nomination of ${key}.`);
    return found;
  };
  const append = (movement: Omit<Movement, 'id' | 'note_verbale_ref' | 'note_date'>, given: Given = {}) => {
    const id = (kept.read().at(-1)?.id ?? 1000) + 1;
    const [year, month, day] = clock.now().toISOString().slice(0, 10).split('-');
    const note = {
      note_verbale_ref: given.note_verbale_ref || `NV sample/${year}-${id}`,
      note_date: given.note_date || `${day}/${month}/${year}`,
    };
    kept.write([...kept.read(), { id, ...movement, ...note }]);
  };

  return {
    fields,
    entries: () =>
      standing(kept.read()).map((movement) => ({ key: movement.point_id, fields: shown(movement) })),
    change: (key, given) => {
      const old = shown(nomination(key));
      const changed = Object.fromEntries(
        Object.entries(given).filter(([name, value]) => (old[name] ?? '') !== value),
      );
      if (Object.keys(changed).length > 0) append(nominated(key, { ...old, ...changed }), changed);
    },
    remove: (key) => {
      const { point_id, country, category } = nomination(key);
      append({ point_id, action: 'REMOVAL', country, category });
    },
    add: (given) => {
      const point = newPoint(given.country ?? '', kept.read());
      append(nominated(point, given), given);
      return point;
    },
    handle: async (request) => answer(request),
  };
}

type Given = Readonly<Record<string, string>>;

function nominated(point_id: string, given: Given) {
  const category = given.category || 'FOREIGN_AFFAIRS';
  if (category !== 'FOREIGN_AFFAIRS' && category !== 'CYBER_POLICY')
    throw badInput('fields.category', 'category is FOREIGN_AFFAIRS or CYBER_POLICY.');
  if (given.note_date && !/^\d{2}\/\d{2}\/\d{4}$/.test(given.note_date))
    throw badInput('fields.note_date', 'note_date is a date written DD/MM/YYYY.');
  return {
    point_id,
    action: 'NOMINATION' as const,
    country: given.country ?? '',
    full_name: given.full_name || null,
    official_position: given.official_position || null,
    affiliated_institution: given.affiliated_institution || null,
    email: given.email || null,
    telephone: given.telephone || null,
    languages: given.languages || null,
    category,
  };
}

/** A point that no movement, not even of a removed one, has named. */
function newPoint(country: string, movements: readonly Movement[]): string {
  const participant = recogniseParticipant(country);
  const prefix = `OAS-${participant.kind === 'state' ? participant.iso3 : 'NEW'}-`;
  const number = nextNumber(
    prefix,
    movements.map(({ point_id }) => point_id),
  );
  return `${prefix}${String(number).padStart(4, '0')}`;
}
