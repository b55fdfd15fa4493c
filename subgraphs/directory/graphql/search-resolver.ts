import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { ContactFunctionEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import type { Page } from '../paging.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { DirectoryContext } from './context.ts';
import { ContactConnectionType } from './search-types.ts';

@Resolver()
export class SearchResolver {
  @Query(() => ContactConnectionType, {
    description:
      'Points of contact that have all these words, or words beginning with them, in their name, entity or title: in any order, whatever the case, the diacritics and the script. The best match is first; no state goes before another. You find what you may read, by what you may read of it.',
  })
  searchContacts(
    @Ctx() { directory }: DirectoryContext,
    @Arg('text', () => String, {
      description:
        'What to look for, e.g. "mueller cert": at most 10 words, each of at least two letters or one Chinese character.',
    })
    text: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'How many: 1 to 200.' })
    first: number | null,
    @Arg('function', () => ContactFunctionEnum, {
      nullable: true,
      description: 'Only those for this. Absent: for anything.',
    })
    contactFunction: ContactFunction | null = null,
    @Arg('state', () => ID, { nullable: true, description: 'Only those of this state. Absent: of all.' })
    state: string | null = null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null = null,
  ): Promise<Page<ContactRow>> {
    return directory.searchContacts({ text, function: contactFunction, state, first: first ?? 20, after });
  }
}
