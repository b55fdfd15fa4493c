import { Directive, Field, ID, ObjectType } from 'type-graphql';

@ObjectType('State', {
  description: 'A Member State. Key of the federation: every subgraph may extend it.',
})
@Directive('@key(fields: "iso3")')
export class StateType {
  @Field(() => ID, { description: 'ISO 3166-1 alpha-3.' })
  iso3!: string;
}
