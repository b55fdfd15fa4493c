import { type Clock, instant } from '../../platform/clock/clock.ts';
import type { Database, Storage } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { resealInBackground } from '../../platform/encryption/reseal.ts';
import type { Part } from '../../platform/graphql/part.ts';
import type { GraphQLService } from '../../platform/graphql/service.ts';
import { buildSubgraph, type SubgraphSchema } from '../../platform/graphql/subgraph-schema.ts';
import type { TokenVerifier } from '../../platform/identity/tokens.ts';
import { writingAs } from '../../platform/ledger/actor.ts';
import { keepSealed, sealSchedule } from '../../platform/ledger/keep-sealed.ts';
import type { LedgerSeal } from '../../platform/ledger/seal.ts';
import type { Log } from '../../platform/log/log.ts';
import { type Messaging, waitingMessages } from '../../platform/outbox/parts.ts';
import { type MailboxReader, mailboxReader, outboxJobs } from '../../platform/outbox/sender.ts';
import { noteReadings } from '../../platform/readings/noted-fields.ts';
import { ReadingsLedger } from '../../platform/readings/readings-ledger.ts';
import { RequestReadings } from '../../platform/readings/request-readings.ts';
import { Scheduler } from '../../platform/scheduler/scheduler.ts';
import { memberStates } from '../../platform/states/states.ts';
import { type WebhookNetwork, webhookNetwork } from '../../platform/webhooks/network.ts';
import { guardedOperations } from './access.ts';
import { expireConsents } from './consent/expire.ts';
import { revisionInTime } from './consent/revision-in-time.ts';
import { CalendarResolver } from './graphql/calendar-resolver.ts';
import { ConflictResolver, PrecedenceResolver } from './graphql/conflict-resolver.ts';
import { ConsentResolver } from './graphql/consent-resolver.ts';
import { ContactInputResolver } from './graphql/contact-input-resolver.ts';
import { AvailabilityResolver, ContactReachResolver } from './graphql/contact-reach-resolver.ts';
import { ContactResolver } from './graphql/contact-resolver.ts';
import { ContactTextResolver } from './graphql/contact-text-resolver.ts';
import type { DirectoryContext } from './graphql/context.ts';
import { DashboardResolver } from './graphql/dashboard-resolver.ts';
import { ExportResolver } from './graphql/export-resolver.ts';
import { HeldEffectResolver, HeldEntryResolver, HeldPullResolver } from './graphql/held-pull-resolver.ts';
import { ImportResolver } from './graphql/import-resolver.ts';
import { LinkResolver } from './graphql/link-resolver.ts';
import { MessageDashboardResolver, OutgoingMessageResolver } from './graphql/message-resolver.ts';
import { ContactRoutingResolver, NominationResolver } from './graphql/nomination-resolver.ts';
import { ContactNoticeResolver, NoticeResolver } from './graphql/notice-resolver.ts';
import { OpeningResolver } from './graphql/opening-resolver.ts';
import { EntryOutcomeEventResolver, EntryOutcomeResolver } from './graphql/organisation-resolver.ts';
import { ConsentPauseResolver, ParticipationResolver } from './graphql/participation-resolver.ts';
import { ProposalDecisionResolver } from './graphql/proposal-decision-resolver.ts';
import { ProposalResolver } from './graphql/proposal-resolver.ts';
import { ReadingResolver } from './graphql/reading-resolver.ts';
import { ContactReviewResolver, ReviewResolver, StateReviewResolver } from './graphql/review-resolver.ts';
import { SearchResolver } from './graphql/search-resolver.ts';
import { StateResolver } from './graphql/state-resolver.ts';
import { SubmissionDecisionResolver } from './graphql/submission-decision-resolver.ts';
import { SubmissionResolver } from './graphql/submission-resolver.ts';
import { SubmittedActResolver } from './graphql/submitted-act-resolver.ts';
import { WebhookDeliveryResolver, WebhookResolver } from './graphql/webhook-resolver.ts';
import { ledgersOf } from './ledger/ledgers.ts';
import { createLoaders } from './loaders.ts';
import { outboxParts } from './messages/operations.ts';
import { directoryOperations } from './operations.ts';
import { tellOutcomes } from './organisations/tell-outcomes.ts';
import { followDirectory } from './participation/catch-up.ts';
import { completeLeavings } from './participation/complete-leaving.ts';
import type { DirectoryParts } from './parts.ts';
import { RegionalAdapter } from './population/regional-adapter.ts';
import { shownDetails } from './readings/shown-details.ts';
import { remindOfReviews, tidyReviewLinks } from './review/remind.ts';
import { rebuildInBackground } from './search/rebuild.ts';
import { directoryStorage } from './storage/model.ts';
import { storedConsents } from './storage/stored-consents.ts';
import { attendSubmissions } from './submissions/attend.ts';
import { type AuthorityLookup, authoritiesAmong, unknownAuthorities } from './submissions/authorities.ts';
import { deliverWebhooks } from './webhooks/deliver.ts';

export { calendarRoutes } from './calendar/routes.ts';
export { type ExportFile, exportFiles } from './export/files.ts';
export { reviewPages } from './review/pages/routes.ts';
export { documentFileName } from './submissions/document-file-name.ts';
export { mostDocumentBytes } from './submissions/documents.ts';
export { directoryStorage, storedConsents, unknownAuthorities };

export interface DirectoryOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly tokens: TokenVerifier;
  /** The regional directories to follow. */
  readonly adapters: readonly { readonly code: string; readonly service: GraphQLService }[];
  /** Where webhooks may go; without it, to public addresses only. */
  readonly webhookNetwork?: WebhookNetwork;
  /** How people are written to; without it, messages wait. */
  readonly messaging?: Messaging;
  /** What seals the ledgers; without it they are not sealed, and a tail that is cut off goes unnoticed. */
  readonly seal?: LedgerSeal;
  /** Whether a state has an authority that can sign in; without it, whom messages would go to, and without those nobody knows. */
  readonly authorities?: AuthorityLookup;
}

/** The global directory, running. */
export interface DirectoryPart extends Part {
  /** What a development server keeps in place of sending it. */
  readonly mailbox: MailboxReader;
}

let built: SubgraphSchema | undefined;

/** The global directory's face, without storage or network. */
export function directorySchema(): SubgraphSchema {
  if (built) return built;
  built = buildSubgraph(
    'directory',
    [
      StateResolver,
      ContactResolver,
      ContactInputResolver,
      ContactTextResolver,
      ContactReachResolver,
      AvailabilityResolver,
      ContactRoutingResolver,
      NominationResolver,
      ParticipationResolver,
      ConsentPauseResolver,
      SearchResolver,
      ConsentResolver,
      ConflictResolver,
      PrecedenceResolver,
      ProposalResolver,
      ProposalDecisionResolver,
      DashboardResolver,
      HeldPullResolver,
      HeldEntryResolver,
      HeldEffectResolver,
      EntryOutcomeResolver,
      EntryOutcomeEventResolver,
      WebhookResolver,
      WebhookDeliveryResolver,
      OpeningResolver,
      ReadingResolver,
      LinkResolver,
      SubmissionResolver,
      SubmittedActResolver,
      SubmissionDecisionResolver,
      MessageDashboardResolver,
      OutgoingMessageResolver,
      ReviewResolver,
      ContactReviewResolver,
      StateReviewResolver,
      NoticeResolver,
      ContactNoticeResolver,
      ExportResolver,
      ImportResolver,
      CalendarResolver,
    ],
    {
      State: ({ iso3 }, { directory }: DirectoryContext) => directory.state(String(iso3)),
      Contact: ({ id }, { directory }: DirectoryContext) => directory.contact(String(id)),
    },
  );
  noteReadings(built.schema, shownDetails);
  return built;
}

/** Opens the global directory's storage. Nothing is followed before `start`. */
export async function openDirectory(options: DirectoryOptions): Promise<DirectoryPart> {
  const database = await openDatabase(directoryStorage, options.storage);
  const readings = await ReadingsLedger.open(directoryStorage.part, options.storage, options.clock).catch(
    async (error) => {
      await database.close();
      throw error;
    },
  );
  return directoryOn(database, readings, options);
}

/** The global directory on storage that is open; closing it closes that too. */
export async function directoryOn(
  database: Database,
  readings: ReadingsLedger,
  options: Omit<DirectoryOptions, 'storage'>,
): Promise<DirectoryPart> {
  const { clock, log, tokens } = options;
  const scheduler = new Scheduler(database, clock, log);
  const adapters = [...options.adapters]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, service }) => [code, new RegionalAdapter(code, service)] as const);
  const parts: DirectoryParts = {
    database,
    readings,
    seal: options.seal ?? null,
    clock,
    log,
    adapters: new Map(adapters),
    webhookNetwork: options.webhookNetwork ?? webhookNetwork(false),
    authorities:
      options.authorities ??
      (options.messaging ? authoritiesAmong(options.messaging.recipients) : unknownAuthorities),
    messaging: options.messaging ?? waitingMessages,
  };
  // What was copied before there was a feed of outcomes is told once.
  const everyState = memberStates.map(({ iso3 }) => iso3);
  await database.write((manager) => tellOutcomes(manager, everyState, instant(clock.now())));

  const followAll = async (signal?: AbortSignal) => {
    const following = [...parts.adapters.values()].map((adapter) =>
      followDirectory(parts, adapter, signal).catch((err) =>
        log.warn({ err, directory: adapter.code }, 'feed not followed; it will be tried again'),
      ),
    );
    await Promise.all(following);
  };

  const sealAll = async () => {
    if (options.seal) await keepSealed(ledgersOf(parts), clock, log, options.seal);
  };

  let resealing: ReturnType<typeof resealInBackground> | undefined;
  let indexing: ReturnType<typeof rebuildInBackground> | undefined;
  return {
    subgraph: directorySchema(),
    mailbox: mailboxReader(parts),
    async context(request): Promise<DirectoryContext> {
      const caller = await tokens.caller(request.authorization);
      // A consent whose time has come must not be seen in force by anybody, however soon after.
      await expireConsents(database, clock);
      const theirs = { ...parts, database: writingAs(caller, database) };
      const operations = directoryOperations(theirs, createLoaders(database), caller);
      return {
        directory: guardedOperations(operations, caller),
        readings: new RequestReadings(readings, caller, request),
      };
    },
    revision: revisionInTime(database, clock),
    async start() {
      resealing = resealInBackground(database, directoryStorage.part, log);
      indexing = rebuildInBackground(database, log);
      await followAll();
      await scheduler.define({ name: 'follow', schedule: '*/10 * * * * *', run: followAll });
      await scheduler.define({
        name: 'expire',
        schedule: '* * * * *',
        run: () => expireConsents(database, clock),
      });
      await scheduler.define({
        name: 'leavings',
        schedule: '* * * * *',
        run: (signal) => completeLeavings(database, clock, signal),
      });
      await scheduler.define({
        name: 'webhooks',
        schedule: '*/5 * * * * *',
        run: (signal) => deliverWebhooks(parts, signal),
      });
      await scheduler.define({
        name: 'review reminders',
        schedule: '*/10 * * * *',
        run: (signal) => remindOfReviews(parts, signal),
      });
      await scheduler.define({
        name: 'review links',
        schedule: '20 3 * * *',
        run: () => tidyReviewLinks(parts),
      });
      for (const job of await outboxJobs(outboxParts(parts))) await scheduler.define(job);
      await scheduler.define({
        name: 'submissions',
        schedule: '*/5 * * * *',
        run: (signal) => attendSubmissions(parts, signal),
      });
      await scheduler.define({ name: 'seal', schedule: sealSchedule, run: sealAll });
      scheduler.start();
    },
    interrupt: () => scheduler.interrupt(),
    async close() {
      await scheduler.stop();
      await resealing?.stop();
      await indexing?.stop();
      await sealAll();
      await readings.close();
      await database.close();
    },
  };
}
