import type { Example, Examples } from '../example.ts';
import type { Things } from '../things.ts';

const inAMoment = () => new Date().toISOString();
const copied = async (things: Things) => ({ id: await things.copiedContact() });
const nothingYet: Example = { mayBeEmpty: true };

/** States and their points of contact. */
export const states: Examples = {
  'Query.state': { arguments: ({ state }) => ({ iso3: state }) },
  'Query.states': { mark: ({ state }) => `"${state}"` },
  'Query.states(participating)': {
    arguments: () => ({ participating: true }),
    mark: ({ state }) => `"${state}"`,
  },
  'State.participating': {},
  'Query.directoryRevision': {},
  'Query.contact': { arguments: copied },
  'Query.searchContacts': {
    arguments: async (things) => {
      await things.copiedContact();
      return { text: 'desk' };
    },
    mark: (things) => things.copiedContact(),
  },
  'Query.contact(asOf)': {
    arguments: async (things) => ({ ...(await copied(things)), asOf: inAMoment() }),
  },
  'State.contacts': { mark: (things) => things.copiedContact() },
  'State.contacts(asOf)': {
    arguments: async (things) => {
      await things.copiedContact();
      return { asOf: inAMoment() };
    },
    mark: (things) => things.copiedContact(),
  },
  'Contact.revision': {},
  'Contact.updatedAt': {},
  'Contact.provenance': {},
  'Contact.ownFields': nothingYet,
  'Contact.copiedFrom': {},
  'Contact.withheld': nothingYet,
  'Contact.formerIds': nothingYet,
  'Contact.mergedInto': nothingYet,
  'Contact.revisions': {},
  'Mutation.createContact': {
    arguments: ({ state }) => ({
      state,
      input: { function: 'LEGAL', kind: 'OFFICE', entity: 'Office of Law', emails: ['law@can.example'] },
    }),
  },
  'Mutation.updateContact': {
    arguments: async (things) => ({
      id: await things.ownContact(),
      revision: 1,
      input: { entity: 'Office of Laws' },
    }),
  },
  'Mutation.removeContact': {
    arguments: async (things) => ({ id: await things.ownContact(), revision: 1, reason: 'Closed.' }),
  },
  'Mutation.releaseField': {
    arguments: async (things) => ({ id: await things.editedContact(), field: 'title' }),
  },
};
