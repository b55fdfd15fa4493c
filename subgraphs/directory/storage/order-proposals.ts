import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { z } from 'zod';
import { ProposalRow } from './proposal-row.ts';

const column = new TableColumn({ name: 'seq', type: 'integer', default: 0 });
const byTime = new TableIndex({ name: 'proposal_in_order', columnNames: ['status', 'created_at', 'id'] });
const indices = [
  new TableIndex({ name: 'proposal_number', columnNames: ['seq'], isUnique: true }),
  new TableIndex({ name: 'proposal_by_number', columnNames: ['status', 'seq'] }),
];

const Id = z.object({ id: z.string() });

/** A number for each proposal, since those made in one transaction share their time. */
export class OrderProposals1700000005100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('proposal', column);
    const rows = z
      .array(Id)
      .parse(await runner.manager.query('SELECT id FROM proposal ORDER BY created_at, id'));
    for (const [place, { id }] of rows.entries())
      await runner.manager.update(ProposalRow, { id }, { seq: place + 1 });
    await runner.dropIndex('proposal', byTime);
    await runner.createIndices('proposal', indices);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndices('proposal', indices);
    await runner.createIndex('proposal', byTime);
    await runner.dropColumn('proposal', column.name);
  }
}
