import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../platform/database/open.ts';
import { OutboxEventRow } from '../../platform/outbox/rows.ts';
import { completeLeavings } from '../../subgraphs/directory/participation/complete-leaving.ts';
import { directoryStorage } from '../../subgraphs/directory/schema.ts';
import { databases } from '../support/databases.ts';
import { anna, authority, custodian, DirectoryWorld, desk, organisation } from './directory-world.ts';
import { Organisation } from './organisation-acts.ts';
import { TakingPart } from './participation-acts.ts';
import { StateAuthority } from './state-acts.ts';

const day = 24 * 60 * 60 * 1000;
const legal = { function: 'LEGAL', kind: 'OFFICE', entity: 'Legal Office', emails: ['legal@mfa.example'] };

describe.each(databases)('taking part ($name)', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: TakingPart;
  let authorityOfEstonia: StateAuthority;
  let ownId: string;

  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new TakingPart(world, 'EST');
    authorityOfEstonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  async function takesPart() {
    await world.grant('EST', 'OSCE');
    await world.ask(
      custodian,
      'mutation { setOpeningStage(audience: REGIONAL_ORGANISATIONS, open: true, reason: "Asked for.") { open } }',
    );
    await world.ask(
      authority('EST'),
      'mutation { releaseContacts(state: "EST", audience: REGIONAL_ORGANISATIONS) { audience } }',
    );
    const created = await authorityOfEstonia.does('create', { state: 'EST', input: legal });
    ownId = z.object({ id: z.string() }).parse(created).id;
    await world.ask(
      authority('EST'),
      `mutation { setNomination(input: { state: "EST", model: SINGLE, singlePoint: "${ownId}" }) { iso3 } }`,
    );
  }

  it('begins with a state’s own act, also before it has any contact', async () => {
    expect(await estonia.stands()).toMatchObject({ participating: false, status: 'NONE', since: null });
    await estonia.does('joinDirectory');
    expect(await estonia.stands()).toMatchObject({ participating: true, status: 'TAKING_PART' });
    const { since } = await estonia.stands();
    await estonia.does('joinDirectory');
    expect((await estonia.stands()).since).toBe(since);
    for (const caller of [authority('LVA'), custodian, organisation('OSCE')]) {
      const { errors } = await world.ask(caller, 'mutation { leaveDirectory(state: "EST") { iso3 } }');
      expect(errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    }
    expect(await estonia.stands()).toMatchObject({ status: 'TAKING_PART' });
  });

  it('is shown to its own people alone while it pauses, and follows what it missed when it resumes', async () => {
    await takesPart();
    await estonia.does('pauseParticipation', 'A change of government.');
    expect(await estonia.stands()).toMatchObject({
      participating: false,
      status: 'PAUSED',
      reason: 'A change of government.',
    });
    expect(await estonia.shown()).toEqual({ own: 3, other: 0, custodian: 0, organisation: 0 });
    const { data } = await world.ask(authority('LVA'), `{ contact(id: "${ownId}") { name } }`);
    expect(data).toEqual({ contact: null });

    world.osce.edit('EST-TEC-1', { title: 'Head' });
    world.osce.remove('EST-POL-1');
    world.osce.add('EST-TEC-2', {
      ...desk,
      entity: 'Second Desk',
      emails: ['second@cert.example'],
      phones: [],
    });
    await world.pull('OSCE');
    expect((await world.contacts('EST')).length).toBe(0);
    expect(await estonia.shown()).toMatchObject({ own: 3 });
    expect((await world.tryGrant(authority('EST'), { state: 'EST', directory: 'OAS' })).errors).toMatchObject(
      [{ code: 'CONFLICT' }],
    );
    await authorityOfEstonia.does('update', { id: ownId, revision: 1, input: { title: 'Duty lawyer' } });

    await estonia.does('resumeParticipation');
    const contacts = await world.contacts('EST');
    expect(contacts.map(({ entity, title }) => [entity, title])).toEqual(
      expect.arrayContaining([
        ['CERT of Examples', 'Head'],
        ['Second Desk', null],
        ['Legal Office', 'Duty lawyer'],
      ]),
    );
    // The only contact for its function waits for the state's yes, as ever.
    expect(await authorityOfEstonia.waits()).toEqual(['REMOVE EST-POL-1']);
    world.osce.edit('EST-TEC-1', { title: 'Director' });
    await world.pull('OSCE');
    expect((await world.contacts('EST')).map(({ title }) => title)).toContain('Director');
  });

  it('follows what it missed once its region answers again, where it does not when the state resumes', async () => {
    await takesPart();
    await estonia.does('pauseParticipation');
    world.osce.edit('EST-TEC-1', { title: 'Head' });
    world.osce.isDown = true;
    await estonia.does('resumeParticipation');
    expect(await estonia.shown()).toMatchObject({ other: 3 });
    const titles = async () => (await world.contacts('EST')).map(({ title }) => title);
    expect(await titles()).not.toContain('Head');
    world.osce.isDown = false;
    // Whatever the region says further, it follows in its order.
    world.osce.edit('EST-TEC-1', { title: 'Director' });
    await world.pull('OSCE');
    expect(await titles()).toContain('Director');
    world.osce.edit('EST-TEC-1', { title: 'Chief' });
    await world.pull('OSCE');
    expect(await titles()).toContain('Chief');
  });

  it('is not counted while the state stands aside, and what waits for its answer is not shown', async () => {
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    const counts = async () => {
      const { data } = await world.ask(
        custodian,
        '{ syncDashboard { activeConsents copiedContacts waitingProposals openConflicts } }',
      );
      return data;
    };
    const none = { activeConsents: 0, copiedContacts: 0, waitingProposals: 0, openConflicts: 0 };
    expect(await counts()).toEqual({ syncDashboard: { ...none, activeConsents: 1, waitingProposals: 2 } });
    const [proposal] = await world.proposals('EST');
    await estonia.does('pauseParticipation');
    expect(await counts()).toEqual({ syncDashboard: none });
    expect(await authorityOfEstonia.waits()).toHaveLength(2);
    expect(await authorityOfEstonia.refused('accept', { id: proposal?.id })).toMatchObject({
      code: 'CONFLICT',
    });
    await estonia.does('leaveDirectory');
    expect(await authorityOfEstonia.waits()).toEqual([]);
    await estonia.does('undoLeaving');
    await estonia.does('resumeParticipation');
    expect(await counts()).toEqual({ syncDashboard: { ...none, activeConsents: 1, waitingProposals: 2 } });
    await authorityOfEstonia.accepts(proposal?.id ?? '');
  });

  it('ends at once when the state leaves, and is taken back exactly as it was', async () => {
    await takesPart();
    expect(await estonia.shown()).toEqual({ own: 3, other: 3, custodian: 3, organisation: 3 });
    const before = await estonia.everything();
    const revision = await world.revision();
    await estonia.does('leaveDirectory', 'By decision of the government.');
    expect(await world.revision()).toBeGreaterThan(revision);
    expect(await estonia.stands()).toMatchObject({
      participating: false,
      status: 'LEAVING',
      reason: 'By decision of the government.',
      undoUntil: expect.stringContaining('2026-03-31'),
    });
    expect(await estonia.shown()).toEqual({ own: 0, other: 0, custodian: 0, organisation: 0 });
    expect(await authorityOfEstonia.waits()).toEqual([]);
    const outcomes = (await new Organisation(world, 'OSCE').outcomes()).nodes;
    expect(outcomes.map(({ cause, contactId }) => [cause, contactId])).toEqual([
      ['CONSENT_PAUSED', null],
      ['CONSENT_PAUSED', null],
    ]);
    const past = `{ state(iso3: "EST") { contacts(asOf: "${world.clock.now().toISOString()}") { id } } }`;
    expect((await world.ask(authority('LVA'), past)).data).toEqual({ state: { contacts: [] } });

    for (const [act, variables] of [
      ['create', { state: 'EST', input: legal }],
      ['update', { id: ownId, revision: 1, input: { title: 'Head' } }],
      ['remove', { id: ownId, revision: 1, reason: 'Closed.' }],
    ] as const)
      expect(await authorityOfEstonia.refused(act, variables)).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('undoLeaving'),
      });
    for (const act of [
      'createCalendarFeed(state: "EST")',
      'setReviewInterval(state: "EST", interval: HALF_YEAR)',
    ])
      expect(
        (await world.ask(authority('EST'), `mutation { ${act} { __typename } }`)).errors,
        act,
      ).toMatchObject([{ code: 'CONFLICT' }]);
    expect((await world.tryGrant(authority('EST'), { state: 'EST', directory: 'OAS' })).errors).toMatchObject(
      [{ code: 'CONFLICT' }],
    );

    world.clock.advance(30 * day - 10_000);
    await estonia.does('undoLeaving');
    expect(await estonia.everything()).toEqual(before);
    expect((await new Organisation(world, 'OSCE').outcomes()).nodes.map(({ cause }) => cause)).toEqual([
      'FOLLOWED',
      'FOLLOWED',
    ]);
  });

  it('comes back paused where it was paused when it left', async () => {
    await takesPart();
    await estonia.does('pauseParticipation', 'For a while.');
    const before = await estonia.everything();
    await estonia.does('leaveDirectory');
    await estonia.does('undoLeaving');
    expect(await estonia.everything()).toEqual(before);
    expect(await estonia.stands()).toMatchObject({ status: 'PAUSED', reason: 'For a while.' });
  });

  it('is over for good after 30 days: nothing is left but the record, and the state may join anew', async () => {
    await takesPart();
    await estonia.does('leaveDirectory');
    world.clock.advance(30 * day);
    expect(await estonia.refusedTo('undoLeaving')).toMatch(/CONFLICT: The time to take it back ended/);
    await world.restart(async () => {
      const database = await openDatabase(directoryStorage, world.storage.location);
      const told = await database.read((manager) => manager.findBy(OutboxEventRow, { state: 'EST' }));
      expect(told.map(({ template, recipient }) => ({ template, recipient }))).toEqual([
        { template: 'participation.left', recipient: { authorityOf: 'EST' } },
      ]);
      await completeLeavings(database, world.clock);
      await completeLeavings(database, world.clock);
      await database.close();
    });
    expect(await estonia.stands()).toMatchObject({ participating: false, status: 'LEFT', undoUntil: null });
    const consents = `{ state(iso3: "EST") { consents(includeEnded: true) { status paused } } }`;
    expect((await world.ask(authority('EST'), consents)).data).toEqual({
      state: { consents: [{ status: 'WITHDRAWN', paused: false }] },
    });
    expect((await new Organisation(world, 'OSCE').outcomes()).nodes.map(({ cause }) => cause)).toEqual([
      'CONSENT_WITHDRAWN',
      'CONSENT_WITHDRAWN',
    ]);
    const history = `{ contact(id: "${ownId}", asOf: "2026-03-01T10:00:00Z") { revisions { action } } }`;
    expect((await world.ask(authority('EST'), history)).data).toEqual({
      contact: { revisions: [{ action: 'ADDED' }, { action: 'REMOVED' }] },
    });
    expect(await authorityOfEstonia.refused('create', { state: 'EST', input: legal })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('joinDirectory'),
    });
    await estonia.does('joinDirectory');
    await authorityOfEstonia.does('create', { state: 'EST', input: legal });
    expect(await estonia.shown()).toEqual({ own: 1, other: 1, custodian: 1, organisation: 0 });
    world.osce.edit('EST-TEC-1', { title: 'Head' });
    await world.pull('OSCE');
    expect(await estonia.shown()).toMatchObject({ other: 1 });
  });
});
