import { Field, InputType, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { Availability, Weekday } from '../contacts/availability.ts';
import type { AvailabilityRequest, HoursRequest } from '../contacts/direct-availability.ts';
import { WeekdayEnum } from './enums.ts';

@InputType('HoursInput', { description: 'From when to when it answers, on some days of the week.' })
export class HoursInput implements HoursRequest {
  @Field(() => [WeekdayEnum], { description: 'The days on which it begins.' })
  days!: Weekday[];
  @Field(() => String, { description: 'Hours and minutes, e.g. 09:00.' })
  from!: string;
  @Field(() => String, {
    description: 'E.g. 17:30, or 24:00 for the end of the day. What is not after "from" is on the next day.',
  })
  to!: string;
}

@InputType('AvailabilityInput', { description: 'When a point of contact answers.' })
export class AvailabilityInput implements AvailabilityRequest {
  @Field(() => String, { description: 'By its IANA name, e.g. Europe/Tallinn.' })
  timeZone!: string;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'On all days, day and night. Then it has no hours.',
  })
  aroundTheClock?: boolean;
  @Field(() => [HoursInput], {
    nullable: true,
    description: 'Its hours, where it does not answer at all times.',
  })
  hours?: HoursInput[] | null;
}

@ObjectType('Hours', { description: 'Hours of one day of the week, in the time zone of the contact.' })
export class HoursType {
  @Field(() => WeekdayEnum, { description: 'The day on which they begin.' })
  day!: Weekday;
  @Field(() => String, { description: 'Hours and minutes, e.g. 09:00.' })
  from!: string;
  @Field(() => String, { description: 'Where it is not after "from", it is on the next day.' })
  to!: string;
}

@ObjectType('LocalMoment', { description: 'A moment, and what the clock shows then.' })
export class LocalMomentType {
  @Field(() => GraphQLDateTime, { description: 'The moment.' })
  at!: Date;
  @Field(() => WeekdayEnum, { description: 'The day of the week there.' })
  day!: Weekday;
  @Field(() => String, { description: 'Date and time there, e.g. 2026-03-02 09:00.' })
  local!: string;
  @Field(() => String, { description: 'There: the time zone asked for.' })
  timeZone!: string;
}

@ObjectType('Answering', {
  description: 'Whether a point of contact answers at a moment, and when that changes.',
})
export class AnsweringType {
  @Field(() => Boolean, { description: 'Whether it answers.' })
  open!: boolean;
  @Field(() => LocalMomentType, { nullable: true, description: 'When it opens next; null while it is open.' })
  opens!: LocalMomentType | null;
  @Field(() => LocalMomentType, {
    nullable: true,
    description: 'When it closes; null while it is closed, and where it answers around the clock.',
  })
  closes!: LocalMomentType | null;
}

@ObjectType('Availability', { description: 'When a point of contact answers.' })
export class AvailabilityType implements Availability {
  @Field(() => String, { description: 'Its time zone, by its IANA name.' })
  timeZone!: string;
  @Field(() => Boolean, { description: 'On all days, day and night.' })
  aroundTheClock!: boolean;
  /** Shown as texts, by its resolver. */
  hours!: Availability['hours'];
}
