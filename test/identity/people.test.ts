import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Clock, systemClock } from '../../platform/clock/clock.ts';
import { readingStored } from '../../platform/ledger/open-for-reading.ts';
import { LedgerRow } from '../../platform/ledger/storage.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { type Asker, World } from '../support/world.ts';
import { asked, me, Portal } from './portal.ts';
import { Visitor } from './visitor.ts';

const chosen = 'quiet harbour seven maps';
const Link = z.object({ account: z.object({ id: z.string(), status: z.string() }), link: z.string() });
const invite = `mutation ($input: InviteAccountInput!) { inviteAccount(input: $input) { account { id status } link } }`;

describe.each(databases)('people, on $name', ({ make }) => {
  let world: World;
  let portal: Portal;
  let storage: TestStorage;
  let daysLater = 0;
  const day = 24 * 60 * 60_000;
  const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + daysLater * day) };
  beforeAll(async () => {
    world = await World.start(
      async () => {
        storage = await make();
        return storage;
      },
      'one process',
      clock,
    );
    portal = await Portal.at(world.url);
  });
  afterAll(() => world.stop());

  const ledgerRows = () =>
    readingStored(storage.location, 'identity', (manager) =>
      manager.find(LedgerRow, { order: { seq: 'ASC' } }),
    );
  const invites = async (who: Asker, input: Record<string, unknown>) =>
    (
      await who.get(invite, z.object({ inviteAccount: Link }), {
        input: { name: 'A Person', ...input },
      })
    ).inviteAccount;
  const refused = (who: Asker, input: Record<string, unknown>) =>
    who.refused(invite, { input: { name: 'A Person', ...input } });
  const accept = async (link: string, password = chosen, again = password) => {
    const visitor = await new Visitor(world.url).open(link);
    return visitor.send('choose', { password, again });
  };
  const resend = 'mutation ($id: ID!) { resendInvitation(account: $id) { link } }';
  const ended = (who: Asker, id: string) =>
    who.ask('mutation ($id: ID!) { endAccount(account: $id) { status } }', { id });

  it('come into a state so: the custodian invites its first authority, which invites the others', async () => {
    const first = await invites(world.custodian, { role: 'STATE', state: 'KAZ', email: 'first@kaz.example' });
    expect(first.account.status).toBe('INVITED');
    expect(await refused(world.custodian, { role: 'STATE', state: 'KAZ', email: 'other@kaz.example' })).toBe(
      'CONFLICT',
    );

    const visitor = await accept(first.link);
    expect(visitor.title).toBe('Your password is saved.');
    const { tokens } = await portal.signIn(new Visitor(world.url), 'first@kaz.example', chosen);
    expect(await asked(world.url, tokens.access_token, me)).toMatchObject({
      me: { role: 'state', state: { iso3: 'KAZ' } },
    });

    // From then on the state manages its own people, and the custodian nobody there.
    expect(await refused(world.custodian, { role: 'STATE', state: 'KAZ', email: 'third@kaz.example' })).toBe(
      'CONFLICT',
    );
    expect(await refused(world.custodian, { role: 'CONTACT', state: 'KAZ', email: 'c@kaz.example' })).toBe(
      'FORBIDDEN',
    );
    const contact = await invites(world.state('KAZ'), { role: 'CONTACT', email: 'contact@kaz.example' });
    const second = await invites(world.state('KAZ'), { role: 'STATE', email: 'second@kaz.example' });
    for (const { account } of [contact, second]) {
      expect((await ended(world.custodian, account.id)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect(await world.custodian.refused(resend, { id: account.id })).toBe('FORBIDDEN');
    }
    expect(await refused(world.state('KAZ'), { role: 'CONTACT', state: 'EST', email: 'x@est.example' })).toBe(
      'FORBIDDEN',
    );
    expect(await refused(world.contact('KAZ'), { role: 'CONTACT', email: 'x@kaz.example' })).toBe(
      'FORBIDDEN',
    );
    expect(await refused(world.state('KAZ'), { role: 'CUSTODIAN', email: 'x@kaz.example' })).toBe(
      'FORBIDDEN',
    );
  });

  it('of one state are nothing that another state can learn of', async () => {
    const { account } = await invites(world.state('NOR'), { role: 'CONTACT', email: 'contact@nor.example' });
    const foreign = await world
      .state('SWE')
      .ask('mutation ($id: ID!) { endAccount(account: $id) { id } }', { id: account.id });
    const unknown = await world
      .state('SWE')
      .ask('mutation ($id: ID!) { endAccount(account: $id) { id } }', { id: 'nothing' });
    expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(foreign.errors?.[0]?.message).toBe(unknown.errors?.[0]?.message);
    expect(await world.state('SWE').refused('{ accounts(state: "NOR") { name } }')).toBe('FORBIDDEN');
  });

  it('choose a password that others do not guess, by a link that works once', async () => {
    const { link } = await invites(world.state('CHL'), {
      role: 'STATE',
      email: 'robin@chl.example',
      name: 'Robin Quillay',
    });
    expect((await accept(link, 'short')).problem).toMatch(/too short: it needs 12/);
    expect((await accept(link, 'password123456')).problem).toMatch(/Others would guess/);
    expect((await accept(link, 'robinquillay2026')).problem).toMatch(/your name/);
    expect((await accept(link, chosen, `${chosen}s`)).problem).toMatch(/do not agree/);
    expect((await accept(link)).page.text).toMatch(/Strength: (very )?good/);
    const again = await new Visitor(world.url).open(link);
    expect([again.page.status, again.title]).toEqual([410, 'This link does not work']);
  });

  it('are sent a link anew, and the one before works no more', async () => {
    const first = await invites(world.state('FJI'), { role: 'CONTACT', email: 'contact@fji.example' });
    const { resendInvitation } = await world
      .state('FJI')
      .get(resend, z.object({ resendInvitation: z.object({ link: z.string() }) }), { id: first.account.id });
    expect((await new Visitor(world.url).open(first.link)).page.status).toBe(410);
    expect((await accept(resendInvitation.link)).title).toBe('Your password is saved.');
  });

  it('who lost password or second factor choose anew, and stay signed in nowhere', async () => {
    const { account, link } = await invites(world.state('GHA'), {
      role: 'CONTACT',
      email: 'contact@gha.example',
    });
    await accept(link);
    const { tokens } = await portal.signIn(new Visitor(world.url), 'contact@gha.example', chosen);
    const { recoverAccount } = await world
      .state('GHA')
      .get(
        'mutation ($id: ID!) { recoverAccount(account: $id) { link } }',
        z.object({ recoverAccount: z.object({ link: z.string() }) }),
        { id: account.id },
      );
    expect(await asked(world.url, tokens.access_token, me)).toMatchObject({ me: { role: 'contact' } });
    await accept(recoverAccount.link, 'eleven wooden bridges');
    expect(await asked(world.url, tokens.access_token, me)).toBe('UNAUTHENTICATED');
    await expect(portal.signIn(new Visitor(world.url), 'contact@gha.example', chosen)).rejects.toThrow(
      /not right/,
    );
    await portal.signIn(new Visitor(world.url), 'contact@gha.example', 'eleven wooden bridges');
  });

  it('never leave a state without anybody: the last authority names a successor first', async () => {
    const { account, link } = await invites(world.custodian, {
      role: 'STATE',
      state: 'PER',
      email: 'one@per.example',
    });
    await accept(link);
    const alone = await ended(world.state('PER'), account.id);
    expect(alone.errors?.[0]?.extensions.code).toBe('CONFLICT');
    expect(alone.errors?.[0]?.message).toMatch(/Invite a successor first/);
    const change =
      'mutation ($id: ID!, $role: AccountRole!) { changeAccountRole(account: $id, role: $role) { role } }';
    expect(await world.state('PER').refused(change, { id: account.id, role: 'CONTACT' })).toBe('CONFLICT');
    const next = await invites(world.state('PER'), { role: 'CONTACT', email: 'two@per.example' });
    await accept(next.link);
    const { tokens } = await portal.signIn(new Visitor(world.url), 'two@per.example', chosen);
    await world.state('PER').get(change, z.unknown(), { id: next.account.id, role: 'STATE' });
    // A role that changed is signed in to anew.
    expect(await asked(world.url, tokens.access_token, me)).toBe('UNAUTHENTICATED');
    expect((await ended(world.state('PER'), account.id)).errors).toBeUndefined();
  });

  it('both of whom end each other at the same instant leave one', async () => {
    const first = await invites(world.custodian, { role: 'STATE', state: 'MLI', email: 'one@mli.example' });
    await accept(first.link);
    const second = await invites(world.state('MLI'), { role: 'STATE', email: 'two@mli.example' });
    await accept(second.link);
    const both = await Promise.all(
      [first, second].map(({ account }) => ended(world.state('MLI'), account.id)),
    );
    expect(both.filter(({ errors }) => errors === undefined)).toHaveLength(1);
  });

  describe('of a state that lost all access', () => {
    const restore = `mutation ($input: RestoreStateAccessInput!) { restoreStateAccess(input: $input) { account { id } link opensAt } }`;
    const restored = async (input: Record<string, unknown>) =>
      (
        await world.custodian.get(
          restore,
          z.object({ restoreStateAccess: z.object({ link: z.string(), opensAt: z.string() }) }),
          { input },
        )
      ).restoreStateAccess;
    const asking = (state: string) => ({
      state,
      name: 'New Person',
      email: `new@${state.toLowerCase()}.example`,
      reference: 'Note verbale 7/2027',
    });
    const hasAuthority = async (state: string) => {
      const email = `one@${state.toLowerCase()}.example`;
      await accept((await invites(world.custodian, { role: 'STATE', state, email })).link);
      return email;
    };
    afterEach(() => {
      daysLater = 0;
    });

    it('come back by a document of the state, once nobody of it was seen for two weeks, a day later', async () => {
      const input = asking('BOL');
      expect(await world.custodian.refused(restore, { input })).toBe('CONFLICT'); // it never had any
      await hasAuthority('BOL');
      for (const who of [world.state('BOL'), world.state('EST'), world.contact('BOL')])
        expect(await who.refused(restore, { input })).toBe('FORBIDDEN');
      expect(await world.custodian.refused(restore, { input })).toBe('CONFLICT'); // it was seen just now
      daysLater = 15;
      expect(await world.custodian.refused(restore, { input: { ...input, reference: ' ' } })).toBe(
        'BAD_USER_INPUT',
      );
      const { link } = await restored(input);
      const begun = (await ledgerRows()).find(({ kind }) => kind === 'state-access.restoration-begun');
      // The ledger is not encrypted: it proves the document, and does not tell it.
      expect(begun?.authority).toBe(
        `sha256:${createHash('sha256').update(input.reference, 'utf8').digest('hex')}`,
      );
      const early = await new Visitor(world.url).open(link);
      expect([early.page.status, early.page.text]).toMatchObject([410, expect.stringMatching(/It opens on/)]);
      expect((await early.post(link, { password: chosen, again: chosen })).page.status).toBe(410);
      daysLater = 16.1;
      expect((await accept(link)).title).toBe('Your password is saved.');
    });

    it('do not, where somebody of it signs in before', async () => {
      const email = await hasAuthority('URY');
      daysLater = 15;
      const { link } = await restored(asking('URY'));
      const visitor = await new Visitor(world.url).open('/oidc/account');
      await visitor.send('password', { email, password: chosen });
      daysLater = 16.1;
      expect((await new Visitor(world.url).open(link)).page.text).toMatch(/used already, or replaced/);
      expect(await world.custodian.refused(restore, { input: asking('URY') })).toBe('CONFLICT');
    });
  });

  it('sign in with an address that is one person’s alone, and another state is not told whose', async () => {
    const address = 'shared@uga.example';
    const ugandan = await invites(world.state('UGA'), { role: 'CONTACT', email: 'Shared@uga.example' });
    expect(await refused(world.state('UGA'), { role: 'CONTACT', email: address })).toBe('CONFLICT');
    expect(await refused(world.state('TZA'), { role: 'CONTACT', email: 'no address' })).toBe(
      'BAD_USER_INPUT',
    );
    // Neither while it is invited nor once it signs in does an invitation elsewhere say so, or stand in its way.
    const early = await invites(world.state('TZA'), { role: 'CONTACT', email: address });
    expect((await accept(ugandan.link)).title).toBe('Your password is saved.');
    const late = await invites(world.state('RWA'), { role: 'CONTACT', email: address });
    const other = 'seven loud maps at noon';
    for (const { link, account } of [early, late]) {
      const visitor = await accept(link, other);
      expect(visitor.page.status).toBe(409);
      expect(visitor.page.text).toContain('signs in to another account already');
      const told = (await ledgerRows()).filter(({ kind }) => kind === 'account.address-taken');
      expect(told.slice(-2).map(({ state, subjects }) => [state, subjects])).toEqual([
        [account.id === early.account.id ? 'TZA' : 'RWA', JSON.stringify({ account: account.id })],
        ['UGA', JSON.stringify({ account: ugandan.account.id })],
      ]);
    }
    await portal.signIn(new Visitor(world.url), address, chosen);
    await expect(portal.signIn(new Visitor(world.url), address, other)).rejects.toThrow(/not right/);

    // The link waits, for the day the address is free.
    await ended(world.state('UGA'), ugandan.account.id);
    expect((await accept(early.link, other)).title).toBe('Your password is saved.');
    await portal.signIn(new Visitor(world.url), address, other);
  });

  it('and services are recorded in the ledger with whoever acted', async () => {
    const { account } = await invites(world.state('LUX'), { role: 'CONTACT', email: 'contact@lux.example' });
    await ended(world.state('LUX'), account.id);
    const rows = await ledgerRows();
    const about = rows.filter(({ subjects }) => subjects.includes(account.id));
    expect(about.map(({ kind, actor_role, actor_party }) => [kind, actor_role, actor_party])).toEqual([
      ['account.invited', 'state', 'LUX'],
      ['account.ended', 'state', 'LUX'],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/@|Person/);
  });
});
