import { z } from 'zod';

/** Who asks. A state's authority and its points of contact act for that state alone; an organisation for its directory. */
export const Caller = z.discriminatedUnion('role', [
  z.object({ role: z.literal('custodian'), subject: z.string().min(1) }),
  z.object({ role: z.literal('state'), subject: z.string().min(1), state: z.string().length(3) }),
  z.object({ role: z.literal('contact'), subject: z.string().min(1), state: z.string().length(3) }),
  z.object({ role: z.literal('organisation'), subject: z.string().min(1), directory: z.string().min(1) }),
  /** A non-governmental body that a state sponsors; it reads what states release to such bodies, while it is sponsored. */
  z.object({ role: z.literal('observer'), subject: z.string().min(1), sponsor: z.string().length(3) }),
  /** One part of the product speaking to another, for itself. */
  z.object({ role: z.literal('service'), subject: z.string().min(1) }),
]);
export type Caller = z.infer<typeof Caller>;
export type Role = Caller['role'];
