import type { StorageModel } from '../../../platform/database/database.ts';
import { createLedger, ledgerEntities } from '../../../platform/ledger/storage.ts';
import { createOutbox, findOutboxByIndex, outboxEntities } from '../../../platform/outbox/outbox.ts';
import { CreateScheduledJobs1700000000000, ScheduledJob } from '../../../platform/scheduler/storage.ts';
import { directoryLedger } from '../ledger/tell.ts';
import { AddCalendarFeeds1700000006400 } from './add-calendar-feeds.ts';
import { AddMatching1700000002100 } from './add-matching.ts';
import { AddNomination1700000006100 } from './add-nomination.ts';
import { AddOpening1700000005500 } from './add-opening.ts';
import { AddReview1700000006300 } from './add-review.ts';
import { AddSearch1700000006200 } from './add-search.ts';
import { AddStateOrigins1700000006720 } from './add-state-origins.ts';
import { AddSubmissions1700000006500 } from './add-submissions.ts';
import { CalendarFeedRow } from './calendar-feed-row.ts';
import { ConflictRow } from './conflict-row.ts';
import { ConsentRow } from './consent-row.ts';
import { ContactRevisionRow } from './contact-revision-row.ts';
import { ContactRow } from './contact-row.ts';
import { CopySourceRow } from './copy-source-row.ts';
import { CreateDirectory1700000001000 } from './create-directory.ts';
import { DirectoryRevisionRow } from './directory-revision.ts';
import { EntryDecisionRow } from './entry-decision-row.ts';
import { EntryOutcomeEventRow, EntryOutcomeRow } from './entry-outcome-row.ts';
import { FindByIndex } from './find-by-index.ts';
import { FindEntriesByIndex } from './find-entries-by-index.ts';
import { FollowEpochs1700000005120 } from './follow-epochs.ts';
import { KeepAnswersAndHistory1700000002500 } from './keep-answers-and-history.ts';
import { KeepFormerIds1700000005110 } from './keep-former-ids.ts';
import { NominationRouteRow, NominationRow } from './nomination-rows.ts';
import { ContactNoticeRow } from './notice-row.ts';
import { ContactReleaseRow, OpeningStageRow, SponsorshipRow } from './opening-rows.ts';
import { OrderProposals1700000005100 } from './order-proposals.ts';
import { PairDecisionRow } from './pair-decision-row.ts';
import { ParticipationRow } from './participation-row.ts';
import { PrecedenceRow } from './precedence-row.ts';
import { ProposalRow } from './proposal-row.ts';
import { RegionalDirectoryRow } from './regional-directory-row.ts';
import { ContactReviewRow, ReviewLinkRow, ReviewSettingRow } from './review-rows.ts';
import { SealContactDetails1700000005300 } from './seal-contact-details.ts';
import { ContactIndexedRow, ContactWordRow } from './search-rows.ts';
import { StateOriginRow } from './state-origin-row.ts';
import {
  SubmissionDocumentPieceRow,
  SubmissionDocumentRow,
  SubmissionPeriodRow,
  SubmissionRow,
} from './submission-rows.ts';
import { TellOrganisations1700000004000 } from './tell-organisations.ts';
import { WebhookDeliveryRow, WebhookRow } from './webhook-row.ts';

export const directoryStorage: StorageModel = {
  part: directoryLedger,
  entities: [
    ...ledgerEntities,
    ...outboxEntities,
    CalendarFeedRow,
    ConflictRow,
    ConsentRow,
    ContactIndexedRow,
    ContactNoticeRow,
    ContactReleaseRow,
    ContactReviewRow,
    ContactRevisionRow,
    ContactRow,
    ContactWordRow,
    CopySourceRow,
    DirectoryRevisionRow,
    EntryDecisionRow,
    EntryOutcomeEventRow,
    EntryOutcomeRow,
    NominationRouteRow,
    NominationRow,
    OpeningStageRow,
    ParticipationRow,
    PairDecisionRow,
    PrecedenceRow,
    ProposalRow,
    RegionalDirectoryRow,
    ReviewLinkRow,
    ReviewSettingRow,
    ScheduledJob,
    SponsorshipRow,
    StateOriginRow,
    SubmissionDocumentPieceRow,
    SubmissionDocumentRow,
    SubmissionPeriodRow,
    SubmissionRow,
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
    AddNomination1700000006100,
    createOutbox(1700000006000),
    AddSearch1700000006200,
    AddReview1700000006300,
    AddCalendarFeeds1700000006400,
    AddSubmissions1700000006500,
    FindByIndex,
    findOutboxByIndex(1700000006610),
    AddStateOrigins1700000006720,
    FindEntriesByIndex,
  ],
};
