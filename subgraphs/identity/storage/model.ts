import type { StorageModel } from '../../../platform/database/database.ts';
import { createLedger, ledgerEntities } from '../../../platform/ledger/storage.ts';
import { CreateScheduledJobs1700000000000, ScheduledJob } from '../../../platform/scheduler/storage.ts';
import { AccountRow, RecoveryCodeRow } from './account-row.ts';
import { AttemptRow } from './attempt-row.ts';
import { CreateIdentity1700000005400 } from './create-identity.ts';
import { FindByIndex } from './find-by-index.ts';
import { InvitationRow } from './invitation-row.ts';
import { ProviderRecordRow } from './provider-record-row.ts';
import { ServiceClientRow } from './service-client-row.ts';
import { EndedSessionRow, SessionRow } from './session-row.ts';
import { SignInSettingsRow } from './sign-in-settings-row.ts';

export const identityPart = 'identity';

export const identityStorage: StorageModel = {
  part: identityPart,
  entities: [
    AccountRow,
    AttemptRow,
    EndedSessionRow,
    InvitationRow,
    ProviderRecordRow,
    RecoveryCodeRow,
    ScheduledJob,
    ServiceClientRow,
    SessionRow,
    SignInSettingsRow,
    ...ledgerEntities,
  ],
  migrations: [
    CreateScheduledJobs1700000000000,
    CreateIdentity1700000005400,
    createLedger(1700000005410),
    FindByIndex,
  ],
};
