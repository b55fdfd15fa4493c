import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld, desk } from './directory-world.ts';
import { Organisation } from './organisation-acts.ts';
import { StateAuthority } from './state-acts.ts';
import { refuseWrites } from './storage-faults.ts';

describe.each(databases)('what became of an entry, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let osce: Organisation;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    osce = new Organisation(world, 'OSCE');
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
  });
  afterEach(() => world.stop());

  const waitingFor = async (key: string) =>
    (await world.proposals('EST')).find(({ sourceKey }) => sourceKey === key)?.id ?? '';

  it('is said of every entry, copied or not, in plain terms', async () => {
    world.osce.add('LVA-POL-1', { ...anna, state: 'LVA' });
    world.osce.add('VAT-POL-1', { ...anna, state: null });
    world.osce.setAside = [
      {
        directory: 'OSCE',
        location: 'contactPoint 7',
        reason: 'It names no state.',
        at: '2026-03-01T09:00:00.000Z',
      },
    ];
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'] });
    const { nodes, totalCount } = await osce.outcomes();
    expect(totalCount).toBe(5);
    const contact = await world.contact('EST');
    expect(nodes).toMatchObject([
      { sourceKey: 'EST-POL-1', state: { iso3: 'EST' }, outcome: 'COPIED', contactId: contact.id, seq: 1 },
      {
        sourceKey: 'EST-TEC-1',
        outcome: 'NOT_COVERED',
        cause: 'OUTSIDE_CONSENT',
        contactId: null,
        seq: null,
      },
      { sourceKey: 'LVA-POL-1', state: { iso3: 'LVA' }, outcome: 'NOT_COVERED', cause: 'NO_CONSENT' },
      { sourceKey: 'VAT-POL-1', state: null, outcome: 'NOT_ELIGIBLE', cause: 'NO_MEMBER_STATE' },
      {
        sourceKey: null,
        state: null,
        outcome: 'SET_ASIDE',
        location: 'contactPoint 7',
        reason: 'It names no state.',
      },
    ]);
    for (const { reason } of nodes) expect(reason).toMatch(/\w+ \w+.*\.$/);
  });

  it('waits where the state reviews, and is then copied or refused', async () => {
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    expect(await osce.became('EST-POL-1')).toBe('WAITING REVIEW');
    await estonia.accepts(await waitingFor('EST-POL-1'));
    await estonia.rejects(await waitingFor('EST-TEC-1'), 'Private words of the state.');
    expect(await osce.became('EST-POL-1')).toBe('COPIED FOLLOWED');
    expect(await osce.became('EST-TEC-1')).toBe('REFUSED ENTRY_REFUSED');
    expect(await osce.story()).toEqual([
      'EST-POL-1 WAITING REVIEW',
      'EST-TEC-1 WAITING REVIEW',
      'EST-POL-1 COPIED FOLLOWED',
      'EST-TEC-1 REFUSED ENTRY_REFUSED',
    ]);
    expect(JSON.stringify([await osce.feed(), await osce.outcomes()])).not.toContain('Private words');
  });

  it('is refused where a change of a copy is, and the copy stays', async () => {
    await world.grant('EST', 'OSCE', { mode: 'REVIEW', functions: ['DIPLOMATIC'] });
    await estonia.accepts((await estonia.waiting()).id);
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    await world.pull('OSCE');
    await estonia.rejects((await estonia.waiting()).id);
    const { nodes } = await osce.outcomes({ outcome: 'REFUSED' });
    const contact = await world.contact('EST');
    expect(nodes).toMatchObject([{ sourceKey: 'EST-POL-1', cause: 'CHANGE_REFUSED', contactId: contact.id }]);
  });

  it('waits where only the state knows the function', async () => {
    const arf = new Organisation(world, 'ARF');
    world.arf.add('ARF-EST-1', { ...anna, function: null, level: 'HIGH_LEVEL' });
    await world.grant('EST', 'ARF');
    expect(await arf.became('ARF-EST-1')).toBe('WAITING FUNCTION_ASKED');
    await estonia.accepts((await estonia.waiting()).id, 'DIPLOMATIC');
    expect(await arf.became('ARF-EST-1')).toBe('COPIED FOLLOWED');
  });

  it('says which fields are in conflict with another source, and nothing of that source', async () => {
    world.oas.add('OAS-EST-1', { ...anna, level: 'CYBER_POLICY', phones: ['+44 1632 960099'] });
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'] });
    await world.grant('EST', 'OAS');
    const { nodes } = await osce.outcomes({ outcome: 'IN_CONFLICT' });
    expect(nodes).toMatchObject([{ sourceKey: 'EST-POL-1', cause: 'SOURCES_DIFFER' }]);
    expect(nodes[0]?.fields).toContain('phones');
    const told = JSON.stringify([nodes, await osce.feed()]);
    for (const other of ['OAS', '960099', '960001', 'Anna']) expect(told).not.toContain(other);
  });

  it('is told of each change that arrives, also where the state holds the field itself', async () => {
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'], fields: ['emails'] });
    world.osce.edit('EST-POL-1', { phones: ['+44 1632 960005'] });
    await world.pull('OSCE');
    const { events } = await osce.feed();
    expect(events.map(({ outcome, position }) => [outcome, position])).toEqual([
      ['COPIED', 1],
      ['COPIED', 3],
    ]);
  });

  it('is removed once its directory took it out, and waits where it is the last of its state', async () => {
    await world.grant('EST', 'OSCE');
    world.osce.add('EST-POL-2', { ...anna, name: 'Berta Näide', emails: ['berta@mfa.example'], phones: [] });
    world.osce.remove('EST-POL-1');
    world.osce.remove('EST-TEC-1');
    await world.pull('OSCE');
    expect((await osce.story(2)).sort()).toEqual([
      'EST-POL-1 REMOVED TAKEN_OUT',
      'EST-POL-2 COPIED FOLLOWED',
      'EST-TEC-1 WAITING REMOVAL_ASKED',
    ]);
    const { nodes } = await osce.outcomes();
    expect(nodes.map(({ sourceKey, outcome }) => [sourceKey, outcome])).toEqual([
      ['EST-POL-2', 'COPIED'],
      ['EST-TEC-1', 'WAITING'],
    ]);
    await estonia.accepts((await estonia.waiting()).id);
    expect((await osce.story()).at(-1)).toBe('EST-TEC-1 REMOVED TAKEN_OUT');
  });

  it('stays copied and is marked where its directory merely no longer lists it', async () => {
    const arf = new Organisation(world, 'ARF');
    world.arf.add('ARF-EST-1', { ...anna, function: null, level: 'HIGH_LEVEL' });
    await world.grant('EST', 'ARF', { levels: [{ level: 'HIGH_LEVEL', function: 'DIPLOMATIC' }] });
    world.arf.markAbsent('ARF-EST-1');
    await world.pull('ARF');
    expect(await arf.became('ARF-EST-1')).toBe('COPIED COPY_KEPT');
    const latvia = { ...anna, state: 'LVA', function: null, level: 'HIGH_LEVEL' };
    world.arf.add('ARF-LVA-1', latvia);
    world.arf.markAbsent('ARF-LVA-1');
    await world.grant('LVA', 'ARF', { levels: [{ level: 'HIGH_LEVEL', function: 'DIPLOMATIC' }] });
    expect(await arf.became('ARF-LVA-1')).toBe('NOT_COVERED NOT_LISTED');
  });

  it.each(['WITHDRAW', 'KEEP'] as const)(
    'is refused once consent is withdrawn (%s), also where it still waited, whatever the state keeps',
    async (copies) => {
      const { consent } = await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
      await estonia.accepts(await waitingFor('EST-POL-1'));
      await world.withdraw('EST', consent.id, copies);
      expect((await osce.story()).slice(-2)).toEqual([
        'EST-POL-1 REFUSED CONSENT_WITHDRAWN',
        'EST-TEC-1 REFUSED CONSENT_WITHDRAWN',
      ]);
      const { nodes } = await osce.outcomes();
      expect(nodes.map(({ cause, contactId }) => [cause, contactId])).toEqual([
        ['CONSENT_WITHDRAWN', null],
        ['CONSENT_WITHDRAWN', null],
      ]);
    },
  );

  it('is told in the very moment a consent runs out, and again when it is given anew', async () => {
    await world.grant('EST', 'OSCE', { validUntil: '2026-03-02T00:00:00.000Z', functions: ['DIPLOMATIC'] });
    world.clock.set('2026-03-03T00:00:00.000Z');
    expect(await osce.became('EST-POL-1')).toBe('NOT_COVERED CONSENT_EXPIRED');
    await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'] });
    expect(await osce.story()).toEqual([
      'EST-POL-1 COPIED FOLLOWED',
      'EST-POL-1 NOT_COVERED CONSENT_EXPIRED',
      'EST-POL-1 COPIED FOLLOWED',
    ]);
  });

  it('follows a consent that is narrowed, without a flicker for what stays', async () => {
    await world.grant('EST', 'OSCE');
    await world.grant('EST', 'OSCE', { functions: ['TECHNICAL'] });
    expect(await osce.story()).toEqual([
      'EST-POL-1 COPIED FOLLOWED',
      'EST-TEC-1 COPIED FOLLOWED',
      'EST-POL-1 NOT_COVERED NOT_REACHED',
    ]);
    expect(await osce.became('EST-POL-1')).toBe('NOT_COVERED OUTSIDE_CONSENT');
  });

  it('is refused where the state removes the copy itself', async () => {
    const { contacts } = await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'] });
    const [contact] = contacts;
    await estonia.does('remove', { id: contact?.id, revision: contact?.revision, reason: 'Private reason.' });
    expect(await osce.became('EST-POL-1')).toBe('REFUSED ENTRY_REFUSED');
    expect(JSON.stringify(await osce.feed())).not.toContain('Private');
  });

  it('is in the feed without a gap or a repeat, page after page, however often it is told', async () => {
    for (let index = 2; index <= 9; index++)
      world.osce.add(`EST-POL-${index}`, {
        ...anna,
        name: `Person ${index}`,
        emails: [`p${index}@mfa.example`],
        phones: [],
      });
    await world.grant('EST', 'OSCE');
    world.osce.edit('EST-POL-3', { title: 'Counsellor' });
    await world.pull('OSCE');
    await world.pull('OSCE');
    await world.restart();
    const seen: number[] = [];
    for (let after = 0, more = true; more; ) {
      const page = await osce.feed(after, 3);
      seen.push(...page.events.map(({ seq }) => seq));
      [after, more] = [page.position, page.hasMore];
    }
    expect(seen).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
    expect(await osce.feed(11)).toEqual({ events: [], position: 11, hasMore: false });
  });

  it('is told with what it tells of, or neither is', async () => {
    await world.grant('EST', 'OSCE');
    const [contacts, told] = [await world.contacts('EST'), await osce.feed()];
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    const lift = await refuseWrites(world.storage.location, 'entry_outcome_event');
    await expect(world.pull('OSCE')).rejects.toThrow();
    expect(await world.contacts('EST')).toEqual(contacts);
    await lift();
    expect(await osce.feed()).toEqual(told);
    await world.pull('OSCE');
    expect((await osce.feed(told.position)).events).toMatchObject([{ sourceKey: 'EST-POL-1', position: 3 }]);
  });

  it('leaves no contact data in the tables of what was told', async () => {
    await world.grant('EST', 'OSCE');
    const told = JSON.stringify(await osce.feed());
    for (const value of ['Anna', 'mfa.example', '1632', 'Examples']) expect(told).not.toContain(value);
  });
});
