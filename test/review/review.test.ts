import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { authority, contactOf, custodian, DirectoryWorld, desk } from '../directory/directory-world.ts';
import { databases } from '../support/databases.ts';
import { confirm, confirmAll, nominate, overdue, remind, reviewOf, setInterval } from './review-acts.ts';

const est = authority('EST');
const updateContact = `mutation ($id: ID!, $revision: Int!, $input: ContactInput!) {
  updateContact(id: $id, revision: $revision, input: $input) { id revision } }`;

describe.each(databases)('a review of points of contact, on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
  });
  afterEach(async () => {
    await world.stop();
  });

  it('is due a year after the state wrote or changed the contact, and every reader sees when it is overdue', async () => {
    const { id } = await nominate(world, 'EST', 'Desk one');
    expect(await reviewOf(world, id)).toEqual({
      confirmedAt: '2026-03-01T09:00:00.000Z',
      confirmedBy: 'STATE',
      dueAt: '2027-03-01T09:00:00.000Z',
      overdue: false,
    });
    world.clock.set('2026-06-01T08:00:00.000Z');
    await world.get(est, updateContact, z.unknown(), { id, revision: 1, input: { entity: 'Desk two' } });
    expect(await reviewOf(world, id)).toMatchObject({ dueAt: '2027-06-01T08:00:00.000Z' });
    world.clock.set('2027-06-01T08:00:00.001Z');
    expect(await reviewOf(world, id)).toMatchObject({ overdue: true });
    expect(await world.contact('EST'), 'nothing is deleted').toMatchObject({ id, entity: 'Desk two' });
    expect(await overdue(world)).toEqual([id]);
    expect(await overdue(world, est)).toEqual([id]);
    expect(await overdue(world, authority('NOR'))).toEqual([]);
  });

  it('is confirmed by the state alone, one contact or all, and starts anew', async () => {
    const one = await nominate(world, 'EST', 'Desk one');
    const other = await nominate(world, 'EST', 'Desk two');
    world.clock.set('2027-03-05T10:00:00.000Z');
    for (const caller of [custodian, contactOf('EST'), authority('NOR')])
      expect((await world.ask(caller, confirm, { ...one })).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    await world.get(est, confirm, z.unknown(), { ...one });
    expect(await reviewOf(world, one.id)).toMatchObject({
      dueAt: '2028-03-05T10:00:00.000Z',
      confirmedBy: 'STATE',
      overdue: false,
    });
    expect(await overdue(world)).toEqual([other.id]);
    await world.get(est, confirmAll, z.unknown(), { state: 'EST' });
    expect(await overdue(world)).toEqual([]);
  });

  it('does not confirm what changed since it was seen', async () => {
    const { id } = await nominate(world, 'EST', 'Desk one');
    await world.get(est, updateContact, z.unknown(), { id, revision: 1, input: { entity: 'Desk two' } });
    world.clock.set('2026-09-01T10:00:00.000Z');
    expect((await world.ask(est, confirm, { id, revision: 1 })).errors).toMatchObject([
      { code: 'CONFLICT', extensions: { revision: 2 } },
    ]);
    expect(await reviewOf(world, id)).toMatchObject({ confirmedAt: '2026-03-01T09:00:00.000Z' });
  });

  it('is due after half a year where the state prefers, and follows at once', async () => {
    const { id } = await nominate(world, 'EST', 'Desk one');
    await world.get(est, setInterval, z.unknown(), { state: 'EST', interval: 'HALF_YEAR' });
    expect(await reviewOf(world, id)).toMatchObject({ dueAt: '2026-09-01T09:00:00.000Z' });
    const { id: later } = await nominate(world, 'EST', 'Desk two');
    expect(await reviewOf(world, later)).toMatchObject({ dueAt: '2026-09-01T09:00:00.000Z' });
    const refused = await world.ask(authority('NOR'), setInterval, { state: 'EST', interval: 'YEAR' });
    expect(refused.errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('of a copy takes the confirmation date of its region, also when that changes alone', async () => {
    world.osce.add('EST-TEC-1', { ...desk, lastConfirmedOn: '2025-02-01' });
    await world.grant('EST', 'OSCE');
    const { id, revision } = await world.contact('EST');
    expect(await reviewOf(world, id)).toMatchObject({
      confirmedAt: '2025-02-01T00:00:00.000Z',
      confirmedBy: 'REGION',
      overdue: true,
    });
    world.osce.edit('EST-TEC-1', { lastConfirmedOn: '2026-02-20' });
    await world.pull('OSCE');
    expect(await reviewOf(world, id)).toMatchObject({
      confirmedAt: '2026-02-20T00:00:00.000Z',
      dueAt: '2027-02-20T00:00:00.000Z',
      overdue: false,
    });
    expect((await world.contact('EST')).revision, 'a date is no change of the contact').toBe(revision);
  });

  it('of a copy goes by the later of both words, and an older word of the region takes nothing back', async () => {
    world.osce.add('EST-TEC-1', { ...desk, lastConfirmedOn: '2025-02-01' });
    await world.grant('EST', 'OSCE');
    const { id, revision } = await world.contact('EST');
    await world.get(est, confirm, z.unknown(), { id, revision });
    const confirmedAt = world.clock.now().toISOString();
    world.osce.edit('EST-TEC-1', { lastConfirmedOn: '2025-06-01' });
    await world.pull('OSCE');
    expect(await reviewOf(world, id)).toMatchObject({ confirmedAt, confirmedBy: 'STATE' });
  });

  it('of a copy without any date begins when it was read', async () => {
    world.osce.add('EST-TEC-1', desk);
    await world.grant('EST', 'OSCE');
    const { id } = await world.contact('EST');
    expect(await reviewOf(world, id)).toMatchObject({ dueAt: '2027-03-01T00:00:00.000Z' });
  });

  it('in review mode counts the yes of the state as its confirmation', async () => {
    world.osce.add('EST-TEC-1', { ...desk, lastConfirmedOn: '2025-02-01' });
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    const [proposal] = await world.proposals('EST');
    world.clock.set('2026-04-01T09:00:00.000Z');
    await world.get(est, 'mutation ($id: ID!) { acceptProposal(id: $id) { id } }', z.unknown(), {
      id: proposal?.id,
    });
    const { id } = await world.contact('EST');
    expect(await reviewOf(world, id)).toMatchObject({
      confirmedAt: '2026-04-01T09:00:00.000Z',
      confirmedBy: 'STATE',
    });
  });

  it('of a copy that the state keeps stands as it was confirmed last', async () => {
    world.osce.add('EST-TEC-1', { ...desk, lastConfirmedOn: '2025-10-01' });
    const { consent } = await world.grant('EST', 'OSCE');
    await world.withdraw('EST', consent.id, 'KEEP');
    const { id } = await world.contact('EST');
    expect(await reviewOf(world, id)).toMatchObject({ confirmedAt: '2025-10-01T00:00:00.000Z' });
  });

  it('ends with its contact', async () => {
    const { id } = await nominate(world, 'EST', 'Desk one');
    world.clock.set('2027-03-05T10:00:00.000Z');
    await world.get(
      est,
      'mutation ($id: ID!) { removeContact(id: $id, revision: 1, reason: "Closed.") }',
      z.unknown(),
      { id },
    );
    expect(await overdue(world)).toEqual([]);
    expect(await remind(world)).toEqual([]);
  });

  it('is reminded of in one message for a state and day, which tells how much is due by when', async () => {
    const early = await nominate(world, 'EST', 'Desk one');
    world.clock.set('2026-03-24T09:00:00.000Z');
    const late = await nominate(world, 'EST', 'Desk two');
    const foreign = await nominate(world, 'NOR', 'Desk north');
    // Seven days before the one is due, and thirty before the other.
    world.clock.set('2027-02-22T00:05:00.000Z');
    const told = await remind(world);
    expect(told).toMatchObject([
      {
        event: 'review.reminder/EST/2027-02-22',
        state: 'EST',
        contacts: [early.id, late.id].sort(),
        values: { count: 2, overdue: 0, inAWeek: 1, inAMonth: 1, inTwoMonths: 0 },
      },
      { state: 'NOR', contacts: [foreign.id], values: { count: 1, inAMonth: 1 } },
    ]);
    expect(await remind(world), 'again on the same day').toEqual([]);
    expect(await reviewOf(world, early.id), 'reminding changes nothing').toMatchObject({ overdue: false });
  });

  it('asks nothing of a state that stands aside, and goes on once it takes part again', async () => {
    const { id } = await nominate(world, 'EST', 'Desk one');
    await world.get(est, 'mutation { pauseParticipation(state: "EST") { iso3 } }', z.unknown());
    world.clock.set('2027-02-22T00:05:00.000Z');
    expect(await remind(world)).toEqual([]);
    world.clock.set('2027-03-02T00:05:00.000Z');
    expect(await overdue(world)).toEqual([]);
    await world.get(est, 'mutation { resumeParticipation(state: "EST") { iso3 } }', z.unknown());
    expect(await overdue(world)).toEqual([id]);
    world.clock.set('2027-03-08T00:05:00.000Z');
    expect(await remind(world)).toMatchObject([{ contacts: [id], values: { overdue: 1 } }]);
  });

  it('asks nothing of a state once all is confirmed', async () => {
    await nominate(world, 'EST', 'Desk one');
    world.clock.set('2027-02-22T00:05:00.000Z');
    await world.get(est, confirmAll, z.unknown(), { state: 'EST' });
    expect(await remind(world)).toEqual([]);
  });
});
