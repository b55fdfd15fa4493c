import type { Example, Examples } from '../example.ts';

const ofState: Example = { arguments: ({ state }) => ({ state }) };
const nothingYet: Example = { mayBeEmpty: true };
const decision: Example = {
  arguments: async (things) => ({ id: await things.heldPull(), reason: 'Asked the secretariat.' }),
};

/** Regional directories, their pulls, and what the custodian decides. */
export const directories: Examples = {
  'Query.regionalDirectories': { mark: ({ directory }) => `"${directory}"` },
  'RegionalDirectory.participants': {},
  'RegionalDirectory.entries': {},
  'RegionalDirectory.pulls': {},
  'State.{directory}Entries': nothingYet,
  'Query.{directory}': {},
  'RegionalSource.entries(state)': ofState,
  'RegionalSource.stateEntries': ofState,
  'RegionalSource.entries': {},
  'RegionalSource.participants': {},
  'RegionalSource.entryCount': {},
  'RegionalSource.position': {},
  'RegionalSource.feedEnd': {},
  'RegionalSource.lastSuccessAt': {},
  'RegionalSource.lastPull': {},
  'RegionalSource.pulls': {},
  'RegionalSource.setAside': nothingYet,
  'RegionalSource.changes': {},
  'RegionalSource.heldChanges': { arguments: async (things) => ({ pull: await things.heldPull() }) },
  'Query.syncDashboard': {},
  'Mutation.pullDirectory': { arguments: ({ directory }) => ({ directory }) },
  'Query.previewHeldPull': { arguments: async (things) => ({ id: await things.heldPull() }) },
  'Mutation.approvePull': decision,
  'Mutation.rejectPull': decision,
};
