import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { MemberState } from '../../../platform/states/states.ts';
import { PullValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { HeldEffect, HeldEntry } from '../held-pulls/preview.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { HeldEffectType, HeldEntryType, HeldPullPreviewType } from './held-pull-types.ts';
import { StateType } from './state-types.ts';

const held = 'It must still be held; otherwise the answer is CONFLICT and says what became of it.';

@Resolver(() => HeldPullPreviewType)
export class HeldPullResolver {
  @Query(() => HeldPullPreviewType, {
    description: `Custodian: what approving a held pull would do, by the same rules, without doing it. ${held}`,
  })
  async previewHeldPull(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The pull, as syncDashboard names it.' }) id: string,
  ): Promise<HeldPullPreviewType> {
    const { entries, effects, marked } = await directory.previewHeldPull(id);
    const going = entries.filter(({ after }) => after.status !== 'PRESENT').length;
    const atOnce = effects.filter(({ waits }) => !waits);
    const remove = atOnce.filter(({ kind }) => kind === 'REMOVE').length;
    return {
      id,
      entriesGoing: going,
      entriesLosing: entries.length - going,
      entries: entries.map(heldEntryValue),
      remove,
      change: atOnce.length - remove,
      wait: effects.length - atOnce.length,
      mark: marked,
      effects,
    };
  }

  @Mutation(() => PullValue, {
    description: `Custodian: what the pull still holds takes effect, also in the global directory, before the answer. ${held}`,
  })
  approvePull(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The pull, as syncDashboard names it.' }) id: string,
    @Arg('reason', () => String, { description: 'Why, for the record.' }) reason: string,
  ): Promise<PullValue> {
    return directory.approvePull({ id, reason });
  }

  @Mutation(() => PullValue, {
    description: `Custodian: what the pull holds is dropped, and the source is read anew in full before the answer; a submission is for its organisation to make again. ${held}`,
  })
  rejectPull(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The pull, as syncDashboard names it.' }) id: string,
    @Arg('reason', () => String, { description: 'Why, for the record.' }) reason: string,
  ): Promise<PullValue> {
    return directory.rejectPull({ id, reason });
  }
}

@Resolver(() => HeldEntryType)
export class HeldEntryResolver {
  @FieldResolver(() => StateType, {
    nullable: true,
    description: 'The Member State; null for a participant that is none.',
  })
  state(
    @Root() { iso3 }: HeldEntryType,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<MemberState | null> | null {
    return iso3 === null ? null : directory.state(iso3);
  }
}

@Resolver(() => HeldEffectType)
export class HeldEffectResolver {
  @FieldResolver(() => ContactType, { nullable: true, description: 'The contact as it is now.' })
  contact(
    @Root() { contactId }: HeldEffect,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ContactRow | null> {
    return directory.contact(contactId);
  }
}

function heldEntryValue({ before, after, changes }: HeldEntry): HeldEntryType {
  const { sourceKey, state, name, entity, level } = before;
  return {
    sourceKey,
    iso3: state?.iso3 ?? null,
    name,
    entity,
    level,
    becomes: after.status,
    changes: [...changes],
  };
}
