import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, DirectoryWorld, desk } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const Check = z.object({
  checkContact: z.object({
    canBeSaved: z.boolean(),
    findings: z.array(
      z.object({
        severity: z.string(),
        code: z.string(),
        field: z.string(),
        message: z.string(),
        contact: z.object({ id: z.string(), entity: z.string().nullable() }).nullable(),
      }),
    ),
  }),
});
const query = `query ($state: ID!, $id: ID, $input: ContactInput!) { checkContact(state: $state, id: $id, input: $input) {
  canBeSaved findings { severity code field message contact { id entity } } } }`;

describe.each(databases)('before a contact is saved ($name)', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  let ownId: string;
  beforeAll(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE');
    const own = { function: 'LEGAL', kind: 'OFFICE', entity: 'Legal Office', emails: ['legal@mfa.example'] };
    ownId = z.object({ id: z.string() }).parse(await estonia.does('create', { state: 'EST', input: own })).id;
  });
  afterAll(() => world.stop());

  it("another state's contact that nobody is shown any more is answered like one that never was", async () => {
    const latvia = new StateAuthority(world, 'LVA');
    const input = { function: 'LEGAL', kind: 'OFFICE', entity: 'Law Office', emails: ['law@mfa.example'] };
    const { id } = z.object({ id: z.string() }).parse(await latvia.does('create', { state: 'LVA', input }));
    const asked = async (of: string) => {
      const variables = { state: 'EST', id: of, input };
      const { errors } = await world.ask(authority('EST'), query, variables);
      return errors?.map(({ message, extensions }) => [message, extensions?.code]);
    };
    expect(await asked(id)).toEqual([[expect.anything(), 'FORBIDDEN']]);
    await latvia.does('remove', { id, revision: 1, reason: 'Closed.' });
    const unknown = [['Your state has no such contact.', 'NOT_FOUND']];
    expect(await asked('00000000-0000-4000-8000-000000000000')).toEqual(unknown);
    expect(await asked(id)).toEqual(unknown);
    expect(await asked('')).toEqual(unknown);
  });

  async function checks(input: Record<string, unknown>, id: string | null = null) {
    const before = await world.revision();
    const { checkContact } = await world.get(authority('EST'), query, Check, { state: 'EST', id, input });
    expect(await world.revision(), 'nothing is saved').toBe(before);
    return checkContact;
  }
  const told = ({ findings }: z.infer<typeof Check>['checkContact']) =>
    findings.map(({ severity, code, field }) => `${severity} ${code} ${field}`);

  it('all that is wrong is told at once, each at its place', async () => {
    const found = await checks({
      kind: 'PERSON',
      webPage: 'cert.example',
      emails: ['good@mfa.example', 'bad(at)mfa.example', 'worse@'],
      phones: ['+44 1632 960001', 'tba'],
      languages: ['et', 'Estonian'],
      availability: { timeZone: 'Tallinn', aroundTheClock: true },
      publicKeys: ['no key'],
    });
    expect(found.canBeSaved).toBe(false);
    expect(told(found).sort()).toEqual([
      'ERROR MISSING input.function',
      'ERROR UNREADABLE input.availability.timeZone',
      'ERROR UNREADABLE input.emails.1',
      'ERROR UNREADABLE input.emails.2',
      'ERROR UNREADABLE input.languages.1',
      'ERROR UNREADABLE input.phones.1',
      'ERROR UNREADABLE input.publicKeys.0',
      'ERROR UNREADABLE input.webPage',
    ]);
    expect(found.findings.find(({ field }) => field === 'input.webPage')?.message).toContain(
      'https://cert.example',
    );
  });

  it('what is needed and missing is told as saving would', async () => {
    expect(told(await checks({ function: 'LEGAL', kind: 'PERSON', emails: ['a@mfa.example'] }))).toEqual([
      'ERROR MISSING input.name',
    ]);
    expect(
      told(await checks({ function: 'LEGAL', kind: 'PERSON', name: 'Mari Näide', emails: ['a@'] })),
    ).toEqual(['ERROR UNREADABLE input.emails.0']);
    expect(told(await checks({ emails: [] }, ownId))).toEqual(['ERROR MISSING input.emails']);
    expect(await checks({ title: 'Duty' }, ownId)).toEqual({ canBeSaved: true, findings: [] });
  });

  it('what the state lists already is pointed out, by the rules of matching', async () => {
    const person = {
      function: 'DIPLOMATIC',
      kind: 'PERSON',
      name: 'NÄIDE, Anna',
      emails: ['ANNA@mfa.example'],
    };
    const found = await checks(person);
    expect(told(found)).toEqual(['DUPLICATE SAME_NAME_AND_MAILBOX input.emails']);
    expect(found.canBeSaved).toBe(true);
    expect(found.findings[0]).toMatchObject({
      message: expect.stringContaining('become one'),
      contact: { entity: 'Ministry of Examples' },
    });
    const sameOffice = {
      function: 'LEGAL',
      kind: 'OFFICE',
      entity: 'Office, Legal',
      emails: ['law@mfa.example'],
    };
    expect((await checks(sameOffice)).findings).toMatchObject([
      {
        severity: 'DUPLICATE',
        field: 'input.entity',
        contact: { id: ownId },
        message: expect.stringContaining('both are listed'),
      },
    ]);
    // One person may well be the point of contact for two functions, and a contact is no duplicate of itself.
    expect(told(await checks({ ...person, function: 'LEGAL' }))).toEqual([]);
    expect(told(await checks({ entity: 'Legal Office' }, ownId))).toEqual([]);
  });

  it('what is in order and should be looked at is told too', async () => {
    const { publicKey } = await generateKey({
      type: 'ecc',
      userIDs: [{ email: 'other@mfa.example' }],
      keyExpirationTime: 60 * 24 * 60 * 60,
      date: new Date('2026-02-01T00:00:00Z'),
    });
    const input = {
      function: 'ASSISTANCE',
      kind: 'OFFICE',
      emails: ['aid@mfа.example'],
      phones: ['ask the operator for 112'],
      webPage: 'https://mfа.example/aid',
      publicKeys: [publicKey],
    };
    const found = await checks(input);
    expect(found.canBeSaved).toBe(true);
    expect(told(found)).toEqual([
      'WARNING TELEPHONE_AS_WRITTEN input.phones.0',
      'WARNING MIXED_SCRIPTS input.emails.0',
      'WARNING MIXED_SCRIPTS input.webPage',
      'WARNING KEY_EXPIRES_SOON input.publicKeys.0',
      'WARNING KEY_OF_NO_MAILBOX input.publicKeys.0',
    ]);
  });

  it('a stale edit is told what changed meanwhile, field by field', async () => {
    const update = (revision: number, input: Record<string, unknown>) =>
      estonia.tries('update', { id: ownId, revision, input });
    await update(1, { title: 'Duty lawyer', emails: ['law@mfa.example'] });
    await update(2, { title: 'Lawyer', webPage: 'https://mfa.example' });
    await update(3, { webPage: null });
    const { errors } = await update(1, { title: 'Head' });
    expect(errors).toMatchObject([
      {
        code: 'CONFLICT',
        extensions: {
          revision: 4,
          changes: [
            { field: 'title', before: [], after: ['Lawyer'] },
            { field: 'emails', before: ['legal@mfa.example'], after: ['law@mfa.example'] },
          ],
        },
      },
    ]);
    const readings = `{ state(iso3: "EST") { readings(first: 1) { nodes { through } } } }`;
    const { data } = await world.ask(authority('EST'), readings);
    expect(JSON.stringify(data)).toContain('stale edit');
  });
});
