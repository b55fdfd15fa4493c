import type { StorageModel } from '../../../platform/database/database.ts';
import { createLedger, ledgerEntities } from '../../../platform/ledger/storage.ts';
import { CreateScheduledJobs1700000000000, ScheduledJob } from '../../../platform/scheduler/storage.ts';
import { directoryLedger } from '../ledger/tell.ts';
import { AddMatching1700000002100 } from './add-matching.ts';
import { AddOpening1700000005500 } from './add-opening.ts';
import { ConflictRow } from './conflict-row.ts';
import { ConsentRow } from './consent-row.ts';
import { ContactRevisionRow } from './contact-revision-row.ts';
import { ContactRow } from './contact-row.ts';
import { CopySourceRow } from './copy-source-row.ts';
import { CreateDirectory1700000001000 } from './create-directory.ts';
import { DirectoryRevisionRow } from './directory-revision.ts';
import { EntryDecisionRow } from './entry-decision-row.ts';
import { EntryOutcomeEventRow, EntryOutcomeRow } from './entry-outcome-row.ts';
import { FollowEpochs1700000005120 } from './follow-epochs.ts';
import { KeepAnswersAndHistory1700000002500 } from './keep-answers-and-history.ts';
import { KeepFormerIds1700000005110 } from './keep-former-ids.ts';
import { ContactReleaseRow, OpeningStageRow, SponsorshipRow } from './opening-rows.ts';
import { OrderProposals1700000005100 } from './order-proposals.ts';
import { PairDecisionRow } from './pair-decision-row.ts';
import { PrecedenceRow } from './precedence-row.ts';
import { ProposalRow } from './proposal-row.ts';
import { RegionalDirectoryRow } from './regional-directory-row.ts';
import { SealContactDetails1700000005300 } from './seal-contact-details.ts';
import { TellOrganisations1700000004000 } from './tell-organisations.ts';
import { WebhookDeliveryRow, WebhookRow } from './webhook-row.ts';

export const directoryStorage: StorageModel = {
  part: directoryLedger,
  entities: [
    ...ledgerEntities,
    ConflictRow,
    ConsentRow,
    ContactReleaseRow,
    ContactRevisionRow,
    ContactRow,
    CopySourceRow,
    DirectoryRevisionRow,
    EntryDecisionRow,
    EntryOutcomeEventRow,
    EntryOutcomeRow,
    OpeningStageRow,
    PairDecisionRow,
    PrecedenceRow,
    ProposalRow,
    RegionalDirectoryRow,
    ScheduledJob,
    SponsorshipRow,
    WebhookDeliveryRow,
    WebhookRow,
  ],
  migrations: [
    CreateScheduledJobs1700000000000,
    CreateDirectory1700000001000,
    AddMatching1700000002100,
    KeepAnswersAndHistory1700000002500,
    TellOrganisations1700000004000,
    AddOpening1700000005500,
    OrderProposals1700000005100,
    KeepFormerIds1700000005110,
    FollowEpochs1700000005120,
    SealContactDetails1700000005300,
    createLedger(1700000005200),
  ],
};
