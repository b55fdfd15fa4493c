import { expect } from 'vitest';
import { z } from 'zod';
import { type Answer, authority, custodian, type DirectoryWorld, organisation } from './directory-world.ts';

// What a state does about taking part, and what there is to see of it.

const Participation = z.object({
  status: z.string(),
  since: z.string().nullable(),
  reason: z.string().nullable(),
  undoUntil: z.string().nullable(),
});

export type ParticipationAct =
  | 'joinDirectory'
  | 'pauseParticipation'
  | 'resumeParticipation'
  | 'leaveDirectory'
  | 'undoLeaving';

/** One state that joins, pauses and leaves. */
export class TakingPart {
  constructor(
    readonly world: DirectoryWorld,
    readonly iso3: string,
  ) {}

  async tries(act: ParticipationAct, reason?: string): Promise<Answer> {
    this.world.clock.advance(1000);
    const given = reason === undefined ? '' : `, reason: ${JSON.stringify(reason)}`;
    return this.world.ask(
      authority(this.iso3),
      `mutation { ${act}(state: "${this.iso3}"${given}) { participating participation { status } } }`,
    );
  }

  async does(act: ParticipationAct, reason?: string): Promise<void> {
    expect((await this.tries(act, reason)).errors).toEqual([]);
  }

  async refusedTo(act: ParticipationAct) {
    const { errors } = await this.tries(act);
    return errors.map(({ code, message }) => `${code}: ${message}`).join();
  }

  async stands() {
    const shape = z.object({ state: z.object({ participating: z.boolean(), participation: Participation }) });
    const query = `{ state(iso3: "${this.iso3}") { participating participation { status since reason undoUntil } } }`;
    const { state } = await this.world.get(authority(this.iso3), query, shape);
    return { participating: state.participating, ...state.participation };
  }

  /** All that its authority is shown of its state. */
  async everything(): Promise<unknown> {
    const query = `{ state(iso3: "${this.iso3}") {
        participating participation { status since reason }
        contacts { id function level kind name title entity webPage emails telephones { e164 extension asWritten } languages
          availability { timeZone aroundTheClock hours { day from to } } publicKeys { fingerprint } revision updatedAt shownFields
          ownFields formerIds withheld reachedThrough { id } routesTo { function bodies { id } }
          provenance { field origin directory sourceKey consentId pull at }
          copiedFrom { directory sourceKey consentId present level } revisions { revision at action actor changes { field before after } } }
        consents(includeEnded: true) { id status paused mode functions fields grantedAt endedAt refusedEntries { sourceKey } }
        nomination { model singlePoint { id } points { function addressees { id } bodies { id } } }
        precedence { name directories } releases { audience functions fields } }
      proposals(status: null) { nodes { id status kind reason changes { field before after } } }
      conflicts(status: null) { nodes { id field status claims { origin value } } } }`;
    const { data, errors } = await this.world.ask(authority(this.iso3), query);
    expect(errors).toEqual([]);
    return data;
  }

  /** What others are shown of its contacts: another state, the custodian, an organisation that it is released to, and its own people. */
  async shown(): Promise<Record<string, number>> {
    const shape = z.object({
      state: z.object({ participating: z.boolean(), contacts: z.array(z.object({ id: z.string() })) }),
      states: z.array(z.object({ iso3: z.string() })),
    });
    const query = `{ state(iso3: "${this.iso3}") { participating contacts { id } } states(participating: true) { iso3 } }`;
    const found: Record<string, number> = {};
    for (const [who, caller] of [
      ['own', authority(this.iso3)],
      ['other', authority('LVA')],
      ['custodian', custodian],
    ] as const) {
      const { state, states } = await this.world.get(caller, query, shape);
      expect(states.some(({ iso3 }) => iso3 === this.iso3)).toBe(state.participating);
      found[who] = state.contacts.length;
    }
    const released = z.object({ state: z.object({ contacts: z.array(z.unknown()) }) });
    const contacts = `{ state(iso3: "${this.iso3}") { contacts { id } } }`;
    const { state } = await this.world.get(organisation('OAS'), contacts, released);
    return { ...found, organisation: state.contacts.length };
  }
}
