import { Ambient } from '../ambient/ambient.ts';
import type { Database } from '../database/database.ts';
import type { Caller, Role } from '../identity/caller.ts';

/** Who did what a ledger tells. */
export interface Actor {
  /** `product`: nobody asked; the product did it by itself, such as following a pull. */
  readonly role: Role | 'product';
  /** The caller's subject, or which part of the product it was: `expiry`, `pull ARF-12`. */
  readonly subject: string;
  /** The state (ISO 3166-1 alpha-3) it acts for or is sponsored by, or the directory it acts for; null for others. */
  readonly party: string | null;
}

export function actorOf(caller: Caller): Actor {
  const { role, subject } = caller;
  if ('state' in caller) return { role, subject, party: caller.state };
  if ('sponsor' in caller) return { role, subject, party: caller.sponsor };
  if ('directory' in caller) return { role, subject, party: caller.directory };
  return { role, subject, party: null };
}

export const theProduct = (subject: string): Actor => ({ role: 'product', subject, party: null });

const acting = new Ambient<Actor>();

/** Whatever `work` does, it is this one who does it. The innermost one counts. */
export const actingAs = <T>(actor: Actor, work: () => T | Promise<T>): Promise<T> => acting.run(actor, work);

/** Who acts just now; without one it is the product by itself. */
export const actingNow = (): Actor => acting.get() ?? theProduct('itself');

/** The same database, in which whatever is written is done by the caller, unless somebody else acts already. */
export function writingAs(caller: Caller | null, database: Database): Database {
  if (!caller) return database;
  const actor = actorOf(caller);
  return {
    ...database,
    write: (work) =>
      database.write((manager) => (acting.get() ? work(manager) : actingAs(actor, () => work(manager)))),
  };
}

/** The same operations, each done as the caller. */
export function operationsAs<T extends object>(caller: Caller | null, operations: T): T {
  if (!caller) return operations;
  const actor = actorOf(caller);
  return new Proxy(operations, {
    get(target, name, receiver) {
      const operation: unknown = Reflect.get(target, name, receiver);
      if (typeof operation !== 'function') return operation;
      return (...given: unknown[]) => actingAs(actor, () => Reflect.apply(operation, target, given));
    },
  });
}
