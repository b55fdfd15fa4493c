import { parseTelephone } from '../../platform/contact-details/telephone.ts';
import { entityKey, mailbox, telephone } from '../../platform/likeness/channels.ts';
import { parseName } from '../../platform/likeness/names.ts';
import { isAnother, type Shown } from '../../platform/likeness/somebody-else.ts';
import { recogniseParticipant } from '../../platform/states/recognise.ts';
import { memberState } from '../../platform/states/states.ts';
import type { ElementName, OsceElement, OsceRecord } from './record.ts';

/**
 * Whether a contact point is still about the one it was about. An id may be given to somebody else, and then nothing of the
 * predecessor may be carried over: a successor is never shown with another's mailbox or telephone. Of the record before, what
 * is known counts, carried over or not; of the record now, only what it shows itself.
 */
export function isSamePerson(previous: OsceRecord, current: OsceRecord): boolean {
  return !isAnother(shownIn(previous, known), shownIn(current, shown));
}

type Values = (elements: readonly OsceElement[]) => string[];
const known: Values = (elements) => elements.flatMap(({ value }) => value ?? []);
const shown: Values = (elements) => known(elements.filter(({ withheld }) => !withheld));

function shownIn({ participatingState, elements }: OsceRecord, values: Values): Shown {
  const of = (name: ElementName) => values(elements[name]);
  const participant = recogniseParticipant(participatingState);
  const iso2 = participant.kind === 'state' ? (memberState(participant.iso3)?.iso2 ?? null) : null;
  // The feed tells personal mailboxes from an office's.
  const own = of('email').map(mailbox);
  return {
    name: parseName(of('name')[0]),
    isOffice: elements.name.length === 0,
    own,
    personal: own,
    mailboxes: [...of('functionalEmail').map(mailbox), ...own],
    telephones: [...of('phone'), ...of('phone24x7')].map((written) =>
      telephone(parseTelephone(written, iso2)),
    ),
    entities: of('institution').flatMap((institution) => entityKey(institution) ?? []),
  };
}
