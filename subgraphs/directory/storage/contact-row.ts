import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { Claims, ContactContent } from '../contacts/claims.ts';
import { Provenance } from '../contacts/compose.ts';
import { storedJson } from './stored-json.ts';

/** A regional entry a contact was once copied from and kept: should the state consent again, the two belong together. */
export const KeptFrom = z.object({ directory: z.string(), sourceKey: z.string() });
export type KeptFrom = z.infer<typeof KeptFrom>;

/** A point of contact as composed of its claims. A removed one keeps its row, for its history, and none of its values. */
@Entity('contact')
export class ContactRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  iso3!: string;
  @Column('text', { transformer: storedJson(ContactContent) })
  content!: ContactContent;
  @Column('text', { transformer: storedJson(z.array(Provenance)) })
  provenance!: Provenance[];
  /** What the state itself says. */
  @Column('text', { transformer: storedJson(Claims) })
  direct!: Claims;
  @Column('text', { transformer: storedJson(z.array(KeptFrom)) })
  kept_from!: KeptFrom[];
  @Column('integer')
  revision!: number;
  @Column('varchar')
  created_at!: Instant;
  @Column('varchar')
  updated_at!: Instant;
  @Column('varchar', { nullable: true })
  removed_at!: Instant | null;
}
