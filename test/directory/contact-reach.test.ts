import { generateKey, readKey, revokeKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { authority, custodian, DirectoryWorld } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const legal = { function: 'LEGAL', kind: 'OFFICE', entity: 'Legal Office', emails: ['Legal@mañana.example'] };
const made = new Date('2026-02-01T00:00:00Z');
const inThirtyDays = 30 * 24 * 60 * 60;

/** Keys as somebody's own program makes them. */
const keyFor = (email: string, keyExpirationTime = 0) =>
  generateKey({ type: 'ecc', userIDs: [{ name: 'Legal Office', email }], keyExpirationTime, date: made });

const Keys = z.object({
  contact: z.object({
    publicKeys: z.array(
      z.object({
        fingerprint: z.string(),
        status: z.string(),
        expiresAt: z.string().nullable(),
        userIds: z.array(z.string()),
        covers: z.array(z.string()),
        armored: z.string(),
      }),
    ),
  }),
});

describe.each(databases)('how to reach a point of contact ($name)', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeAll(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
  });
  afterAll(() => world.stop());

  const Created = z.object({ id: z.string() });
  const creates = async (more: Record<string, unknown>) =>
    Created.parse(await estonia.does('create', { state: 'EST', input: { ...legal, ...more } })).id;

  it('a reader is told whether it is open now and when next, by the reader’s own clock', async () => {
    const hours = [{ days: ['MONDAY', 'WEDNESDAY'], from: '09:00', to: '17:00' }];
    const id = await creates({ availability: { timeZone: 'europe/tallinn', hours } });
    world.clock.set('2026-03-01T09:00:00.000Z');
    const query = `{ contact(id: "${id}") { shownFields provenance { field origin } availability { timeZone aroundTheClock
      hours { day from to } answering { open opens { at day local timeZone } }
      there: answering(timeZone: "Asia/Kolkata") { opens { at day local timeZone } } } } }`;
    expect((await world.ask(authority('LVA'), query)).data).toEqual({
      contact: {
        shownFields: expect.arrayContaining(['availability', 'publicKeys']),
        provenance: expect.arrayContaining([{ field: 'availability', origin: 'DIRECT' }]),
        availability: {
          timeZone: 'Europe/Tallinn',
          aroundTheClock: false,
          hours: [
            { day: 'MONDAY', from: '09:00', to: '17:00' },
            { day: 'WEDNESDAY', from: '09:00', to: '17:00' },
          ],
          answering: {
            open: false,
            opens: {
              at: '2026-03-02T07:00:00.000Z',
              day: 'MONDAY',
              local: '2026-03-02 09:00',
              timeZone: 'Europe/Tallinn',
            },
          },
          there: {
            opens: {
              at: '2026-03-02T07:00:00.000Z',
              day: 'MONDAY',
              local: '2026-03-02 12:30',
              timeZone: 'Asia/Kolkata',
            },
          },
        },
      },
    });
    await estonia.does('update', { id, revision: 1, input: { availability: null } });
    expect((await world.ask(custodian, query)).data).toMatchObject({ contact: { availability: null } });
    expect(await world.history('EST', id)).toMatchObject([
      {},
      {
        changes: [
          {
            field: 'availability',
            before: ['MONDAY 09:00–17:00 (Europe/Tallinn)', 'WEDNESDAY 09:00–17:00 (Europe/Tallinn)'],
            after: [],
          },
        ],
      },
    ]);
  });

  it('a key is read, and its fingerprint, its mailboxes and its expiry are shown', async () => {
    const { publicKey } = await keyFor('legal@xn--maana-pta.example', inThirtyDays);
    const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint().toUpperCase();
    world.clock.set('2026-03-01T09:00:00.000Z');
    const id = await creates({ publicKeys: [publicKey] });
    const query = `{ contact(id: "${id}") { publicKeys { fingerprint status expiresAt userIds covers armored } } }`;
    const [key] = (await world.get(authority('LVA'), query, Keys)).contact.publicKeys;
    expect(key).toMatchObject({
      fingerprint,
      status: 'VALID',
      expiresAt: '2026-03-03T00:00:00.000Z',
      userIds: ['Legal Office <legal@xn--maana-pta.example>'],
      covers: ['Legal@mañana.example'],
    });
    expect((await readKey({ armoredKey: key?.armored ?? '' })).getFingerprint().toUpperCase()).toBe(
      fingerprint,
    );
    world.clock.set('2026-03-03T00:00:00.000Z');
    expect((await world.get(custodian, query, Keys)).contact.publicKeys).toMatchObject([
      { status: 'EXPIRED' },
    ]);
  });

  it('a revoked key is shown as one', async () => {
    const { publicKey, revocationCertificate } = await keyFor('legal@mfa.example');
    const key = await readKey({ armoredKey: publicKey });
    const revoked = await revokeKey({ key, revocationCertificate, date: made, format: 'armored' });
    world.clock.set('2026-03-01T09:00:00.000Z');
    const id = await creates({ publicKeys: [revoked.publicKey] });
    const query = `{ contact(id: "${id}") { publicKeys { fingerprint status expiresAt userIds covers armored } } }`;
    expect((await world.get(custodian, query, Keys)).contact.publicKeys).toMatchObject([
      { status: 'REVOKED', covers: [] },
    ]);
  });

  it.each([
    ['after', [0, 1]],
    ['before', [1, 0]],
  ])('a key that is given once more, revoked, %s the one that is not, is revoked', async (_, order) => {
    const { publicKey, revocationCertificate } = await keyFor('legal@mfa.example');
    const key = await readKey({ armoredKey: publicKey });
    const revoked = await revokeKey({ key, revocationCertificate, date: made, format: 'armored' });
    world.clock.set('2026-03-01T09:00:00.000Z');
    const both = [publicKey, revoked.publicKey];
    const id = await creates({ publicKeys: order.map((index) => both[index]) });
    const query = `{ contact(id: "${id}") { publicKeys { fingerprint status expiresAt userIds covers armored } } }`;
    const shown = (await world.get(custodian, query, Keys)).contact.publicKeys;
    expect(shown).toMatchObject([{ status: 'REVOKED' }]);
    expect(await (await readKey({ armoredKey: shown[0]?.armored ?? '' })).isRevoked()).toBe(true);
  });

  it('a key made by a clock that is a year ahead is refused, since nobody can encrypt to it yet', async () => {
    world.clock.set('2026-03-01T09:00:00.000Z');
    const userIDs = [{ name: 'Legal Office', email: 'legal@mfa.example' }];
    const made = (date: string) => generateKey({ type: 'ecc', userIDs, date: new Date(date) });
    const { publicKey } = await made('2027-03-01T09:00:00.000Z');
    const refused = await estonia.refused('create', {
      state: 'EST',
      input: { ...legal, publicKeys: [publicKey] },
    });
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.publicKeys.0' });
    expect(refused.message).toMatch(/before 2027-03-01/);
    await creates({ publicKeys: [(await made('2026-03-01T20:00:00.000Z')).publicKey] });
  });

  it('two keys in one item are refused, and not the second one lost', async () => {
    const first = await keyFor('legal@mfa.example');
    const second = await keyFor('legal@justice.example');
    const publicKeys = [`${first.publicKey}\n${second.publicKey}`];
    const refused = await estonia.refused('create', { state: 'EST', input: { ...legal, publicKeys } });
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.publicKeys.0' });
    expect(refused.message).toMatch(/one key in each item/);
  });

  it('a private key, half a key and one that nobody can encrypt to are refused, and nothing of them is repeated', async () => {
    const { privateKey, publicKey } = await keyFor('legal@mfa.example');
    const signing = await generateKey({ type: 'ecc', userIDs: [{ name: 'Desk' }], subkeys: [], date: made });
    const wrong = [
      privateKey,
      privateKey.replaceAll('PRIVATE', 'PUBLIC'),
      publicKey.slice(0, 300),
      signing.publicKey,
      'see our web page',
    ];
    for (const item of wrong) {
      const { code, field, message } = await estonia.refused('create', {
        state: 'EST',
        input: { ...legal, publicKeys: [publicKey, item] },
      });
      expect([code, field]).toEqual(['BAD_USER_INPUT', 'input.publicKeys.1']);
      expect(message).not.toContain(item.slice(-130, -100) || item);
    }
  });
});
