import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Storage } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { resealInBackground } from '../../platform/encryption/reseal.ts';
import type { Part } from '../../platform/graphql/part.ts';
import { buildSubgraph, type SubgraphSchema } from '../../platform/graphql/subgraph-schema.ts';
import type { SigningKey } from '../../platform/identity/signing-key.ts';
import type { SignIn, TokenVerifier } from '../../platform/identity/tokens.ts';
import { type Html, html } from '../../platform/languages/html.ts';
import { operationsAs } from '../../platform/ledger/actor.ts';
import { keepSealed, sealSchedule } from '../../platform/ledger/keep-sealed.ts';
import type { LedgerSeal } from '../../platform/ledger/seal.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Recipients } from '../../platform/outbox/recipients.ts';
import { Scheduler } from '../../platform/scheduler/scheduler.ts';
import { guardedIdentity } from './access.ts';
import { accountRecipients, noRecipients } from './accounts/recipients.ts';
import { endSampleAccounts, makeSampleAccounts } from './accounts/samples.ts';
import { forgetAttempts } from './credentials/attempts.ts';
import { passwords } from './credentials/passwords.ts';
import { AccountResolver, MeResolver, SessionResolver } from './graphql/account-resolver.ts';
import type { IdentityContext } from './graphql/context.ts';
import { ServiceClientResolver, SignInSettingsResolver } from './graphql/service-client-resolver.ts';
import { recipientRoutes } from './http/recipient-routes.ts';
import { keyRoutes, signInRoutes } from './http/routes.ts';
import type { SignInSite } from './http/sign-in-site.ts';
import { signedIn } from './http/signed-in.ts';
import { languageCookieName, siteOf, visit } from './http/visit.ts';
import { identityOperations } from './operations.ts';
import { whileSignedInElsewhere } from './outside.ts';
import { providerPages } from './pages/provider-pages.ts';
import type { IdentityParts } from './parts.ts';
import { runningProvider } from './provider/running.ts';
import { recentlyEnded, sweep } from './sessions/end.ts';
import { identityPart, identityStorage } from './storage/model.ts';

export { firstCustodian } from './accounts/first-custodian.ts';
export { sampleAccounts, samplePassword } from './accounts/samples.ts';
export { identityPart, identityStorage };

export interface IdentityOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly tokens: TokenVerifier;
  /** Who signs people in; the embedded provider where that is an identifier. */
  readonly signIn: SignIn;
  readonly signing: SigningKey;
  /** Where people reach the product, without a trailing slash. */
  readonly publicUrl: string;
  /** The codes of the regional directories. */
  readonly directories: readonly string[];
  /** Development: there are sample accounts. */
  readonly samples: boolean;
  readonly seal?: LedgerSeal;
}

/** The identity part: it is always where the gateway is. */
export interface IdentityPart extends Part {
  /** Everything below /oidc. */
  readonly routes: FastifyPluginAsync;
  /** A line for the first page: who is signed in, or where one signs in. */
  greeting(request: FastifyRequest, reply: FastifyReply): Promise<Html>;
  /** To whom messages can be written. */
  readonly recipients: Recipients;
}

/** How old the knowledge of sessions that another instance ended may be. */
const endedStaleMilliseconds = 1_000;

let built: SubgraphSchema | undefined;

/** The identity part's face, without storage or network. */
export function identitySchema(): SubgraphSchema {
  built ??= buildSubgraph(
    identityPart,
    [AccountResolver, SessionResolver, MeResolver, ServiceClientResolver, SignInSettingsResolver],
    { State: ({ iso3 }) => ({ iso3 }) },
  );
  return built;
}

/** Opens accounts and sign-in. */
export async function openIdentity(options: IdentityOptions): Promise<IdentityPart> {
  const { clock, log, tokens, signIn, signing, publicUrl, directories } = options;
  const database = await openDatabase(identityStorage, options.storage);
  const parts: IdentityParts = {
    database,
    clock,
    log,
    passwords: passwords(),
    ended: signIn.ended,
    publicUrl,
    directories,
  };
  const scheduler = new Scheduler(database, clock, log);
  const site = siteOf(publicUrl);
  const running = runningProvider(parts, signing, providerPages(site.base, languageCookieName(site)));
  const signInSite: SignInSite = { parts, signing, running, site };
  const { issuer } = signIn;
  const elsewhere = typeof issuer === 'string' ? null : issuer.issuer;
  signIn.ended.follow(
    () => recentlyEnded(parts),
    endedStaleMilliseconds,
    (err) => log.error({ err }, 'which sessions have ended could not be read'),
  );
  // Their passwords are in the README.
  if (options.samples && elsewhere === null) await makeSampleAccounts(parts);
  else await endSampleAccounts(parts);

  const sealAll = async () => {
    if (options.seal) await keepSealed([{ name: identityPart, database }], clock, log, options.seal);
  };
  const recipients = elsewhere === null ? accountRecipients(parts) : noRecipients;
  let resealing: ReturnType<typeof resealInBackground> | undefined;
  return {
    subgraph: identitySchema(),
    routes: async (server) => {
      await server.register(elsewhere === null ? signInRoutes(signInSite, tokens) : keyRoutes(signing));
      await server.register(recipientRoutes(recipients, tokens));
    },
    recipients,
    async context({ authorization }): Promise<IdentityContext> {
      const caller = await tokens.caller(authorization);
      const all = operationsAs(caller, identityOperations(parts, caller));
      const operations = elsewhere === null ? all : whileSignedInElsewhere(all, elsewhere);
      return { identity: guardedIdentity(operations, caller) };
    },
    revision: () => database.revision(),
    async greeting(request, reply) {
      const here = visit(request, reply, site);
      const who = elsewhere === null ? await signedIn(signInSite, here) : null;
      const { t } = here.page(null, { account: who?.account.language });
      const account = `${publicUrl}/oidc/account`;
      if (who)
        return html`<p>${t('home.signedIn', { name: who.account.name })} · ${t(`role.${who.account.role}`)}${who.account.iso3 === null ? null : ` · ${who.account.iso3}`}</p>
<p><a href="${account}">${t('account.title')}</a></p>`;
      return html`<p>${t('home.nobody')} <a href="${elsewhere ?? account}">${t('signIn.title')}</a></p>`;
    },
    async start() {
      resealing = resealInBackground(database, identityPart, log);
      await scheduler.define({
        name: 'sweep',
        schedule: '*/10 * * * *',
        run: async () => {
          await sweep(parts);
          await forgetAttempts(parts);
        },
      });
      await scheduler.define({ name: 'seal', schedule: sealSchedule, run: sealAll });
      scheduler.start();
    },
    interrupt: () => scheduler.interrupt(),
    async close() {
      await scheduler.stop();
      await resealing?.stop();
      await sealAll();
      await database.close();
    },
  };
}
