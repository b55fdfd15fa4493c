import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedJson } from '../../../platform/encryption/sealed-columns.ts';
import { Claims, ContactContent } from '../contacts/claims.ts';
import { Provenance } from '../contacts/compose.ts';
import { storedJson } from './stored-json.ts';

/** A regional entry a contact was once copied from and kept: should the state consent again, the two belong together. */
export const KeptFrom = z.object({ directory: z.string(), sourceKey: z.string() });
export type KeptFrom = z.infer<typeof KeptFrom>;

/** The id of a contact that became part of this one, and the entries that contact was copied from. */
export const FormerId = z.object({ id: z.string(), entries: z.array(KeptFrom) });
export type FormerId = z.infer<typeof FormerId>;

/** A point of contact as composed of its claims. A removed one keeps its row, for its history, and none of its values. */
@Entity('contact')
export class ContactRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  iso3!: string;
  @Column('text', { transformer: sealedJson(ContactContent) })
  content!: ContactContent;
  @Column('text', { transformer: storedJson(z.array(Provenance)) })
  provenance!: Provenance[];
  /** What the state itself says. */
  @Column('text', { transformer: sealedJson(Claims) })
  direct!: Claims;
  @Column('text', { transformer: storedJson(z.array(KeptFrom)) })
  kept_from!: KeptFrom[];
  @Column('text', { transformer: storedJson(z.array(FormerId)) })
  former_ids!: FormerId[];
  /** Of one that is gone because it became part of another: the contact that its id leads to now. */
  @Column('varchar', { nullable: true })
  merged_into!: string | null;
  @Column('integer')
  revision!: number;
  @Column('varchar')
  created_at!: Instant;
  @Column('varchar')
  updated_at!: Instant;
  @Column('varchar', { nullable: true })
  removed_at!: Instant | null;
}
