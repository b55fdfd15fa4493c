import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import { ContactField, ContactFunction, ContactKind } from '../../../platform/vocabulary/terms.ts';
import type { Audience } from '../opening/audiences.ts';
import { storedJson } from './stored-json.ts';

/** Whether the directory is open to an audience, as the custodian last said. One that was never spoken of is closed. */
@Entity('opening_stage')
export class OpeningStageRow {
  @PrimaryColumn('varchar')
  audience!: Audience;
  @Column('boolean')
  open!: boolean;
  @Column('varchar')
  changed_at!: Instant;
  @Column('varchar', { transformer: sealedText() })
  changed_by!: string;
  @Column('text', { transformer: sealedText() })
  reason!: string;
}

/**
 * What a state shows of its contacts to an audience while that one's stage is open. Lists are always whole: a field or a
 * function that is added to the product later is not released by anybody yet.
 */
@Entity('contact_release')
export class ContactReleaseRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @PrimaryColumn('varchar')
  audience!: Audience;
  @Column('text', { transformer: storedJson(z.array(ContactFunction)) })
  functions!: ContactFunction[];
  @Column('text', { transformer: storedJson(z.array(ContactKind)) })
  kinds!: ContactKind[];
  @Column('text', { transformer: storedJson(z.array(ContactField)) })
  fields!: ContactField[];
  @Column('varchar')
  released_at!: Instant;
  @Column('varchar', { transformer: sealedText() })
  released_by!: string;
}

/** A non-governmental body that a state answers for. It ends with the state's word. */
@Entity('sponsorship')
export class SponsorshipRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  /** The subject of the body's sign-in. */
  @PrimaryColumn('varchar')
  observer!: string;
  @Column('varchar', { transformer: sealedText() })
  name!: string;
  @Column('varchar')
  since!: Instant;
  @Column('varchar', { transformer: sealedText() })
  sponsored_by!: string;
  @Column('varchar', { nullable: true })
  ended_at!: Instant | null;
  @Column('varchar', { nullable: true, transformer: sealedText() })
  ended_by!: string | null;
}
