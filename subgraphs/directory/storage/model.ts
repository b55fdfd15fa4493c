import type { StorageModel } from '../../../platform/database/database.ts';
import { CreateScheduledJobs1700000000000, ScheduledJob } from '../../../platform/scheduler/storage.ts';
import { AddMatching1700000002100 } from './add-matching.ts';
import { ConflictRow } from './conflict-row.ts';
import { ConsentRow } from './consent-row.ts';
import { ContactRevisionRow } from './contact-revision-row.ts';
import { ContactRow } from './contact-row.ts';
import { CopySourceRow } from './copy-source-row.ts';
import { CreateDirectory1700000001000 } from './create-directory.ts';
import { DirectoryRevisionRow } from './directory-revision.ts';
import { EntryDecisionRow } from './entry-decision-row.ts';
import { EntryOutcomeEventRow, EntryOutcomeRow } from './entry-outcome-row.ts';
import { KeepAnswersAndHistory1700000002500 } from './keep-answers-and-history.ts';
import { PairDecisionRow } from './pair-decision-row.ts';
import { PrecedenceRow } from './precedence-row.ts';
import { ProposalRow } from './proposal-row.ts';
import { RegionalDirectoryRow } from './regional-directory-row.ts';
import { TellOrganisations1700000004000 } from './tell-organisations.ts';
import { WebhookDeliveryRow, WebhookRow } from './webhook-row.ts';

export const directoryStorage: StorageModel = {
  part: 'directory',
  entities: [
    ConflictRow,
    ConsentRow,
    ContactRevisionRow,
    ContactRow,
    CopySourceRow,
    DirectoryRevisionRow,
    EntryDecisionRow,
    EntryOutcomeEventRow,
    EntryOutcomeRow,
    PairDecisionRow,
    PrecedenceRow,
    ProposalRow,
    RegionalDirectoryRow,
    ScheduledJob,
    WebhookDeliveryRow,
    WebhookRow,
  ],
  migrations: [
    CreateScheduledJobs1700000000000,
    CreateDirectory1700000001000,
    AddMatching1700000002100,
    KeepAnswersAndHistory1700000002500,
    TellOrganisations1700000004000,
  ],
};
