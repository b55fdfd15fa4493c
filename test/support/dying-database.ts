import type { EntityManager } from 'typeorm';
import type { Database } from '../../platform/database/database.ts';

export class Killed extends Error {}

/** Storage whose process dies at the n-th statement that writes: nothing after it happens, its transaction is lost. */
export function dyingAt(database: Database, statement: number, died: () => void = () => undefined): Database {
  let left = statement;
  const step = () => {
    left -= 1;
    if (left > 0) return;
    died();
    throw new Killed();
  };
  const writes = new Set(['insert', 'update', 'upsert', 'delete', 'createQueryBuilder', 'save', 'increment']);
  const dying = (manager: EntityManager) =>
    new Proxy(manager, {
      get: (target, name, receiver) => {
        if (typeof name === 'string' && writes.has(name)) step();
        return Reflect.get(target, name, receiver);
      },
    });
  const dyingIn =
    (write: Database['write']): Database['write'] =>
    (work) =>
      left <= 0
        ? Promise.reject(new Killed())
        : write(async (manager) => {
            const result = await work(dying(manager));
            step(); // between the last statement and the commit
            return result;
          });
  return {
    kind: database.kind,
    sealing: database.sealing,
    read: (work) => (left <= 0 ? Promise.reject(new Killed()) : database.read(work)),
    write: dyingIn(database.write),
    writeUnseen: dyingIn(database.writeUnseen),
    revision: () => database.revision(),
    close: () => database.close(),
  };
}
