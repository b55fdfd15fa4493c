import { z } from 'zod';
import type { SampleField } from '../../contract.ts';

/** One movement as the API gives it. It never changes; later ones correct or remove. */
export const Movement = z.object({
  id: z.number(),
  point_id: z.string(),
  action: z.enum(['NOMINATION', 'REMOVAL']),
  country: z.string(),
  full_name: z.string().nullable().optional(),
  official_position: z.string().nullable().optional(),
  affiliated_institution: z.string().nullable().optional(),
  email: z.string().nullable().optional(),
  telephone: z.string().nullable().optional(),
  languages: z.string().nullable().optional(),
  category: z.string(),
  note_verbale_ref: z.string(),
  note_date: z.string(),
});
export type Movement = z.infer<typeof Movement>;

/** Fields of a nomination, in the order a person reads them. */
export const fieldNames = [
  'country',
  'category',
  'full_name',
  'official_position',
  'affiliated_institution',
  'email',
  'telephone',
  'languages',
  'note_verbale_ref',
  'note_date',
] as const;

const hints: Readonly<Partial<Record<(typeof fieldNames)[number], string>>> = {
  category: 'FOREIGN_AFFAIRS or CYBER_POLICY',
  telephone: 'empty: null',
  languages: 'with commas between: español, inglés; empty: null',
  note_verbale_ref: 'left as it is, a change gives its own',
  note_date: 'DD/MM/YYYY; left as it is, a change sets it to today',
};

export const fields: readonly SampleField[] = fieldNames.map((name) => {
  const hint = hints[name];
  return hint ? { name, hint } : { name };
});

/** The nominations that stand after these movements, one for each point. */
export function standing(movements: readonly Movement[]): Movement[] {
  const points = new Map<string, Movement>();
  for (const movement of movements) {
    if (movement.action === 'NOMINATION') points.set(movement.point_id, movement);
    else points.delete(movement.point_id);
  }
  return [...points.values()];
}

export function shown(movement: Movement): Record<string, string> {
  return Object.fromEntries(fieldNames.map((name) => [name, movement[name] ?? '']));
}
