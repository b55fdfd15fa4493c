import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { ClientWithSecret } from '../clients/service-clients.ts';
import type { ServiceClientRow } from '../storage/service-client-row.ts';
import type { SignInSettingsRow } from '../storage/sign-in-settings-row.ts';
import type { IdentityContext } from './context.ts';
import { ServiceClientType, ServiceClientWithSecretType, SignInSettingsType } from './types.ts';

const clientId = { description: 'The client id.' };
const directoryCode = { description: "The directory's code, e.g. OSCE." };

@Resolver(() => ServiceClientType)
export class ServiceClientResolver {
  @Query(() => [ServiceClientType], { description: 'By directory, the oldest first.' })
  serviceClients(
    @Ctx() { identity }: IdentityContext,
    @Arg('directory', () => ID, { ...directoryCode, nullable: true }) directory: string | null = null,
  ): Promise<readonly ServiceClientRow[]> {
    return identity.serviceClients(directory);
  }

  @Mutation(() => ServiceClientWithSecretType, {
    description: 'A service of a regional organisation may sign in from now on.',
  })
  registerServiceClient(
    @Ctx() { identity }: IdentityContext,
    @Arg('directory', () => ID, directoryCode) directory: string,
    @Arg('name', () => String, { description: 'Which service it is.' }) name: string,
  ): Promise<ClientWithSecret> {
    return identity.registerServiceClient({ directory, name });
  }

  @Mutation(() => ServiceClientWithSecretType, {
    description: 'A new secret. The one before, and the tokens got by it, are refused at once.',
  })
  rotateServiceClientSecret(
    @Ctx() { identity }: IdentityContext,
    @Arg('client', () => ID, clientId) client: string,
  ): Promise<ClientWithSecret> {
    return identity.rotateServiceClientSecret(client);
  }

  @Mutation(() => Boolean, { description: 'The service signs in no more; its tokens are refused at once.' })
  async removeServiceClient(
    @Ctx() { identity }: IdentityContext,
    @Arg('client', () => ID, clientId) client: string,
  ): Promise<boolean> {
    await identity.removeServiceClient(client);
    return true;
  }

  @FieldResolver(() => GraphQLDateTime)
  createdAt(@Root() { created_at }: ServiceClientRow): string {
    return created_at;
  }

  @FieldResolver(() => GraphQLDateTime, { description: 'Since when its secret is the one it is.' })
  secretSince(@Root() { secret_since }: ServiceClientRow): string {
    return secret_since;
  }
}

@Resolver(() => SignInSettingsType)
export class SignInSettingsResolver {
  @Query(() => SignInSettingsType)
  signInSettings(@Ctx() { identity }: IdentityContext): Promise<SignInSettingsRow> {
    return identity.signInSettings();
  }

  @Mutation(() => SignInSettingsType, {
    description:
      'Whether nobody signs in without a second factor. Once it is required, sessions that began without one end.',
  })
  requireSecondFactor(
    @Ctx() { identity }: IdentityContext,
    @Arg('required', () => Boolean) required: boolean,
  ): Promise<SignInSettingsRow> {
    return identity.requireSecondFactor(required);
  }

  @FieldResolver(() => Boolean)
  secondFactorRequired(@Root() { second_factor_required }: SignInSettingsRow): boolean {
    return second_factor_required;
  }
}
