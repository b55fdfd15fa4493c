import { Column, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';

const theOnes = 'sign-in';

/** What the custodian has set for everybody. */
@Entity('sign_in_settings')
export class SignInSettingsRow {
  @PrimaryColumn('varchar')
  name!: string;
  @Column('boolean')
  second_factor_required!: boolean;
  @Column('varchar', { nullable: true })
  set_at!: Instant | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  set_by!: string | null;
}

/** Until the custodian sets otherwise, people decide for themselves whether they use a second factor. */
export async function signInSettings(manager: EntityManager): Promise<SignInSettingsRow> {
  const stored = await manager.findOneBy(SignInSettingsRow, { name: theOnes });
  return stored ?? { name: theOnes, second_factor_required: false, set_at: null, set_by: null };
}
