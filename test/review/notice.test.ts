import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { authority, custodian, DirectoryWorld, desk } from '../directory/directory-world.ts';
import { databases } from '../support/databases.ts';
import { nominate } from './review-acts.ts';

const Notice = z.object({
  origin: z.string(),
  changedOn: z.string(),
  notifiedOn: z.string(),
  days: z.number(),
  daysLate: z.number(),
});
const notice = 'origin changedOn notifiedOn days daysLate';
const Late = z.object({
  lateNotices: z.object({
    totalCount: z.number(),
    nodes: z.array(
      z.object({
        notice: Notice,
        state: z.object({ iso3: z.string() }),
        contact: z.object({ id: z.string() }).nullable(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
const lateQuery = `query ($first: Int, $after: String, $state: ID) { lateNotices(first: $first, after: $after, state: $state) {
  totalCount nodes { notice { ${notice} } state { iso3 } contact { id } } pageInfo { hasNextPage endCursor } } }`;
const Share = z.object({
  function: z.string(),
  regionalGroup: z.string(),
  count: z.number().nullable(),
  lateShare: z.number().nullable(),
  medianDays: z.number().nullable(),
});

describe.each(databases)('the 30-day notice, on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
  });
  afterEach(async () => {
    await world.stop();
  });
  const late = async (caller: Caller, variables: Record<string, unknown> = {}) =>
    (await world.get(caller, lateQuery, Late, variables)).lateNotices;
  const notices = async (caller: Caller, id: string) => {
    const shape = z.object({ contact: z.object({ notices: z.array(Notice) }) });
    const query = `query ($id: ID!) { contact(id: $id) { notices { ${notice} } } }`;
    return (await world.get(caller, query, shape, { id })).contact.notices;
  };

  it('counts from the day the state says to the day it enters it, and shows by how many days that is late', async () => {
    const { id } = await nominate(world, 'EST', 'Desk one', { changedOn: '2026-01-15' });
    const told = {
      origin: 'DIRECT',
      changedOn: '2026-01-15',
      notifiedOn: '2026-03-01',
      days: 45,
      daysLate: 15,
    };
    expect(await notices(authority('EST'), id)).toEqual([told]);
    expect((await late(custodian)).nodes).toEqual([
      { notice: told, state: { iso3: 'EST' }, contact: { id } },
    ]);
    expect((await late(authority('EST'))).totalCount).toBe(1);
  });

  it('is shown to its own state and the custodian, and to nobody else', async () => {
    const { id } = await nominate(world, 'EST', 'Desk one', { changedOn: '2026-01-15' });
    const asked = await world.ask(authority('NOR'), `{ contact(id: "${id}") { notices { days } } }`);
    expect(asked.errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await late(authority('NOR'))).nodes).toEqual([]);
    const named = await world.ask(authority('NOR'), lateQuery, { state: 'EST' });
    expect(named.errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('is in time where the state says nothing of when, or up to 30 days before', async () => {
    const one = await nominate(world, 'EST', 'Desk one');
    const two = await nominate(world, 'EST', 'Desk two', { changedOn: '2026-01-30' });
    expect(await notices(custodian, one.id)).toMatchObject([{ days: 0, daysLate: 0 }]);
    expect(await notices(custodian, two.id)).toMatchObject([{ days: 30, daysLate: 0 }]);
    expect((await late(custodian)).nodes).toEqual([]);
  });

  it('of a copy goes by both days of its region, once for each change', async () => {
    const dates = { changedOn: '2025-09-20', notifiedOn: '2025-11-05' };
    world.osce.add('EST-TEC-1', { ...desk, ...dates });
    await world.grant('EST', 'OSCE');
    const { id } = await world.contact('EST');
    const first = { origin: 'OSCE', ...dates, days: 46, daysLate: 16 };
    expect(await notices(custodian, id)).toEqual([first]);
    world.osce.edit('EST-TEC-1', { title: 'Duty desk' });
    await world.pull('OSCE');
    expect(await notices(custodian, id), 'the same days again').toEqual([first]);
    world.osce.edit('EST-TEC-1', { changedOn: '2026-02-01', notifiedOn: '2026-02-10' });
    await world.pull('OSCE');
    expect(await notices(custodian, id)).toMatchObject([{ daysLate: 16 }, { days: 9, daysLate: 0 }]);
  });

  it('of a copy whose region gives one day only is none', async () => {
    world.oas.add('EST-TEC-1', { ...desk, notifiedOn: '2025-11-05' });
    await world.grant('EST', 'OAS');
    expect(await notices(custodian, (await world.contact('EST')).id)).toEqual([]);
  });

  it('stays on the list, without its contact, when that goes', async () => {
    const { id } = await nominate(world, 'EST', 'Desk one', { changedOn: '2026-01-15' });
    const remove = 'mutation ($id: ID!) { removeContact(id: $id, revision: 1, reason: "Closed.") }';
    await world.get(authority('EST'), remove, z.unknown(), { id });
    expect((await late(custodian)).nodes).toMatchObject([{ contact: null, state: { iso3: 'EST' } }]);
  });

  it('counts a removal too, from the day the state says', async () => {
    const { id } = await nominate(world, 'EST', 'Desk one');
    const remove = (changedOn: string) =>
      world.ask(
        authority('EST'),
        'mutation ($id: ID!, $on: Date) { removeContact(id: $id, revision: 1, reason: "Closed.", changedOn: $on) }',
        { id, on: changedOn },
      );
    // A day that has not come, and one whose year was mistyped.
    for (const day of ['2026-03-04', '0202-01-10']) {
      const [refused] = (await remove(day)).errors;
      expect(refused).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'changedOn' } });
    }
    expect((await remove('2026-01-10')).errors).toEqual([]);
    expect((await late(authority('EST'))).nodes).toMatchObject([
      { contact: null, notice: { changedOn: '2026-01-10', notifiedOn: '2026-03-01', daysLate: 20 } },
    ]);
  });

  it('is listed page by page, each once', async () => {
    const ids: string[] = [];
    for (const name of ['one', 'two', 'three', 'four', 'five']) {
      const { id } = await nominate(world, 'EST', `Desk ${name}`, { changedOn: '2026-01-15' });
      ids.push(id);
    }
    const seen: (string | undefined)[] = [];
    for (let after: string | null = null; ; ) {
      const { nodes, totalCount, pageInfo } = await late(custodian, { first: 2, after });
      expect(totalCount).toBe(5);
      seen.push(...nodes.map(({ contact }) => contact?.id));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(seen.sort()).toEqual(ids.sort());
  });

  it('has statistics by function and regional group, which name no state and rank none', async () => {
    const days = { EST: '2026-01-15', POL: '2026-02-27', CZE: '2026-02-28', KEN: '2026-01-01' };
    for (const [state, changedOn] of Object.entries(days))
      await nominate(world, state, 'Desk', { changedOn });
    const query = `{ noticeStatistics(from: "2026-03-01", to: "2026-03-01") { function regionalGroup count lateShare medianDays }
      before: noticeStatistics(to: "2026-02-28") { count }
      reviewStatistics { function regionalGroup count lateShare medianDays } }`;
    const shape = z.object({
      noticeStatistics: z.array(Share),
      before: z.array(z.unknown()),
      reviewStatistics: z.array(Share),
    });
    const told = await world.get(authority('NOR'), query, shape);
    const few = {
      function: 'TECHNICAL',
      regionalGroup: 'AFRICAN',
      count: null,
      lateShare: null,
      medianDays: null,
    };
    const group = { function: 'TECHNICAL', regionalGroup: 'EASTERN_EUROPEAN', count: 3 };
    expect(told.noticeStatistics).toEqual([few, { ...group, lateShare: 1 / 3, medianDays: 2 }]);
    expect(told.before).toEqual([]);
    expect(told.reviewStatistics).toEqual([few, { ...group, lateShare: 0, medianDays: 0 }]);
  });
});
