import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedJson, sealedText } from '../../../platform/encryption/sealed-columns.ts';
import { FieldChange } from '../contacts/changes.ts';
import { Claims } from '../contacts/claims.ts';
import { RegionalDates } from '../review/regional-dates.ts';
import { storedJson } from './stored-json.ts';

export const changeKinds = ['ADD', 'CHANGE', 'REMOVE'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const proposalStatuses = ['WAITING', 'ACCEPTED', 'REJECTED', 'SUPERSEDED'] as const;
export type ProposalStatus = (typeof proposalStatuses)[number];

/**
 * Why a change waits: the state reviews all; only it knows the level's function; nobody else is left for the function, whose
 * entry is gone (or its successor may come later) or is for another function now; two entries, both copied, may be one point of
 * contact.
 */
export const waitingCauses = ['REVIEW', 'LEVEL', 'LAST_CONTACT', 'FUNCTION', 'REPLACEMENT', 'MERGE'] as const;
export type WaitingCause = (typeof waitingCauses)[number];

/** A change that waits for a state's yes. It holds values of the entry only while its consent is active. */
@Entity('proposal')
export class ProposalRow {
  @PrimaryColumn('varchar')
  id!: string;
  /** The order in which proposals were made, from 1; given when the row is first saved. */
  @Column('integer')
  seq!: number;
  @Column('varchar')
  iso3!: string;
  @Column('varchar')
  directory!: string;
  @Column('varchar')
  source_key!: string;
  @Column('varchar')
  consent_id!: string;
  @Column('varchar')
  kind!: ChangeKind;
  @Column('varchar')
  cause!: WaitingCause;
  @Column('text', { transformer: sealedText() })
  reason!: string;
  @Column('text', { transformer: sealedJson(z.array(FieldChange)) })
  changes!: FieldChange[];
  /** What the copy would hold, once accepted; without a function where the state must say it. Null for a removal. */
  @Column('text', { nullable: true, transformer: sealedJson(Claims) })
  claims!: Claims | null;
  @Column('text', { transformer: storedJson(z.array(z.string())) })
  withheld!: string[];
  /** What its region says of when; the copy's, once accepted. */
  @Column('text', { nullable: true, transformer: storedJson(RegionalDates) })
  dates!: RegionalDates | null;
  @Column('varchar', { nullable: true })
  contact_id!: string | null;
  /** The sequence number of the change that it is about. */
  @Column('integer')
  position!: number;
  @Column('varchar', { nullable: true })
  pull!: string | null;
  @Column('varchar')
  status!: ProposalStatus;
  @Column('varchar')
  created_at!: Instant;
  @Column('varchar', { nullable: true })
  decided_at!: Instant | null;
  @Column('varchar', { nullable: true, transformer: sealedText() })
  decided_by!: string | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  decision_reason!: string | null;
}
