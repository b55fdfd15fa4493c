import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { localTime, timeZoneNamed, weekdayOf } from '../../../platform/clock/time-zone.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { GraphQLDateTime, givenDate } from '../../../platform/graphql/scalars.ts';
import { mailbox } from '../../../platform/likeness/channels.ts';
import { answeringAt } from '../contacts/answering.ts';
import { type Availability, clockText, weekdays } from '../contacts/availability.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { AnsweringType, AvailabilityType, HoursType, type LocalMomentType } from './availability-types.ts';
import { ContactType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { PublicKeyType } from './public-key-types.ts';

/** When a point of contact answers, and how to write to it in confidence. */
@Resolver(() => ContactType)
export class ContactReachResolver {
  @FieldResolver(() => AvailabilityType, {
    nullable: true,
    description: 'When it answers, where its state said so.',
  })
  availability(@Root() { content }: ContactRow): Availability | null {
    return content.availability ?? null;
  }

  @FieldResolver(() => [PublicKeyType], { description: 'Keys to encrypt to, where its state gave any.' })
  publicKeys(
    @Root() { content: { publicKeys, emails } }: ContactRow,
    @Ctx() { directory }: DirectoryContext,
  ): PublicKeyType[] {
    const now = directory.now();
    return (publicKeys ?? []).map(({ revoked, expiresAt, emails: named, ...key }) => {
      const isExpired = expiresAt !== null && new Date(expiresAt) <= now;
      const mailboxes = new Set(named.map(mailbox));
      return {
        ...key,
        expiresAt,
        status: revoked ? 'REVOKED' : isExpired ? 'EXPIRED' : 'VALID',
        covers: emails.filter((email) => mailboxes.has(mailbox(email))),
      };
    });
  }
}

@Resolver(() => AvailabilityType)
export class AvailabilityResolver {
  @FieldResolver(() => [HoursType], {
    description: 'Its hours in the order of the week; none where it answers around the clock.',
  })
  hours(@Root() { hours }: Availability): HoursType[] {
    return hours.map(({ day, from, to }) => ({ day, from: clockText(from), to: clockText(to) }));
  }

  @FieldResolver(() => AnsweringType, { description: 'Whether it answers, and when that changes.' })
  answering(
    @Root() availability: Availability,
    @Ctx() { directory }: DirectoryContext,
    @Arg('at', () => GraphQLDateTime, { nullable: true, description: 'At this time. Absent: now.' })
    at: Date | null = null,
    @Arg('timeZone', () => String, {
      nullable: true,
      description: 'Tell moments by the clocks of this zone (IANA), such as your own. Absent: of its own.',
    })
    given: string | null = null,
  ): AnsweringType {
    const timeZone = given === null ? availability.timeZone : timeZoneNamed(given);
    if (timeZone === null)
      throw badInput('timeZone', 'Give the time zone by its IANA name, e.g. Europe/Tallinn or UTC.');
    const moment = (time: Date | null) => time && momentIn(time, timeZone);
    const asked = at === null ? directory.now() : givenDate('at', at);
    const { open, opensAt, closesAt } = answeringAt(availability, asked);
    return { open, opens: moment(opensAt), closes: moment(closesAt) };
  }
}

function momentIn(at: Date, timeZone: string): LocalMomentType {
  const local = localTime(at, timeZone);
  const day = weekdays[weekdayOf(local)] ?? 'MONDAY';
  const two = (number: number) => String(number).padStart(2, '0');
  const date = `${local.year}-${two(local.month)}-${two(local.day)}`;
  return { at, day, local: `${date} ${clockText(local.minutes)}`, timeZone };
}
