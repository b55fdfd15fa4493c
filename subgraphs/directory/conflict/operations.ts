import { In } from 'typeorm';
import { freshLists } from '../../../platform/database/list-loader.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { type Split, splitContact } from '../matching/split.ts';
import type { DirectoryParts } from '../parts.ts';
import { ConflictRow } from '../storage/conflict-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { PrecedenceRow } from '../storage/precedence-row.ts';
import { type ConflictPage, type ConflictsQuery, findConflicts } from './find-conflicts.ts';
import { type Resolution, resolveConflict } from './resolve.ts';
import { type PrecedenceRequest, setPrecedence } from './set-precedence.ts';

/** Who wins where several sources speak of one point of contact, and whether they do. */
export interface ConflictOperations {
  conflict(id: string): Promise<ConflictRow | null>;
  conflicts(query: ConflictsQuery): Promise<ConflictPage>;
  resolveConflict(resolution: Resolution): Promise<ConflictRow>;
  precedencesOf(iso3: string): Promise<readonly PrecedenceRow[]>;
  setPrecedence(request: PrecedenceRequest): Promise<MemberState>;
  splitContact(split: Split): Promise<ContactRow>;
}

export function conflictOperations(
  parts: DirectoryParts,
  subject: string,
  bounded: (first: number) => number,
): ConflictOperations {
  const { database } = parts;
  const precedences = freshLists(
    database,
    ({ iso3 }: PrecedenceRow) => iso3,
    (manager, iso3s) =>
      manager.find(PrecedenceRow, { where: { iso3: In(iso3s) }, order: { scope: 'ASC', name: 'ASC' } }),
  );
  return {
    conflict: (id) => database.read((manager) => manager.findOneBy(ConflictRow, { id })),
    conflicts: async (query) =>
      database.read((manager) => findConflicts(manager, { ...query, first: bounded(query.first) })),
    resolveConflict: (resolution) => resolveConflict(parts, resolution, subject),
    precedencesOf: (iso3) => precedences.load(iso3),
    setPrecedence: (request) => setPrecedence(parts, request, subject),
    splitContact: (split) => splitContact(parts, split, subject),
  };
}
