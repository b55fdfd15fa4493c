import type { World } from '../support/world.ts';

/** What an OSCE-like source lists, as a test writes it: a mailbox by entry key, e.g. `EST-1`. */
export type Listing = ReadonlyMap<string, string>;

const states: Readonly<Record<string, string>> = {
  EST: 'Estonia',
  FIN: 'Finland',
  LVA: 'Latvia',
  SWE: 'Sweden',
};

/** Serves a feed over HTTP in place of the sample's own. @returns what it lists from now on, to be written */
export function serveListing(world: World): { listing: Listing } {
  const source: { listing: Listing } = { listing: new Map() };
  world.server.mount('OSCE', async () => ({
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: feedOf(source.listing),
  }));
  return source;
}

function feedOf(listing: Listing): string {
  const points = [...listing].map(
    ([key, mailbox]) => `  <contactPoint id="${key}" level="TECHNICAL" rank="primary">
    <participatingState>${states[stateOf(key)]}</participatingState>
    <institution>Team ${key}</institution>
    <functionalEmail>${mailbox}</functionalEmail>
  </contactPoint>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<contactPoints xmlns="urn:example:osce:cbm8:1" complete="true" count="${points.length}" generated="2026-03-01T09:00:00" timezone="Europe/Vienna">
${points.join('\n')}
</contactPoints>
`;
}

export const stateOf = (key: string) => key.slice(0, 3);
