import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { telephoneText } from '../../../platform/contact-details/telephone.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { ContactFunctionEnum, ContactKindEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import { claimedFields } from '../contacts/claims.ts';
import { withheldIn } from '../contacts/withheld.ts';
import { shownFieldsOf } from '../opening/released-contact.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import {
  ContactRevisionType,
  ContactType,
  CopySourceType,
  FieldProvenanceType,
  TelephoneType,
} from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { StateType } from './state-types.ts';

@Resolver(() => ContactType)
export class ContactResolver {
  @Query(() => ContactType, {
    nullable: true,
    description:
      'A point of contact by its id. The id of one that became part of another gives that other: see its "formerIds".',
  })
  contact(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('asOf', () => GraphQLDateTime, {
      nullable: true,
      description:
        'As it stood then, also where it was removed since. Other states see of the past only what is still consented to. Absent: as it is now.',
    })
    asOf: Date | null = null,
  ): Promise<ContactRow | null> {
    return asOf === null ? directory.contact(id) : directory.pastContact(id, asOf);
  }

  @FieldResolver(() => StateType, { description: 'The state it is the point of contact of.' })
  state(@Root() { iso3 }: ContactRow, @Ctx() { directory }: DirectoryContext): Promise<MemberState | null> {
    return directory.state(iso3);
  }

  @FieldResolver(() => ContactFunctionEnum, { description: 'What it is the point of contact for.' })
  function(@Root() { content }: ContactRow): string {
    return content.function;
  }

  @FieldResolver(() => ContactKindEnum, { description: 'A named person, or an office.' })
  kind(@Root() { content }: ContactRow): string {
    return content.kind;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The level its regional directory gives it.' })
  level(@Root() { content }: ContactRow): string | null {
    return content.level;
  }

  @FieldResolver(() => String, { nullable: true, description: "The person's name." })
  name(@Root() { content }: ContactRow): string | null {
    return content.name;
  }

  @FieldResolver(() => String, { nullable: true, description: "The person's title or position." })
  title(@Root() { content }: ContactRow): string | null {
    return content.title;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The ministry, agency or team.' })
  entity(@Root() { content }: ContactRow): string | null {
    return content.entity;
  }

  @FieldResolver(() => String, { nullable: true, description: "The entity's web page." })
  webPage(@Root() { content }: ContactRow): string | null {
    return content.webPage;
  }

  @FieldResolver(() => [String], { description: 'E-mail addresses.' })
  emails(@Root() { content }: ContactRow): string[] {
    return content.emails;
  }

  @FieldResolver(() => [String], {
    description: 'E.164 where the number can be parsed, as written otherwise.',
  })
  phones(@Root() { content }: ContactRow): string[] {
    return content.phones.map(telephoneText);
  }

  @FieldResolver(() => [TelephoneType], {
    description: 'The telephone numbers with extension and hours, in the order of "phones".',
  })
  telephones(@Root() { content }: ContactRow): TelephoneType[] {
    return content.phones;
  }

  @FieldResolver(() => [String], { description: 'Languages spoken, BCP 47.' })
  languages(@Root() { content }: ContactRow): string[] {
    return content.languages;
  }

  @FieldResolver(() => Int, { description: 'Raised by each change of the contact.' })
  async revision(@Root() contact: ContactRow, @Ctx() { directory }: DirectoryContext): Promise<number> {
    return (await directory.recordOf(contact)).revision;
  }

  @FieldResolver(() => GraphQLDateTime, { description: 'When it last changed here.' })
  async updatedAt(@Root() contact: ContactRow, @Ctx() { directory }: DirectoryContext): Promise<string> {
    return (await directory.recordOf(contact)).updated_at;
  }

  @FieldResolver(() => [FieldProvenanceType], {
    description: 'Where each field comes from. A field the state wrote itself has origin DIRECT.',
  })
  async provenance(
    @Root() contact: ContactRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<FieldProvenanceType[]> {
    return (await directory.recordOf(contact)).provenance;
  }

  @FieldResolver(() => [String], {
    description:
      'The fields that you are shown. One that is not among them is not empty: its state does not release it to you.',
  })
  shownFields(@Root() contact: ContactRow): string[] {
    return [...shownFieldsOf(contact)];
  }

  @FieldResolver(() => [String], {
    description:
      'The fields the state wrote itself, also where it emptied them: no source changes them until they are released. Empty for the past.',
  })
  async ownFields(@Root() contact: ContactRow, @Ctx() { directory }: DirectoryContext): Promise<string[]> {
    const { direct } = await directory.recordOf(contact);
    return claimedFields.filter((field) => direct[field] !== undefined);
  }

  @FieldResolver(() => [CopySourceType], {
    description: 'The regional entries this one is copied from; empty for a direct one.',
  })
  async copiedFrom(
    @Root() contact: ContactRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<CopySourceType[]> {
    const sources = await directory.sourcesOf(contact);
    return sources.map((source) => ({
      directory: source.directory,
      sourceKey: source.source_key,
      consentId: source.consent_id,
      present: source.present,
      level: source.claims.level?.value ?? null,
      withheld: source.withheld,
    }));
  }

  @FieldResolver(() => [String], {
    description:
      'Fields that the source behind them withholds: what is shown was known before, and where nothing is, it is unknown, not empty.',
  })
  async withheld(@Root() contact: ContactRow, @Ctx() { directory }: DirectoryContext): Promise<string[]> {
    return withheldIn(contact, await directory.sourcesOf(contact));
  }

  @FieldResolver(() => [ID], {
    description:
      'The ids of contacts that became part of this one and lead to it now. One goes with its entries where those are split off. Empty for the past.',
  })
  async formerIds(@Root() contact: ContactRow, @Ctx() { directory }: DirectoryContext): Promise<string[]> {
    const { former_ids } = await directory.recordOf(contact);
    return former_ids.map(({ id }) => id);
  }

  @FieldResolver(() => ContactType, {
    nullable: true,
    description: 'Of a contact of the past that became part of another since: that other.',
  })
  async mergedInto(
    @Root() contact: ContactRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ContactRow | null> {
    const { merged_into } = await directory.recordOf(contact);
    return merged_into === null ? null : directory.contact(merged_into);
  }

  @FieldResolver(() => [ContactRevisionType], {
    description: 'Its history, the oldest first; for its own state and the custodian.',
  })
  async revisions(
    @Root() contact: ContactRow,
    @Ctx() { directory }: DirectoryContext,
    @Arg('of', () => ID, {
      nullable: true,
      description: 'One of its formerIds: the history under that id. Absent: its own.',
    })
    of: string | null = null,
  ): Promise<ContactRevisionType[]> {
    const steps = await directory.historyOf(contact, of);
    return steps.map(({ changed_on, ...step }) => ({ ...step, changedOn: new Date(changed_on ?? step.at) }));
  }
}
