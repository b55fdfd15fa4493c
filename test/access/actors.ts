import { expect } from 'vitest';
import { z } from 'zod';
import type { Asker, World } from '../support/world.ts';
import { thing } from './things.ts';

export const Id = z.object({ id: z.string() });

/** Those whose the things are, at work. */
export class Actors {
  protected readonly authority: Asker;
  protected readonly organisation: Asker;
  #made = 0;

  constructor(readonly world: World) {
    this.authority = world.state(thing.state);
    this.organisation = world.organisation(thing.directory);
  }

  protected async contactCopiedFrom(sourceKey: string): Promise<string | undefined> {
    const Contacts = z.object({
      state: z.object({
        contacts: z.array(Id.extend({ copiedFrom: z.array(z.object({ sourceKey: z.string() })) })),
      }),
    });
    const { state } = await this.get(
      this.authority,
      'query ($iso3: ID!) { state(iso3: $iso3) { contacts { id copiedFrom { sourceKey } } } }',
      Contacts,
      { iso3: thing.state },
    );
    return state.contacts.find(({ copiedFrom }) => copiedFrom.some((from) => from.sourceKey === sourceKey))
      ?.id;
  }

  /** Submits an entry. @returns the contact that it became */
  protected async copied(
    sourceKey: string,
    directory: string,
    entry: Record<string, unknown>,
  ): Promise<string> {
    await this.submit(directory, { function: 'TECHNICAL', ...entry });
    return there(await this.contactCopiedFrom(sourceKey), `contact copied from ${sourceKey}`);
  }

  protected async submit(directory: string, entry: Record<string, unknown>): Promise<void> {
    await this.does(
      this.world.organisation(directory),
      `mutation ($directory: ID!, $entries: [RegionalEntryInput!]!) {
        submitRegionalEntries(directory: $directory, complete: false, entries: $entries) { outcome problem } }`,
      { directory, entries: [{ participant: 'Canada', ...entry }] },
    );
  }

  protected async consents(state: string, directory: string, terms: Record<string, unknown> = {}) {
    const { grantConsent } = await this.get(
      this.world.state(state),
      'mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { consent { id } } }',
      z.object({ grantConsent: z.object({ consent: Id }) }),
      { input: { state, directory, ...terms } },
    );
    return grantConsent.consent;
  }

  protected sponsors(body: string): Promise<unknown> {
    return this.does(
      this.authority,
      'mutation ($state: ID!, $body: ID!) { sponsorObserver(state: $state, observer: $body, name: "A body") { observer } }',
      { state: thing.state, body },
    );
  }

  protected does(asker: Asker, query: string, variables: Record<string, unknown>): Promise<unknown> {
    return this.get(asker, query, z.unknown(), variables);
  }
  protected get<T>(
    asker: Asker,
    query: string,
    shape: z.ZodType<T>,
    variables: Record<string, unknown> = {},
  ) {
    return asker.get(query, shape, variables);
  }

  protected next(): number {
    this.#made += 1;
    return this.#made;
  }
}

export function there(found: string | undefined, what: string): string {
  expect(found, `there should be a ${what} by now`).toBeDefined();
  return found ?? '';
}
