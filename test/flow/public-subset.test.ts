import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { everyWorld, World } from '../support/world.ts';
import { consents } from './verbs.ts';

const Shown = z.object({
  state: z.object({
    contacts: z.array(
      z.object({
        kind: z.string(),
        name: z.null(),
        entity: z.string().nullable(),
        shownFields: z.array(z.string()),
      }),
    ),
  }),
});
const query = '{ state(iso3: "NOR") { contacts { kind name entity shownFields } } }';

describe.each(everyWorld(databases))(
  'a public subset without sign-in ($name, $arrangement)',
  ({ make, arrangement }) => {
    let world: World;
    beforeAll(async () => {
      world = await World.start(make, arrangement);
      await consents(world, 'NOR', 'OSCE');
    });
    afterAll(() => world.stop());

    const stage = (audience: string, open: boolean) =>
      world.custodian.get(
        'mutation ($audience: Audience!, $open: Boolean!) { setOpeningStage(audience: $audience, open: $open, reason: "As decided.") { open } }',
        z.unknown(),
        { audience, open },
      );

    it('is what states release, from when the custodian opens it until it is closed', async () => {
      const authority = world.state('NOR');
      await authority.get(
        'mutation { createContact(state: "NOR", input: { function: LEGAL, kind: OFFICE, entity: "Office of Law", emails: ["law@nor.example"] }) { id } }',
        z.unknown(),
      );
      await authority.get(
        'mutation { releaseContacts(state: "NOR", audience: PUBLIC, functions: [LEGAL]) { inEffect } }',
        z.unknown(),
      );
      expect(await world.nobody.refused(query)).toBe('UNAUTHENTICATED');
      for (const audience of ['REGIONAL_ORGANISATIONS', 'NON_GOVERNMENTAL', 'PUBLIC'])
        await stage(audience, true);
      const { state } = await world.nobody.get(query, Shown);
      expect(state.contacts).toEqual([
        {
          kind: 'OFFICE',
          name: null,
          entity: 'Office of Law',
          shownFields: ['entity', 'webPage', 'emails', 'phones', 'languages'],
        },
      ]);
      expect(await world.nobody.refused('{ state(iso3: "NOR") { osceEntries { name } } }')).toBe(
        'UNAUTHENTICATED',
      );
      expect(await world.nobody.refused('{ osce { entries { totalCount } } }')).toBe('UNAUTHENTICATED');
      await stage('REGIONAL_ORGANISATIONS', false);
      expect(await world.nobody.refused(query)).toBe('UNAUTHENTICATED');
    });
  },
);
