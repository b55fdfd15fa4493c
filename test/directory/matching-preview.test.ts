import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { memberStates } from '../../platform/states/states.ts';
import { databases } from '../support/databases.ts';
import { authority, DirectoryWorld, type ShownContact } from './directory-world.ts';

const Preview = z.object({
  previewConsent: z.object({
    add: z.number(),
    change: z.number(),
    merge: z.number(),
    wait: z.number(),
    proposals: z.array(
      z.object({
        directory: z.string(),
        sourceKey: z.string(),
        kind: z.string(),
        reason: z.string(),
        changes: z.array(
          z.object({ field: z.string(), before: z.array(z.string()), after: z.array(z.string()) }),
        ),
      }),
    ),
    contacts: z.array(
      z.object({ name: z.string().nullable(), emails: z.array(z.string()), phones: z.array(z.string()) }),
    ),
  }),
});
const previewQuery = `query ($input: GrantConsentInput!) { previewConsent(input: $input) { add change merge wait
  proposals { directory sourceKey kind reason changes { field before after } contact { id name } } contacts { name emails phones } } }`;

const entry = fc.record({
  directory: fc.constantFrom('ARF' as const, 'OAS' as const, 'OSCE' as const),
  function: fc.constantFrom('DIPLOMATIC' as const, 'TECHNICAL' as const),
  name: fc.constantFrom('Anna Näide', 'NAIDE Anna', 'A. Näide', 'Anna Tamm', 'Peeter Tamm', null),
  entity: fc.constantFrom('Ministry of Examples', 'CERT of Examples', null),
  emails: fc.uniqueArray(fc.constantFrom('anna.naide@mfa.example', 'cyber@mfa.example', 'tamm@mfa.example'), {
    maxLength: 2,
  }),
  phones: fc.uniqueArray(fc.constantFrom('+44 1632 960001', '+44 1632 960002'), { maxLength: 2 }),
});
const terms = fc.record({
  directory: fc.constantFrom('ARF', 'OAS', 'OSCE'),
  mode: fc.constantFrom('AUTOMATIC', 'AUTOMATIC', 'REVIEW'),
  fields: fc.constantFrom(null, null, ['emails', 'phones'], ['name', 'entity']),
});
const aCase = fc.record({
  entries: fc.array(entry, { minLength: 2, maxLength: 7 }),
  consents: fc.array(terms, { minLength: 2, maxLength: 5 }),
});
const cases = fc.sample(aCase, { numRuns: 30, seed: 20260301 });

describe.each(databases)('a dry run of a consent on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeAll(async () => {
    world = await DirectoryWorld.start(make);
  });
  afterAll(() => world.stop());

  it.each(cases.map((drawn, index) => [index, drawn] as const))(
    'says just what then happens: case %i',
    async (index, drawn) => {
      const state = memberStates[index]?.iso3 ?? '';
      const adapters = { ARF: world.arf, OAS: world.oas, OSCE: world.osce };
      for (const [number, { directory, ...content }] of drawn.entries.entries())
        adapters[directory].add(`${state}-${number}`, {
          ...content,
          state,
          level: directory === 'ARF' ? 'HIGH_LEVEL' : 'PRIMARY',
          kind: content.name === null ? 'OFFICE' : 'PERSON',
        });
      for (const directory of ['ARF', 'OAS', 'OSCE']) await world.pull(directory);

      for (const consent of drawn.consents) {
        const input = { state, ...consent };
        const before = { contacts: await world.contacts(state), waiting: await world.proposals(state) };
        const { previewConsent } = await world.get(authority(state), previewQuery, Preview, { input });
        expect(await world.contacts(state)).toEqual(before.contacts);
        await world.grant(state, consent.directory, { mode: consent.mode, fields: consent.fields });
        const after = { contacts: await world.contacts(state), waiting: await world.proposals(state) };

        const known = new Map(before.contacts.map((contact) => [contact.id, contact]));
        const left = new Map(after.contacts.map((contact) => [contact.id, contact]));
        const merged = after.contacts.filter((contact) => gained(known.get(contact.id), contact));
        const changed = before.contacts.filter((contact) => {
          const now = left.get(contact.id);
          return now?.revision !== contact.revision && !merged.some(({ id }) => id === contact.id);
        });
        const asked = after.waiting.filter(({ id }) => before.waiting.every((waiting) => waiting.id !== id));
        const { proposals, contacts, ...counts } = previewConsent;
        expect(counts).toEqual({
          add: after.contacts.filter(({ id }) => !known.has(id)).length,
          change: changed.length,
          merge: merged.length,
          wait: asked.length,
        });
        const question = ({ directory, sourceKey, kind, reason, changes }: (typeof proposals)[number]) =>
          JSON.stringify({ directory, sourceKey, kind, reason, changes });
        expect(proposals.map(question).sort()).toEqual(asked.map(question).sort());
        const values = ({ name, emails, phones }: (typeof contacts)[number]) =>
          JSON.stringify({ name, emails, phones });
        const shown = after.contacts.map(values);
        for (const contact of contacts) expect(shown).toContain(values(contact));
      }
    },
  );
});

/** Whether a contact that was there is copied from an entry more. */
function gained(before: ShownContact | undefined, after: ShownContact): boolean {
  if (!before) return false;
  const keys = ({ copiedFrom }: ShownContact) =>
    copiedFrom.map(({ directory, sourceKey }) => `${directory} ${sourceKey}`);
  return keys(after).some((key) => !keys(before).includes(key));
}
