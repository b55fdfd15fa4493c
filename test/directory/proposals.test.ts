import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, contactOf, custodian, DirectoryWorld, organisation } from './directory-world.ts';
import { mutations, StateAuthority } from './state-acts.ts';

const officer = { state: 'MYS', level: 'WORKING_LEVEL', name: 'Some Officer', emails: ['so@arf.example'] };

describe.each(databases)('deciding on proposals on $name', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());
  const review = () => world.grant('EST', 'OSCE', { mode: 'REVIEW' });

  describe('a yes', () => {
    it('copies what was shown, and says who gave it and under which consent', async () => {
      const { consent } = await review();
      const proposal = await estonia.waiting();
      expect(await world.contacts('EST')).toEqual([]);
      const accepted = await estonia.accepts(proposal.id);
      const contact = await world.contact('EST');
      expect(accepted).toMatchObject({
        status: 'ACCEPTED',
        decidedBy: 'authority of EST',
        contact: { id: contact.id },
      });
      expect(accepted.decidedAt).not.toBeNull();
      expect(contact).toMatchObject({ name: 'Anna Näide', emails: ['anna@mfa.example'], revision: 1 });
      expect(contact.copiedFrom).toEqual([
        { directory: 'OSCE', sourceKey: 'EST-POL-1', consentId: consent.id, present: true },
      ]);
      expect(await world.history('EST', contact.id)).toMatchObject([
        { action: 'ADDED', actor: 'authority of EST', authority: consent.id },
      ]);
    });

    it('copies nothing newer than what was shown, and each later change waits again', async () => {
      await review();
      const first = await estonia.waiting();
      world.osce.edit('EST-POL-1', { phones: ['+44 1632 960111'] });
      await estonia.accepts(first.id);
      expect(await world.contact('EST')).toMatchObject({ phones: ['+441632960001'] });
      await world.pull('OSCE');
      expect(await world.contact('EST')).toMatchObject({ phones: ['+441632960001'], revision: 1 });
      const second = await estonia.waiting();
      expect(second).toMatchObject({
        kind: 'CHANGE',
        changes: [{ field: 'phones', before: ['+441632960001'], after: ['+441632960111'] }],
      });
      await estonia.accepts(second.id);
      expect(await world.contact('EST')).toMatchObject({ phones: ['+441632960111'], revision: 2 });
      expect(await world.proposals('EST')).toEqual([]);
    });

    it('comes too late where a newer change took the place of the one shown, and says so', async () => {
      await review();
      const old = await estonia.waiting();
      world.osce.edit('EST-POL-1', { title: 'Counsellor' });
      await world.pull('OSCE');
      const error = await estonia.refused('accept', { id: old.id });
      expect(error).toMatchObject({
        code: 'CONFLICT',
        extensions: { proposal: old.id, status: 'SUPERSEDED' },
      });
      expect(error.message).toMatch(/superseded at 2026-.*A newer change of the same entry/);
      expect(await world.contacts('EST')).toEqual([]);
    });

    it('is given once, also where it is given several times at once', async () => {
      await review();
      const { id } = await estonia.waiting();
      const answers = await Promise.all(
        [1, 2, 3].map(() => world.ask(authority('EST'), mutations.accept, { id })),
      );
      const codes = answers.map(({ errors }) => errors[0]?.code ?? 'ok');
      expect(codes.sort()).toEqual(['CONFLICT', 'CONFLICT', 'ok']);
      expect(await world.contact('EST')).toMatchObject({ revision: 1 });
      expect((await estonia.refused('reject', { id })).message).toMatch(/accepted at/);
    });

    it('counts only while its consent is in force', async () => {
      await world.grant('EST', 'OSCE', { mode: 'REVIEW', validUntil: '2026-03-01T10:00:00.000Z' });
      const { id } = await estonia.waiting();
      world.clock.set('2026-03-01T10:00:00.000Z');
      expect(await estonia.refused('accept', { id })).toMatchObject({ code: 'CONFLICT' });
      expect(await world.contacts('EST')).toEqual([]);
    });

    it('removes a contact, also the last one', async () => {
      await world.grant('EST', 'OSCE');
      world.osce.remove('EST-POL-1');
      await world.pull('OSCE');
      const { id } = await estonia.waiting();
      await estonia.accepts(id);
      expect(await world.contacts('EST')).toEqual([]);
      expect(await world.proposals('EST')).toEqual([]);
    });

    it('is no longer asked for a last contact once the state has named another itself', async () => {
      await world.grant('EST', 'OSCE');
      world.osce.remove('EST-POL-1');
      await world.pull('OSCE');
      await estonia.waiting();
      await estonia.does('create', {
        state: 'EST',
        input: { function: 'DIPLOMATIC', kind: 'OFFICE', emails: ['duty@mfa.example'] },
      });
      expect(await world.contact('EST')).toMatchObject({ emails: ['duty@mfa.example'] });
      expect(await world.proposals('EST')).toEqual([]);
    });
  });

  describe('which function a level is', () => {
    let malaysia: StateAuthority;
    beforeEach(() => {
      malaysia = new StateAuthority(world, 'MYS');
      world.arf.add('row-1', officer);
      world.arf.add('row-2', { ...officer, name: 'Second Officer' });
    });
    const of = async (sourceKey: string) => {
      const found = (await world.proposals('MYS')).find((proposal) => proposal.sourceKey === sourceKey);
      if (!found) throw new Error(`nothing waits for ${sourceKey}`);
      return found;
    };

    it('must be said, and be one the consent covers', async () => {
      await world.grant('MYS', 'ARF', { functions: ['TECHNICAL', 'LEGAL'] });
      const { id } = await of('row-1');
      const missing = await malaysia.refused('accept', { id });
      expect(missing).toMatchObject({ code: 'BAD_USER_INPUT', field: 'function' });
      expect(missing.message).toMatch(/WORKING_LEVEL/);
      const outside = await malaysia.refused('accept', { id, function: 'DIPLOMATIC' });
      expect(outside).toMatchObject({ code: 'BAD_USER_INPUT', field: 'function' });
      expect(outside.message).toMatch(/TECHNICAL, LEGAL, and not DIPLOMATIC/);
      expect(await world.contacts('MYS')).toEqual([]);
    });

    it('is not said where nobody asks', async () => {
      await review();
      const { id } = await estonia.waiting();
      const error = await estonia.refused('accept', { id, function: 'LEGAL' });
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field: 'function' });
    });

    it('counts for that one entry and its later changes, and for no other entry', async () => {
      const { consent } = await world.grant('MYS', 'ARF');
      await malaysia.accepts((await of('row-1')).id, 'LEGAL');
      expect(await world.contact('MYS')).toMatchObject({
        function: 'LEGAL',
        level: 'WORKING_LEVEL',
        name: 'Some Officer',
        copiedFrom: [{ sourceKey: 'row-1', consentId: consent.id }],
      });
      world.arf.edit('row-1', { title: 'Director' });
      await world.pull('ARF');
      expect(await world.contact('MYS')).toMatchObject({ function: 'LEGAL', title: 'Director' });
      expect(await malaysia.waits()).toEqual(['ADD row-2']);
    });

    it('stays said when the terms of the consent change, and lets changes wait in review mode', async () => {
      await world.grant('MYS', 'ARF');
      await malaysia.accepts((await of('row-1')).id, 'LEGAL');
      await world.grant('MYS', 'ARF', { fields: ['name', 'emails'], mode: 'REVIEW' });
      expect(await world.contact('MYS')).toMatchObject({ function: 'LEGAL', name: 'Some Officer' });
      world.arf.edit('row-1', { name: 'New Officer' });
      await world.pull('ARF');
      expect(await world.contact('MYS')).toMatchObject({ name: 'Some Officer' });
      await malaysia.accepts((await of('row-1')).id);
      expect(await world.contact('MYS')).toMatchObject({ function: 'LEGAL', name: 'New Officer' });
    });

    it('is not asked again of an entry that the state said no to, until the entry changes', async () => {
      await world.grant('MYS', 'ARF');
      await malaysia.rejects((await of('row-1')).id);
      world.arf.note('row-1');
      await world.pull('ARF');
      expect(await malaysia.waits()).toEqual(['ADD row-2']);
      world.arf.edit('row-1', { title: 'Director' });
      await world.pull('ARF');
      expect((await malaysia.waits()).sort()).toEqual(['ADD row-1', 'ADD row-2']);
    });
  });

  it.each([
    ['nobody', null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
    // Another state knows of no such proposal.
    ['another state', authority('LVA'), 'NOT_FOUND', 'FORBIDDEN'],
    ['a contact of the state', contactOf('EST'), 'FORBIDDEN', 'FORBIDDEN'],
    ['the organisation', organisation('OSCE'), 'FORBIDDEN', 'FORBIDDEN'],
    ['the custodian', custodian, 'FORBIDDEN', 'FORBIDDEN'],
  ])('is not for %s', async (_who, caller, code, releasing) => {
    await review();
    const { id } = await estonia.waiting();
    const entry = { state: 'EST', directory: 'OSCE', sourceKey: 'EST-POL-1' };
    for (const [mutation, variables] of [
      [mutations.accept, { id }],
      [mutations.reject, { id }],
      [mutations.acceptMany, { ids: [id] }],
      [mutations.rejectMany, { ids: [id] }],
    ] as const)
      expect((await world.ask(caller, mutation, variables)).errors).toMatchObject([{ code }]);
    const released = await world.ask(caller, mutations.release, entry);
    expect(released.errors).toMatchObject([{ code: releasing }]);
    expect(await estonia.waits()).toEqual(['ADD EST-POL-1']);
  });

  it('says where there is no such proposal', async () => {
    expect(await estonia.refused('accept', { id: 'nothing' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('pages through what waits without a gap or a repeat while more is added and decided', async () => {
    for (let index = 2; index <= 5; index++)
      world.osce.add(`EST-POL-${index}`, { ...anna, name: `P ${index}` });
    await review();
    const shape = z.object({
      proposals: z.object({
        nodes: z.array(z.object({ id: z.string(), sourceKey: z.string() })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    });
    const page = async (after: string | null) => {
      const query = `query ($after: String) { proposals(state: "EST", first: 2, after: $after) {
        nodes { id sourceKey } pageInfo { hasNextPage endCursor } } }`;
      return (await world.get(authority('EST'), query, shape, { after })).proposals;
    };
    const first = await page(null);
    world.clock.advance(1000);
    world.osce.add('EST-POL-6', { ...anna, name: 'P 6' });
    await world.pull('OSCE');
    await estonia.accepts(first.nodes[0]?.id ?? '');
    const second = await page(first.pageInfo.endCursor);
    const third = await page(second.pageInfo.endCursor);
    const seen = [...first.nodes, ...second.nodes, ...third.nodes].map(({ sourceKey }) => sourceKey);
    expect(seen.sort()).toEqual([1, 2, 3, 4, 5, 6].map((index) => `EST-POL-${index}`));
    expect(third.pageInfo.hasNextPage).toBe(false);
  });
});
