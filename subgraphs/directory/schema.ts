import { type Clock, instant } from '../../platform/clock/clock.ts';
import type { StorageLocation } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import type { Part } from '../../platform/graphql/part.ts';
import type { GraphQLService } from '../../platform/graphql/service.ts';
import { buildSubgraph, type SubgraphSchema } from '../../platform/graphql/subgraph-schema.ts';
import type { TokenVerifier } from '../../platform/identity/tokens.ts';
import type { Log } from '../../platform/log/log.ts';
import { Scheduler } from '../../platform/scheduler/scheduler.ts';
import { memberStates } from '../../platform/states/states.ts';
import { type WebhookNetwork, webhookNetwork } from '../../platform/webhooks/network.ts';
import { guardedOperations } from './access.ts';
import { expireConsents } from './consent/expire.ts';
import { ConflictResolver, PrecedenceResolver } from './graphql/conflict-resolver.ts';
import { ConsentResolver } from './graphql/consent-resolver.ts';
import { ContactInputResolver } from './graphql/contact-input-resolver.ts';
import { ContactResolver } from './graphql/contact-resolver.ts';
import type { DirectoryContext } from './graphql/context.ts';
import { DashboardResolver } from './graphql/dashboard-resolver.ts';
import { HeldEffectResolver, HeldEntryResolver, HeldPullResolver } from './graphql/held-pull-resolver.ts';
import { EntryOutcomeEventResolver, EntryOutcomeResolver } from './graphql/organisation-resolver.ts';
import { ProposalDecisionResolver } from './graphql/proposal-decision-resolver.ts';
import { ProposalResolver } from './graphql/proposal-resolver.ts';
import { StateResolver } from './graphql/state-resolver.ts';
import { WebhookDeliveryResolver, WebhookResolver } from './graphql/webhook-resolver.ts';
import { createLoaders } from './loaders.ts';
import { directoryOperations } from './operations.ts';
import { tellOutcomes } from './organisations/tell-outcomes.ts';
import type { DirectoryParts } from './parts.ts';
import { followFeed } from './population/follow.ts';
import { RegionalAdapter } from './population/regional-adapter.ts';
import { directoryStorage } from './storage/model.ts';
import { deliverWebhooks } from './webhooks/deliver.ts';

export interface DirectoryOptions {
  readonly storage: StorageLocation;
  readonly clock: Clock;
  readonly log: Log;
  readonly tokens: TokenVerifier;
  /** The regional directories to follow. */
  readonly adapters: readonly { readonly code: string; readonly service: GraphQLService }[];
  /** Where webhooks may go; without it, to public addresses only. */
  readonly webhookNetwork?: WebhookNetwork;
}

let built: SubgraphSchema | undefined;

/** The global directory's face, without storage or network. */
export function directorySchema(): SubgraphSchema {
  built ??= buildSubgraph(
    'directory',
    [
      StateResolver,
      ContactResolver,
      ContactInputResolver,
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
    ],
    {
      State: ({ iso3 }, { directory }: DirectoryContext) => directory.state(String(iso3)),
      Contact: ({ id }, { directory }: DirectoryContext) => directory.contact(String(id)),
    },
  );
  return built;
}

/** Opens the global directory's storage. Nothing is followed before `start`. */
export async function openDirectory(options: DirectoryOptions): Promise<Part> {
  const { clock, log, tokens } = options;
  const database = await openDatabase(directoryStorage, options.storage);
  const scheduler = new Scheduler(database, clock, log);
  const adapters = [...options.adapters]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, service }) => [code, new RegionalAdapter(code, service)] as const);
  const parts: DirectoryParts = {
    database,
    clock,
    log,
    adapters: new Map(adapters),
    webhookNetwork: options.webhookNetwork ?? webhookNetwork(false),
  };
  // What was copied before there was a feed of outcomes is told once.
  const everyState = memberStates.map(({ iso3 }) => iso3);
  await database.write((manager) => tellOutcomes(manager, everyState, instant(clock.now())));

  const followAll = async (signal?: AbortSignal) => {
    const following = [...parts.adapters.values()].map((adapter) =>
      followFeed(parts, adapter, signal).catch((err) =>
        log.warn({ err, directory: adapter.code }, 'feed not followed; it will be tried again'),
      ),
    );
    await Promise.all(following);
  };

  return {
    subgraph: directorySchema(),
    async context({ authorization }): Promise<DirectoryContext> {
      const caller = await tokens.caller(authorization);
      // A consent whose time has come must not be seen in force by anybody, however soon after.
      await expireConsents(database, clock);
      const operations = directoryOperations(parts, createLoaders(database), caller);
      return { directory: guardedOperations(operations, caller) };
    },
    async start() {
      await followAll();
      await scheduler.define({ name: 'follow', schedule: '*/10 * * * * *', run: followAll });
      await scheduler.define({
        name: 'expire',
        schedule: '* * * * *',
        run: () => expireConsents(database, clock),
      });
      await scheduler.define({
        name: 'webhooks',
        schedule: '*/5 * * * * *',
        run: (signal) => deliverWebhooks(parts, signal),
      });
      scheduler.start();
    },
    interrupt: () => scheduler.interrupt(),
    async close() {
      await scheduler.stop();
      await database.close();
    },
  };
}
