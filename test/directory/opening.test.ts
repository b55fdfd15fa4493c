import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { authority, contactOf, custodian, DirectoryWorld, organisation } from './directory-world.ts';
import { audiences, institute, openingActs, refusal } from './opening-acts.ts';

describe.each(databases)('opening the directory beyond states ($name)', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
  });
  afterEach(() => world.stop());
  const {
    contactsQuery,
    whoReads,
    setStage,
    turn,
    release,
    releases,
    withdraws,
    sponsorship,
    copied,
    everythingReleased,
  } = openingActs(() => world);

  it('is closed to everybody beyond states until the custodian opens it, whatever states release', async () => {
    await everythingReleased();
    expect(await whoReads()).toEqual(['FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED']);
  });

  it('goes up and down in stages, one after the other, each taking effect at once', async () => {
    await everythingReleased();
    for (const [index, audience] of audiences.entries()) {
      for (const later of audiences.slice(index + 1))
        expect((await setStage(later, true)).errors).toMatchObject([{ code: 'CONFLICT' }]);
      await turn(audience, true);
      expect(await whoReads()).toEqual(audiences.map((other, i) => (i <= index ? 2 : refusal(other))));
    }
    for (const [index, audience] of [...audiences.entries()].reverse()) {
      await turn(audience, false);
      expect(await whoReads()).toEqual(audiences.map((other, i) => (i < index ? 2 : refusal(other))));
    }
  });

  it('closes the later stages with an earlier one', async () => {
    await everythingReleased();
    for (const audience of audiences) await turn(audience, true);
    const { data } = await setStage('REGIONAL_ORGANISATIONS', false);
    expect(data).toMatchObject({ setOpeningStage: audiences.map((audience) => ({ audience, open: false })) });
    expect(await whoReads()).toEqual(['FORBIDDEN', 'FORBIDDEN', 'UNAUTHENTICATED']);
  });

  it('lets only the custodian open and close it', async () => {
    for (const asker of [authority('EST'), contactOf('EST'), organisation('OSCE'), institute('EST')])
      expect((await setStage('REGIONAL_ORGANISATIONS', true, asker)).errors).toMatchObject([
        { code: 'FORBIDDEN' },
      ]);
    expect((await setStage('REGIONAL_ORGANISATIONS', true, null)).errors).toMatchObject([
      { code: 'UNAUTHENTICATED' },
    ]);
  });

  it('shows an audience nothing that its state did not release, and lets only the state release', async () => {
    await copied();
    await sponsorship('sponsor');
    for (const audience of audiences) await turn(audience, true);
    expect(await whoReads()).toEqual([0, 0, 0]);
    for (const asker of [authority('FIN'), contactOf('EST'), custodian, organisation('OSCE')])
      expect((await release('PUBLIC', {}, asker)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    await releases('NON_GOVERNMENTAL');
    expect(await whoReads()).toEqual([0, 2, 0]);
    await withdraws('NON_GOVERNMENTAL');
    expect(await whoReads()).toEqual([0, 0, 0]);
  });

  it('is read by a body only while a state sponsors it, and only by the one it sponsors', async () => {
    await copied();
    for (const audience of audiences) await turn(audience, true);
    await releases('NON_GOVERNMENTAL');
    const observers = [institute('FIN'), institute('FIN', 'another'), institute('EST')];
    const read = async () => {
      const answers: unknown[] = [];
      for (const observer of observers)
        answers.push((await world.ask(observer, contactsQuery)).errors[0]?.code ?? 'reads');
      return answers;
    };
    expect(await read()).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    expect((await sponsorship('sponsor', authority('EST'), 'FIN')).errors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    await sponsorship('sponsor');
    expect(await read()).toEqual(['reads', 'FORBIDDEN', 'FORBIDDEN']);
    expect((await sponsorship('end')).errors).toEqual([]);
    expect(await read()).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    expect((await sponsorship('end', authority('EST'), 'EST')).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await sponsorship('sponsor');
    expect(await read()).toEqual(['reads', 'FORBIDDEN', 'FORBIDDEN']);
  });

  it('tells states what stands open and what they release, and the custodian too', async () => {
    await releases('PUBLIC');
    const query =
      '{ openingStages { audience open } state(iso3: "EST") { releases { audience kinds inEffect } sponsorships { observer } } }';
    const told = {
      openingStages: audiences.map((audience) => ({ audience, open: false })),
      state: { releases: [{ audience: 'PUBLIC', kinds: ['OFFICE'], inEffect: false }], sponsorships: [] },
    };
    for (const asker of [authority('EST'), custodian])
      expect((await world.ask(asker, query)).data).toEqual(told);
    for (const asker of [authority('FIN'), contactOf('EST')])
      expect((await world.ask(asker, query)).errors[0]?.code).toBe('FORBIDDEN');
  });

  it('keeps what was decided over a restart', async () => {
    await everythingReleased();
    for (const audience of audiences) await turn(audience, true);
    await world.restart();
    expect(await whoReads()).toEqual([2, 2, 2]);
  });
});
