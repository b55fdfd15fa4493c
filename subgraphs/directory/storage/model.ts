import type { StorageModel } from '../../../platform/database/database.ts';
import { CreateScheduledJobs1700000000000, ScheduledJob } from '../../../platform/scheduler/storage.ts';
import { ConflictRow } from './conflict-row.ts';
import { ConsentRow } from './consent-row.ts';
import { ContactRevisionRow } from './contact-revision-row.ts';
import { ContactRow } from './contact-row.ts';
import { CopySourceRow } from './copy-source-row.ts';
import { CreateDirectory1700000001000 } from './create-directory.ts';
import { DirectoryRevisionRow } from './directory-revision.ts';
import { ProposalRow } from './proposal-row.ts';
import { RegionalDirectoryRow } from './regional-directory-row.ts';

export const directoryStorage: StorageModel = {
  part: 'directory',
  entities: [
    ConflictRow,
    ConsentRow,
    ContactRevisionRow,
    ContactRow,
    CopySourceRow,
    DirectoryRevisionRow,
    ProposalRow,
    RegionalDirectoryRow,
    ScheduledJob,
  ],
  migrations: [CreateScheduledJobs1700000000000, CreateDirectory1700000001000],
};
