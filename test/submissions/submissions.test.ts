import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { authority, custodian } from '../directory/directory-world.ts';
import { databases } from '../support/databases.ts';
import { duty, law } from './offices.ts';
import { pdf, SubmissionWorld, secondOfficer } from './submission-world.ts';

describe.each(databases)('what a state sends the custodian by note verbale, on $name', ({ make }) => {
  let world: SubmissionWorld;
  let est: Caller;
  beforeAll(async () => {
    world = await SubmissionWorld.start(make);
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    world.begin();
    est = world.authority;
  });

  const history = async (id: string) => {
    const Step = z.object({
      action: z.string(),
      actor: z.string(),
      authority: z.string().nullable(),
      instrument: z.string().nullable(),
      submission: z.string().nullable(),
      changedOn: z.string(),
    });
    const query =
      'query ($id: ID!) { contact(id: $id) { revisions { action actor authority instrument submission changedOn } } }';
    const shape = z.object({ contact: z.object({ revisions: z.array(Step) }) });
    return (await world.get(est, query, shape, { id })).contact.revisions;
  };

  describe('once the custodian has entered it', () => {
    it('changes nothing, and shows the authority what would change, before and after', async () => {
      const { id, revision } = await world.nominates(duty);
      const { id: old } = await world.nominates({ ...law, entity: 'Old Office' });
      const entered = await world.enters([
        { add: law },
        { change: { id, revision, input: { phones: ['+44 1632 960051'], title: null } } },
        { remove: { id: old, revision: 1, reason: 'Closed.' } },
      ]);
      expect(entered).toMatchObject({
        status: 'WAITING',
        awaits: 'AUTHORITY',
        reference: 'NV 12/2026',
        enteredBy: 'custodian',
        document: { name: 'note.pdf', mediaType: 'application/pdf', bytes: pdf.length },
        acts: [
          { kind: 'ADD', contactId: null, revision: null },
          { kind: 'CHANGE', contactId: id, revision: 1 },
          { kind: 'REMOVE', contactId: old, revision: 1, reason: 'Closed.' },
        ],
      });
      expect(entered.acts[0]?.changes).toContainEqual({
        field: 'entity',
        before: [],
        after: ['Office of Law'],
      });
      expect(entered.acts[1]?.changes).toEqual([
        { field: 'phones', before: ['+441632960050'], after: ['+441632960051'] },
      ]);
      expect(entered.acts[2]?.changes).toContainEqual({ field: 'entity', before: ['Old Office'], after: [] });
      expect(await world.submission(entered.id)).toEqual(entered);
      expect((await world.contacts()).map(({ entity }) => entity).sort()).toEqual([
        'Duty Desk of Examples',
        'Old Office',
      ]);
      expect(await world.told()).toEqual(['submission.entered to authority']);
    });

    it('waits for fourteen days, or as long as the custodian has set by then', async () => {
      expect((await world.enters([{ add: law }])).dueAt).toBe('2026-03-15T09:00:02.000Z');
      await world.get(custodian, 'mutation { setSubmissionPeriod(days: 30) }', z.unknown());
      const { dueAt } = await world.enters([{ add: law }]);
      expect(dueAt.slice(0, 10)).toBe('2026-03-31');
      await world.get(custodian, 'mutation { setSubmissionPeriod(days: 14) }', z.unknown());
      expect(await world.refused(custodian, 'period', { days: 0 })).toMatchObject({ field: 'days' });
    });
  });

  describe('once the authority has said yes', () => {
    it('takes effect whole, as the state’s own word, on record as what it was', async () => {
      const { id, revision } = await world.nominates(duty);
      const { id: old } = await world.nominates({ ...law, entity: 'Old Office' });
      const entered = await world.enters(
        [
          { add: law },
          { change: { id, revision, input: { title: 'Duty officer', changedOn: '2026-02-01' } } },
          { remove: { id: old, revision: 1, reason: 'Closed.' } },
        ],
        { receivedOn: '2026-02-20' },
      );
      const confirmed = await world.does(est, 'confirm', { id: entered.id });
      expect(confirmed).toMatchObject({
        status: 'CONFIRMED',
        awaits: null,
        decidedBy: `authority of ${world.iso3}`,
      });
      const added = confirmed.acts[0]?.contactId ?? '';
      const contacts = await world.contacts(authority('NOR'));
      expect(contacts.map((contact) => contact.id).sort()).toEqual([id, added].sort());
      const changed = contacts.find((contact) => contact.id === id);
      expect(changed?.title).toBe('Duty officer');
      expect(changed?.provenance).toContainEqual({
        field: 'title',
        origin: 'DIRECT',
        submission: entered.id,
      });
      expect(changed?.provenance).toContainEqual({ field: 'entity', origin: 'DIRECT', submission: null });
      expect(await history(id)).toMatchObject([
        { action: 'ADDED', instrument: null, submission: null },
        {
          action: 'CHANGED',
          actor: `authority of ${world.iso3}`,
          authority: null,
          instrument: 'NV 12/2026',
          submission: entered.id,
          changedOn: '2026-02-01',
        },
      ]);
    });

    it('tells the ledger who entered and who confirmed it, which document it was, and nothing of what it says', async () => {
      const { id } = await world.enters([{ add: law }]);
      await world.does(est, 'confirm', { id });
      const rows = (await world.ledger()).filter(({ subjects }) => subjects.includes(id));
      expect(
        rows.map(({ kind, actor_role, actor_subject, state }) => [kind, actor_role, actor_subject, state]),
      ).toEqual([
        ['submission.entered', 'custodian', 'custodian', world.iso3],
        ['contact.added', 'state', `authority of ${world.iso3}`, world.iso3],
        ['submission.confirmed', 'state', `authority of ${world.iso3}`, world.iso3],
      ]);
      expect(JSON.parse(rows[0]?.payload ?? '')).toMatchObject({
        document: { sha256: createHash('sha256').update(pdf).digest('hex'), bytes: pdf.length },
      });
      expect(rows[1]?.authority).toBe(id);
      expect(JSON.stringify(rows)).not.toMatch(/NV 12|law@mfa|Office of Law|note\.pdf/);
    });

    it('tells the officer who entered it', async () => {
      const { id } = await world.enters([{ add: law }]);
      await world.does(est, 'confirm', { id });
      expect(await world.told()).toEqual([
        'submission.entered to authority',
        'submission.confirmed to custodian',
        'submission.confirmed to authority',
      ]);
    });

    it('is done once, also where the yes is sent twice', async () => {
      const { id } = await world.enters([{ add: law }]);
      const answers = await Promise.all(
        [1, 2].map(() => world.ask(est, 'mutation ($id: ID!) { confirmSubmission(id: $id) { id } }', { id })),
      );
      expect(answers.map(({ errors }) => errors[0]?.code ?? 'ok').sort()).toEqual(['CONFLICT', 'ok']);
      expect(await world.contacts()).toHaveLength(1);
    });

    it('counts for the thirty days from the day on which the note came', async () => {
      const { id } = await world.enters([{ add: { ...law, changedOn: '2026-01-10' } }], {
        receivedOn: '2026-02-09',
      });
      const { acts } = await world.does(est, 'confirm', { id });
      const query = 'query ($id: ID!) { contact(id: $id) { notices { changedOn notifiedOn days late } } }';
      const answer = await world.ask(est, query, { id: acts[0]?.contactId });
      expect(answer.data).toMatchObject({
        contact: { notices: [{ changedOn: '2026-01-10', notifiedOn: '2026-02-09', days: 30 }] },
      });
    });
  });

  describe('where a contact changed meanwhile', () => {
    const changedMeanwhile = async () => {
      const { id } = await world.nominates(duty);
      const entered = await world.enters([
        { add: law },
        { change: { id, revision: 1, input: { title: 'Head' } } },
      ]);
      await world.get(
        est,
        'mutation ($id: ID!) { updateContact(id: $id, revision: 1, input: { title: "Chief" }) { id } }',
        z.unknown(),
        { id },
      );
      return { id, submission: entered.id };
    };

    it('takes no effect, not even in part, and says what changed', async () => {
      const { id, submission } = await changedMeanwhile();
      expect(await world.refused(est, 'confirm', { id: submission })).toMatchObject({
        code: 'CONFLICT',
        extensions: { act: 1, because: 'CONFLICT', revision: 2, changed: ['title'] },
      });
      expect((await world.contacts()).map(({ title }) => title)).toEqual(['Chief']);
      expect((await world.submission(submission))?.status).toBe('WAITING');
      expect(await world.preview(submission)).toMatchObject({
        problem: null,
        changedMeanwhile: [{ contact: id, revision: 2 }],
        acts: [{ kind: 'ADD' }, { changes: [{ field: 'title', before: ['Chief'], after: ['Head'] }] }],
      });
      expect(
        (await world.contacts()).map(({ title }) => title),
        'a preview does nothing',
      ).toEqual(['Chief']);
    });

    it('takes effect where the authority says yes to how it is now', async () => {
      const { id, submission } = await changedMeanwhile();
      const revisions = [{ contact: id, revision: 2 }];
      const foreign = [{ contact: 'another', revision: 1 }];
      expect(await world.refused(est, 'confirm', { id: submission, revisions: foreign })).toMatchObject({
        field: 'revisions.0',
      });
      expect((await world.does(est, 'confirm', { id: submission, revisions })).status).toBe('CONFIRMED');
      expect((await world.contacts()).map(({ title }) => title).sort()).toEqual(['Head', null].sort());
    });

    it('says so where the contact is gone', async () => {
      const { id } = await world.nominates(duty);
      const entered = await world.enters([{ change: { id, revision: 1, input: { title: 'Head' } } }]);
      const remove = 'mutation ($id: ID!) { removeContact(id: $id, revision: 1, reason: "Closed.") }';
      await world.get(est, remove, z.unknown(), { id });
      expect((await world.preview(entered.id))?.problem).toMatch(/Act 1 .* removed at/);
      expect(await world.refused(est, 'confirm', { id: entered.id })).toMatchObject({
        code: 'CONFLICT',
        extensions: { because: 'NOT_FOUND' },
      });
    });
  });

  describe('without a yes', () => {
    it('takes no effect where the authority says no, and tells the officer why', async () => {
      const { id } = await world.enters([{ add: law }]);
      expect(await world.refused(est, 'refuse', { id, reason: ' ' })).toMatchObject({ field: 'reason' });
      const refused = await world.does(est, 'refuse', { id, reason: 'Not our note.' });
      expect(refused).toMatchObject({ status: 'REFUSED', decisionReason: 'Not our note.' });
      expect(await world.contacts()).toEqual([]);
      expect(await world.told()).toContain('submission.refused to custodian');
      expect((await world.refused(est, 'confirm', { id })).code).toBe('CONFLICT');
    });

    it('is taken back by the custodian where it was entered in error', async () => {
      const { id } = await world.enters([{ add: law }]);
      expect((await world.does(custodian, 'withdraw', { id, reason: 'Another state’s note.' })).status).toBe(
        'WITHDRAWN',
      );
      expect((await world.refused(est, 'confirm', { id })).code).toBe('CONFLICT');
      expect(await world.told()).toContain('submission.withdrawn to authority');
    });

    it('takes no effect when its time is over; the authority was reminded seven days and one day before', async () => {
      const { id } = await world.enters([{ add: law }]);
      await world.passes(13);
      await world.attend();
      expect(await world.told()).toEqual([
        'submission.entered to authority',
        'submission.reminder to authority',
        'submission.reminder to authority',
      ]);
      await world.passes(1);
      expect(await world.submission(id)).toMatchObject({ status: 'EXPIRED', decidedBy: null });
      await world.attend();
      expect((await world.told()).slice(3)).toEqual([
        'submission.expired to custodian',
        'submission.expired to authority',
      ]);
      expect(await world.contacts()).toEqual([]);
    });

    it('cannot be said yes to after its time, also before anybody has looked', async () => {
      const { id } = await world.enters([{ add: law }]);
      world.clock.advance(15 * 24 * 60 * 60 * 1000);
      expect(await world.refused(est, 'confirm', { id })).toMatchObject({ code: 'CONFLICT' });
      expect(await world.contacts()).toEqual([]);
    });

    it('is reminded of once where the job did not run for days', async () => {
      await world.enters([{ add: law }]);
      world.clock.advance(13 * 24 * 60 * 60 * 1000);
      await Promise.all([world.attend(), world.attend()]);
      expect(await world.told()).toEqual([
        'submission.entered to authority',
        'submission.reminder to authority',
      ]);
    });
  });

  describe('of a state that has no authority to say yes', () => {
    beforeEach(() => world.presence.set(world.iso3, 'NONE'));

    it('takes effect by a second officer once its time is over, and not before', async () => {
      const { id } = await world.enters([{ add: law }]);
      expect((await world.refused(secondOfficer, 'countersign', { id })).code).toBe('CONFLICT');
      await world.passes(14);
      expect(await world.submission(id)).toMatchObject({ status: 'WAITING', awaits: 'SECOND_OFFICER' });
      expect(await world.contacts()).toEqual([]);
      expect(await world.refused(custodian, 'countersign', { id }), 'the same officer').toMatchObject({
        code: 'FORBIDDEN',
      });
      const done = await world.does(secondOfficer, 'countersign', { id });
      expect(done).toMatchObject({
        status: 'CONFIRMED',
        decidedBy: 'second officer',
        enteredBy: 'custodian',
      });
      expect(await history(done.acts[0]?.contactId ?? '')).toMatchObject([
        { action: 'ADDED', actor: 'second officer', instrument: 'NV 12/2026', submission: id },
      ]);
    });

    it('goes back to an authority that has come meanwhile, with all its time', async () => {
      const { id } = await world.enters([{ add: law }]);
      await world.passes(14);
      world.presence.set(world.iso3, 'SOME');
      expect((await world.refused(secondOfficer, 'countersign', { id })).code).toBe('CONFLICT');
      await world.passes(1);
      expect(await world.submission(id)).toMatchObject({ awaits: 'AUTHORITY', status: 'WAITING' });
      expect((await world.told()).filter((line) => line.startsWith('submission.entered'))).toHaveLength(2);
      expect((await world.does(est, 'confirm', { id })).status).toBe('CONFIRMED');
    });

    it('takes no effect where no second officer looks at it in time', async () => {
      const { id } = await world.enters([{ add: law }]);
      await world.passes(28);
      expect((await world.submission(id))?.status).toBe('EXPIRED');
      expect((await world.refused(secondOfficer, 'countersign', { id })).code).toBe('CONFLICT');
      expect(await world.contacts()).toEqual([]);
    });

    it('takes no effect where nobody here can know of its authorities', async () => {
      world.presence.set(world.iso3, 'UNKNOWN');
      const { id } = await world.enters([{ add: law }]);
      await world.passes(14);
      expect((await world.submission(id))?.status).toBe('EXPIRED');
    });

    it('is neither ended nor passed on while it cannot be asked', async () => {
      const { id } = await world.enters([{ add: law }]);
      world.presence.set(world.iso3, new Error('no answer'));
      await world.passes(15);
      expect(await world.submission(id)).toMatchObject({ status: 'WAITING', awaits: 'AUTHORITY' });
      world.presence.set(world.iso3, 'NONE');
      await world.attend();
      expect((await world.submission(id))?.awaits).toBe('SECOND_OFFICER');
    });
  });

  it('is shown to its own state and the custodian, page by page', async () => {
    const first = await world.enters([{ add: law }]);
    const another = await world.enters([{ add: law }], { state: 'NOR' });
    const second = await world.enters([{ add: duty }]);
    const query =
      'query ($after: String) { submissions(first: 1, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }';
    const Page = z.object({
      submissions: z.object({
        totalCount: z.number(),
        nodes: z.array(z.object({ id: z.string() })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    });
    const { submissions: page } = await world.get(est, query, Page);
    expect(page).toMatchObject({ totalCount: 2, nodes: [{ id: first.id }], pageInfo: { hasNextPage: true } });
    const { submissions: next } = await world.get(est, query, Page, { after: page.pageInfo.endCursor });
    expect(next).toMatchObject({ nodes: [{ id: second.id }], pageInfo: { hasNextPage: false } });
    expect((await world.get(authority('NOR'), query, Page)).submissions.nodes).toEqual([{ id: another.id }]);
    expect((await world.get(custodian, query, Page)).submissions.totalCount).toBeGreaterThan(2);
    expect(await world.submission(first.id, authority('NOR'))).toBeNull();
  });
});
