import { z } from 'zod';
import { ContactContent } from './claims.ts';
import { Provenance } from './compose.ts';

/** A regional entry that a contact was copied from at the time. */
export const CopiedFrom = z.object({
  directory: z.string(),
  sourceKey: z.string(),
  consentId: z.string(),
  present: z.boolean(),
});

/** A contact as a step of its history left it. */
export const Snapshot = z.object({
  content: ContactContent,
  provenance: z.array(Provenance),
  copiedFrom: z.array(CopiedFrom),
});
export type Snapshot = z.infer<typeof Snapshot>;
