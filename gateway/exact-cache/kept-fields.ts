import { registry } from '../../adapters/registry.ts';

// Which fields an answer may hold that is kept. An answer may be kept where, as long as no part it read has another revision, the
// same question of somebody with the same sight (sight.ts) is answered by the same, whenever it is asked. A field that is in
// neither list is not kept; that each is in one of them, a test sees to.

/** By type, the fields that say what is stored, and nothing else. `{directory}` stands for each regional directory. */
const stored: Readonly<Record<string, string>> = {
  Query:
    'contact searchContacts state states directoryRevision openingStages conflicts proposals {directory}',
  State:
    'iso3 name regionalGroup participating participation nomination contacts consents precedence reviewInterval {directory}Entries',
  Contact:
    'id state function kind level name title entity webPage emails phones telephones languages revision updatedAt provenance ' +
    'shownFields ownFields copiedFrom withheld formerIds mergedInto revisions texts inLanguages linked reachedThrough routesTo ' +
    'notices review availability publicKeys',
  Availability: 'timeZone aroundTheClock hours',
  ChangeNotice: 'origin changedOn notifiedOn days daysLate',
  Claim: 'origin value telephones at',
  Conflict: 'id field contact claims status openedAt resolution chosen resolvedAt',
  ConflictConnection: 'nodes totalCount pageInfo',
  Consent:
    'id state directory mode status functions fields levels validUntil instrument grantedAt grantedBy endedAt endReason ' +
    'replacedBy paused refusedEntries',
  ContactConnection: 'nodes totalCount pageInfo',
  ContactInLanguages: 'name title entity',
  ContactLink: 'directory sourceKey consentId since present fields',
  ContactLinkage: 'extent ownFields links',
  ContactReview: 'confirmedAt confirmedBy dueAt',
  ContactRevision: 'revision at action actor authority submission instrument changedOn reason changes',
  ContactText: 'field text language script unofficial original',
  CopySource: 'directory sourceKey consentId present level withheld',
  FieldChange: 'field before after',
  FieldProvenance: 'field origin directory sourceKey consentId pull submission at',
  FunctionPoint: 'function addressees bodies',
  Hours: 'day from to',
  LevelFunction: 'level function',
  Nomination: 'model singlePoint points',
  OpeningStage: 'audience open changedAt reason',
  PageInfo: 'hasNextPage endCursor',
  Participation: 'status since reason undoUntil',
  Precedence: 'scope name directories',
  Proposal:
    'id state directory sourceKey kind reason changes contact status createdAt decidedAt decidedBy decisionReason',
  ProposalConnection: 'nodes totalCount pageInfo',
  PublicKey: 'fingerprint algorithm createdAt expiresAt userIds covers armored',
  Pull:
    'id directory outcome startedAt finishedAt read added changed removed setAside problem held decision decidedBy decidedAt ' +
    'decisionReason settledBy',
  HeldChanges: 'share count losses',
  HeldLoss: 'subject going accepted limit',
  RefusedEntry: 'directory sourceKey refusal reason at',
  RegionalEntry:
    'directory sourceKey participant eligible function level kind name title entity webPage emails phones telephones languages ' +
    'faxes unit entityNames remarks reference pgpFingerprint asOf lastConfirmedOn changedOn notifiedOn withheld filled status ' +
    'sourceRevision position firstSeenAt lastSeenAt unlistedSince state',
  RegionalEntryConnection: 'nodes totalCount pageInfo',
  RegionalSource:
    'code name levels namesFunctions removalsMayBeReplaced participants entryCount position lastSuccessAt lastPull pulls ' +
    'setAside entries stateEntries',
  SetAsideRecord: 'directory location reason at',
  Telephone: 'e164 extension asWritten aroundTheClock',
  TextInLanguage: 'language text',
};

/** By type, why the others are not kept; fields whose types are named by `*` are all of their type. */
const notKept: readonly { readonly because: string; readonly fields: Readonly<Record<string, string>> }[] = [
  {
    because: 'it tells of the moment at which it is asked',
    fields: {
      Answering: '*',
      Availability: 'answering',
      ContactReview: 'overdue',
      LocalMoment: '*',
      OverdueReviewConnection: '*',
      PublicKey: 'status',
      Query:
        'checkContact noticeStatistics overdueReviews previewImport previewSameAsMyRegion previewConsent reviewStatistics',
      TimelinessShare: '*',
    },
  },
  {
    because: 'it is made of what another part says besides, or of what changes without a revision',
    fields: {
      FeedPoint: '*',
      HeldEffect: '*',
      HeldEntry: '*',
      HeldPullPreview: '*',
      LedgerCheckpoint: '*',
      Query: 'ledgerCheckpoints previewHeldPull regionalDirectories syncDashboard',
      Reading: '*',
      ReadingConnection: '*',
      RegionalChange: '*',
      RegionalChangePage: '*',
      RegionalDirectory: '*',
      RegionalSource: 'changes epoch feedEnd heldChanges ledgerCheckpoints nextPullAt schedule',
      HeldChange: '*',
      State: 'readings {directory}EntryReadings',
      SyncDashboard: '*',
      SyncStatus: '*',
    },
  },
  {
    because: 'it is of the person who asks, or of accounts',
    fields: {
      Account: '*',
      AccountSession: '*',
      Me: '*',
      Query: 'accounts me serviceClients signInSettings',
      ServiceClient: '*',
      SignInSettings: '*',
    },
  },
  {
    because: 'it is signed or made anew for who asks, or is a file',
    fields: {
      Consent: 'receipt',
      ConsentReceipt: '*',
      ContactExport: '*',
      ContactFormatFile: '*',
      ContactImport: '*',
      ImportedRow: '*',
      ImportProblem: '*',
      Query: 'contactFormats exportContacts reviewCalendar reviewLink submissionDocument',
      ReviewLink: '*',
      SubmissionDocumentContent: '*',
    },
  },
  {
    because: 'few ask for it, and nobody in a crisis',
    fields: {
      CalendarFeed: '*',
      ChangedContact: '*',
      ConsentPreview: '*',
      ContactCheck: '*',
      ContactFinding: '*',
      ContactRelease: '*',
      EntryOutcome: '*',
      EntryOutcomeConnection: '*',
      EntryOutcomeEvent: '*',
      EntryOutcomeFeed: '*',
      LateNotice: '*',
      LateNoticeConnection: '*',
      LeftOutEntry: '*',
      MailServerTrouble: '*',
      MessageDashboard: '*',
      MessagePreview: '*',
      OutgoingMessage: '*',
      OutgoingMessageConnection: '*',
      Query:
        'entryOutcomeFeed entryOutcomes lateNotices messageDashboard messageTemplates messagesToState previewMessage submission ' +
        'submissionPeriod submissions undeliveredMessages webhookDeliveries webhooks',
      SameAsMyRegionPreview: '*',
      Sponsorship: '*',
      State: 'calendarFeeds releases sponsorships',
      Submission: '*',
      SubmissionConnection: '*',
      SubmissionDocument: '*',
      SubmissionPreview: '*',
      SubmittedAct: '*',
      Webhook: '*',
      WebhookDelivery: '*',
      WebhookDeliveryConnection: '*',
    },
  },
];

const codes = registry.map(({ code }) => code.toLowerCase());

/** `Type.field` for each; of a pattern, one for each regional directory. */
function namesOf(fields: Readonly<Record<string, string>>): string[] {
  return Object.entries(fields).flatMap(([type, names]) =>
    names
      .split(' ')
      .flatMap((name) =>
        name.includes('{directory}') ? codes.map((code) => name.replace('{directory}', code)) : [name],
      )
      .map((name) => `${type}.${name}`),
  );
}

const kept: ReadonlySet<string> = new Set(namesOf(stored));

/** Whether an answer may be kept that holds this field of the product's API, given as `Type.field`. */
export const isKept = (field: string): boolean => kept.has(field);

/** All that is said above: fields that are kept, and those that are not, `Type.*` for all of a type. */
export const keptFields = { kept, notKept: new Set(notKept.flatMap(({ fields }) => namesOf(fields))) };
