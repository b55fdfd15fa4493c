import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import { storedJson } from './stored-json.ts';

/** FUNCTION: for all fields of the contacts of a function. FIELD: for one field of all contacts; it goes before. */
export type PrecedenceScope = 'FUNCTION' | 'FIELD';

/** Which directory's word counts where several differ, as a state said. */
@Entity('precedence')
export class PrecedenceRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @PrimaryColumn('varchar')
  scope!: PrecedenceScope;
  /** The function, or the field. */
  @PrimaryColumn('varchar')
  name!: string;
  /** The first counts most. */
  @Column('text', { transformer: storedJson(z.array(z.string())) })
  directories!: string[];
  @Column('varchar')
  set_at!: string;
  @Column('varchar', { transformer: sealedText() })
  set_by!: string;
}
