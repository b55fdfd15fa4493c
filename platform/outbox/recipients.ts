import { z } from 'zod';
import { officialLanguages } from '../vocabulary/terms.ts';

/** A person with an account, as messages need one. */
export const Recipient = z.object({
  /** The account's id. */
  subject: z.string().min(1),
  email: z.string().min(3),
  name: z.string(),
  language: z.enum(officialLanguages),
  /** The state it acts for or is sponsored by; null for the custodian's people. */
  state: z.string().length(3).nullable(),
  /** Whether it is an authority of that state. */
  authority: z.boolean(),
});
export type Recipient = z.infer<typeof Recipient>;

/** Who is who, asked of whoever keeps the accounts. Only accounts in use are told of. */
export interface Recipients {
  /** The active authorities of a state; none is no fault. @throws where it cannot be known just now */
  authoritiesOf(iso3: string): Promise<readonly Recipient[]>;
  /** Null where there is no such account, or no longer. @throws where it cannot be known just now */
  person(subject: string): Promise<Recipient | null>;
}
