import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import { sealedJson } from '../../../platform/encryption/sealed-columns.ts';
import { Claims } from '../contacts/claims.ts';
import { RegionalDates } from '../review/regional-dates.ts';
import { storedJson } from './stored-json.ts';

/**
 * The link of a contact to a regional entry it is copied from, with what the consent lets the directory keep of that entry
 * and nothing else. It ends with the consent.
 */
@Entity('copy_source')
export class CopySourceRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @PrimaryColumn('varchar')
  directory!: string;
  @PrimaryColumn('varchar')
  source_key!: string;
  @Column('varchar')
  contact_id!: string;
  @Column('varchar')
  consent_id!: string;
  @Column('text', { transformer: sealedJson(Claims) })
  claims!: Claims;
  /** Fields the source withholds, of which what was known before stays. */
  @Column('text', { transformer: storedJson(z.array(z.string())) })
  withheld!: string[];
  /** False once the source no longer lists the entry. */
  @Column('boolean')
  present!: boolean;
  /** Changes of the entry up to this sequence number of the feed are reflected, in the contact or in a proposal. */
  @Column('integer')
  position!: number;
  /** What its region says of when it was confirmed, changed and notified; null where it was copied before that was asked. */
  @Column('text', { nullable: true, transformer: storedJson(RegionalDates) })
  dates!: RegionalDates | null;
}
