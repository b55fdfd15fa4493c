import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { keyedIndex, sealedText } from '../../../platform/encryption/sealed-columns.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';

export const accountRoles = ['CUSTODIAN', 'STATE', 'CONTACT', 'OBSERVER'] as const;
/** STATE: the designated authority of a state. CONTACT: one of its points of contact. OBSERVER: a body that the state sponsors. */
export type AccountRole = (typeof accountRoles)[number];

export const accountStatuses = ['INVITED', 'ACTIVE', 'ENDED'] as const;
export type AccountStatus = (typeof accountStatuses)[number];

/** Two spellings of one address are one account's. */
export const comparableEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase();

/** A person who can sign in, or who is invited to. Rows stay when an account ends: the ledger names them. */
@Entity('account')
export class AccountRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  role!: AccountRole;
  /** The state it acts for or is sponsored by; null for the custodian's people. */
  @Column('varchar', { nullable: true })
  iso3!: string | null;
  @Column('text', { transformer: sealedText() })
  name!: string;
  @Column('text', { transformer: sealedText() })
  email!: string;
  /** Of active accounts, and of one state's that have not ended, no two are equal: the writer checks it. */
  @Column('varchar', { transformer: keyedIndex('email', comparableEmail) })
  email_index!: string;
  @Column('varchar')
  language!: Language;
  @Column('varchar')
  status!: AccountStatus;
  /** Argon2id, with its parameters and salt; null until the invitation is accepted. Sealed, so that a stolen copy invites no guessing. */
  @Column('text', { nullable: true, transformer: sealedText() })
  password_hash!: string | null;
  /** The second factor's secret (RFC 6238), in base32; null without one. */
  @Column('text', { nullable: true, transformer: sealedText() })
  totp_secret!: string | null;
  /** The last time step whose code was taken: none is taken twice. */
  @Column('integer', { nullable: true })
  totp_last_step!: number | null;
  @Column('varchar')
  created_at!: Instant;
  @Column('text', { transformer: sealedText() })
  created_by!: string;
  /** When the invitation was accepted first; null while it never was. */
  @Column('varchar', { nullable: true })
  activated_at!: Instant | null;
  @Column('varchar', { nullable: true })
  last_sign_in_at!: Instant | null;
  @Column('varchar', { nullable: true })
  ended_at!: Instant | null;
}

/** A code for when the second factor is lost; each works once. */
@Entity('recovery_code')
export class RecoveryCodeRow {
  @PrimaryColumn('varchar')
  account_id!: string;
  /** SHA-256: the codes are random enough that they cannot be searched for. */
  @PrimaryColumn('varchar')
  code_hash!: string;
  @Column('varchar', { nullable: true })
  used_at!: Instant | null;
}
