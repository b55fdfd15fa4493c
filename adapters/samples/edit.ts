import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { badInput, forbidden } from '../../platform/errors/problem.ts';
import type { OpenSample } from '../contract.ts';

/** One edit of a sample, asked for by the console's form or by a script. */
export interface Edit {
  readonly action: 'change' | 'remove' | 'add';
  readonly key: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly fromForm: boolean;
}

const Body = z.strictObject({
  key: z.string().optional(),
  fields: z.record(z.string(), z.string()).optional(),
});

/** A form names its fields `field:<name>`; a script sends `{"key": …, "fields": {…}}`. */
export function readEdit(action: Edit['action'], request: FastifyRequest): Edit {
  const text = typeof request.body === 'string' ? request.body : '';
  const fromForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (fromForm) {
    const given = new URLSearchParams(text);
    const fields = [...given].flatMap(([name, value]) =>
      name.startsWith('field:') ? [[name.slice('field:'.length), value] as const] : [],
    );
    return { action, key: given.get('key') ?? '', fields: tidy(Object.fromEntries(fields)), fromForm };
  }
  const parsed = Body.safeParse(parsedJson(text));
  if (!parsed.success) throw badInput('body', 'Send JSON: {"key": "…", "fields": {"…": "…"}}, all texts.');
  return { action, key: parsed.data.key ?? '', fields: tidy(parsed.data.fields ?? {}), fromForm };
}

/**
 * Applies an edit and gives the entry's key.
 * @throws Problem where it names an unknown field, or the sample refuses it
 */
export function edit(sample: OpenSample, { action, key, fields }: Edit): string {
  const known = new Set(sample.fields.map(({ name }) => name));
  for (const [name, value] of Object.entries(fields)) {
    if (!known.has(name))
      throw badInput(`fields.${name}`, `There is no field ${name}; there are ${[...known].join(', ')}.`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the formats have no place for them.
    if (/[\u0000-\u0009\u000b-\u001f\ufffe\uffff]/.test(value))
      throw badInput(`fields.${name}`, `${name} holds a control character.`);
  }
  switch (action) {
    case 'change':
      sample.change(key, fields);
      return key;
    case 'remove':
      sample.remove(key);
      return key;
    case 'add': {
      const country = sample.fields[0]?.name ?? '';
      if (!fields[country]) throw badInput(`fields.${country}`, `Say which country: ${country} is empty.`);
      return sample.add(fields);
    }
  }
}

/** A page of another site must not edit through its visitor's browser. A script sends neither header. */
export function refuseOtherSites(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const { origin, host } = request.headers;
  const other =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host));
  if (other)
    throw forbidden('Samples are edited from their own console, or by a script, not from another site.');
}

function tidy(fields: Readonly<Record<string, string>>): Record<string, string> {
  const lines = (value: string) => value.replace(/\r\n?/g, '\n').trim();
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, lines(value)]));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
