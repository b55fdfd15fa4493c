import type { ContactSight } from '../opening/access.ts';
import type { NominationOperations } from './operations.ts';
import { nominationOf, nothingNamed } from './points.ts';

/**
 * Who may do what of nominations:
 *
 * |                          | state   | custodian, contact | others |
 * | see whom to address      | yes     | yes                | no     |
 * | set it, check a contact  | its own | no                 | no     |
 *
 * @param ownState refuses whoever does not act for the state
 * @param ownContact the id of a contact to act on, where the caller's state may
 * @param isInView whether the caller is shown anything of the state
 */
export function guardedNomination(
  operations: NominationOperations,
  sight: ContactSight,
  ownState: (given: string) => void,
  ownContact: (id: string) => Promise<string>,
  isInView: (iso3: string) => Promise<boolean>,
): NominationOperations {
  return {
    now: () => operations.now(),
    nominationOf: async (iso3) => {
      sight.whole('Whom to address in a state is shown to states and to the custodian only.');
      const nomination = await operations.nominationOf(iso3);
      return (await isInView(iso3)) ? nomination : nominationOf(nothingNamed, []);
    },
    setNomination: async (request) => {
      ownState(request.state);
      return operations.setNomination(request);
    },
    checkContact: async (request) => {
      ownState(request.state);
      const { id } = request;
      return operations.checkContact({
        ...request,
        id: typeof id === 'string' ? await ownContact(id) : null,
      });
    },
  };
}
