import { Column, Entity, type EntityManager, PrimaryColumn } from 'typeorm';

const theOne = 'directory';

/** One number that every committed change of the directory raises: an answer is stale if and only if it has moved. */
@Entity('directory_revision')
export class DirectoryRevisionRow {
  @PrimaryColumn('varchar')
  name!: string;
  @Column('integer')
  value!: number;
}

/** Call it once in each transaction that changes what anybody can see. */
export async function raiseRevision(manager: EntityManager): Promise<void> {
  await manager.increment(DirectoryRevisionRow, { name: theOne }, 'value', 1);
}

export async function currentRevision(manager: EntityManager): Promise<number> {
  const row = await manager.findOneByOrFail(DirectoryRevisionRow, { name: theOne });
  return row.value;
}
