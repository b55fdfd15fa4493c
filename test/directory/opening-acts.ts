import { expect } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { anna, authority, custodian, type DirectoryWorld, desk, organisation } from './directory-world.ts';

// What the custodian and states do to open the directory, and what its audiences are shown.

export const audiences = ['REGIONAL_ORGANISATIONS', 'NON_GOVERNMENTAL', 'PUBLIC'] as const;
export type Audience = (typeof audiences)[number];

export const institute = (sponsor: string, subject = 'institute'): Caller => ({
  role: 'observer',
  subject,
  sponsor,
});
/** Somebody of each audience. Nobody has no token. */
export const readers: Readonly<Record<Audience, Caller | null>> = {
  REGIONAL_ORGANISATIONS: organisation('OAS'),
  NON_GOVERNMENTAL: institute('FIN'),
  PUBLIC: null,
};
export const refusal = (audience: Audience) => (audience === 'PUBLIC' ? 'UNAUTHENTICATED' : 'FORBIDDEN');

const Shown = z.object({
  id: z.string(),
  function: z.string(),
  kind: z.string(),
  level: z.string().nullable(),
  name: z.string().nullable(),
  title: z.string().nullable(),
  entity: z.string().nullable(),
  webPage: z.string().nullable(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  telephones: z.array(z.object({ e164: z.string().nullable() })),
  languages: z.array(z.string()),
  shownFields: z.array(z.string()),
});
const shownSelection =
  'id function kind level name title entity webPage emails phones telephones { e164 } languages shownFields';

export function openingActs(world: () => DirectoryWorld) {
  const contactsQuery = `{ state(iso3: "EST") { iso3 contacts { ${shownSelection} } } }`;
  async function reads(audience: Audience) {
    const shape = z.object({ state: z.object({ contacts: z.array(Shown) }) });
    return (await world().get(readers[audience], contactsQuery, shape)).state.contacts;
  }
  /** How many contacts each audience reads, or by what it is refused. */
  async function whoReads() {
    const seen: (number | unknown)[] = [];
    for (const audience of audiences) {
      const { data, errors } = await world().ask(readers[audience], contactsQuery);
      const shape = z.object({ state: z.object({ contacts: z.array(Shown) }) });
      seen.push(errors[0]?.code ?? shape.parse(data).state.contacts.length);
    }
    return seen;
  }

  const setStage = (audience: Audience, open: boolean, asker: Caller | null = custodian) =>
    world().ask(
      asker,
      `mutation ($audience: Audience!, $open: Boolean!) {
        setOpeningStage(audience: $audience, open: $open, reason: "As the States decided.") { audience open changedAt reason } }`,
      { audience, open },
    );
  const turn = async (audience: Audience, open: boolean) =>
    expect((await setStage(audience, open)).errors).toEqual([]);
  const release = (audience: Audience, terms: Record<string, unknown> = {}, asker = authority('EST')) =>
    world().ask(
      asker,
      `mutation ($state: ID!, $audience: Audience!, $functions: [ContactFunction!], $kinds: [ContactKind!], $fields: [String!]) {
        releaseContacts(state: $state, audience: $audience, functions: $functions, kinds: $kinds, fields: $fields) {
          audience functions kinds fields inEffect } }`,
      { state: 'EST', audience, ...terms },
    );
  const releases = async (audience: Audience, terms: Record<string, unknown> = {}) =>
    expect((await release(audience, terms)).errors).toEqual([]);
  const withdraws = async (audience: Audience) =>
    expect(
      (
        await world().ask(
          authority('EST'),
          'mutation ($audience: Audience!) { withdrawRelease(state: "EST", audience: $audience) { iso3 } }',
          { audience },
        )
      ).errors,
    ).toEqual([]);
  const sponsorship = (act: 'sponsor' | 'end', asker = authority('FIN'), state = 'FIN') =>
    world().ask(
      asker,
      act === 'sponsor'
        ? 'mutation ($state: ID!) { sponsorObserver(state: $state, observer: "institute", name: "Institute of Examples") { observer endedAt } }'
        : 'mutation ($state: ID!) { endSponsorship(state: $state, observer: "institute") { observer endedAt } }',
      { state },
    );

  async function copied() {
    world().osce.add('anna', anna);
    world().osce.add('desk', desk);
    await world().pull('OSCE');
    return world().grant('EST', 'OSCE');
  }
  async function everythingReleased() {
    await copied();
    await sponsorship('sponsor');
    for (const audience of audiences)
      await releases(audience, { kinds: ['PERSON', 'OFFICE'], fields: ['entity', 'emails'] });
  }

  return {
    contactsQuery,
    reads,
    whoReads,
    setStage,
    turn,
    release,
    releases,
    withdraws,
    sponsorship,
    copied,
    everythingReleased,
  };
}
