import { type Participant, recogniseParticipant } from '../../platform/states/recognise.ts';
import { lines } from './cells.ts';

/** A country cell may hold two lines (`Lao PDR` / `(Laos)`), a number before the name or a footnote's mark behind it. */
export function recogniseCountry(text: string): Participant {
  const parts = lines(text);
  const whole = recognised(parts.join(' '));
  if (whole.kind !== 'unknown') return whole;
  const known = parts.map(recognised).filter(({ kind }) => kind !== 'unknown');
  const [first] = known;
  // Two lines that name two participants name none.
  return first && known.every((other) => identity(other) === identity(first)) ? first : { kind: 'unknown' };
}

function recognised(name: string): Participant {
  const bare = name
    .replace(/^\s*\(?\d+[.)]\s*/, '')
    .replace(/(?:\s*[*†‡¹²³⁴-⁹]|\s*[[(]\d+[\])])+$/u, '')
    .trim();
  const found = recogniseParticipant(bare);
  if (found.kind !== 'unknown') return found;
  return recogniseParticipant(bare.replace(/^\((.*)\)$/, '$1'));
}

function identity(participant: Participant): string {
  if (participant.kind === 'state') return participant.iso3;
  return participant.kind === 'not-a-state' ? participant.name : '';
}

/** What a participant is called in an entry's key: its ISO code, or its name where it is no state: `EUROPEAN-UNION`. */
export function participantCode(text: string): string {
  const participant = recogniseCountry(text);
  if (participant.kind === 'state') return participant.iso3;
  const name = participant.kind === 'not-a-state' ? participant.name : text;
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toUpperCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
