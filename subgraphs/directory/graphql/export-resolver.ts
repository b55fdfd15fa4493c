import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { ContactFunctionEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { exportFiles } from '../export/files.ts';
import type { ExportFormat } from '../export/formats.ts';
import type { DirectoryContext } from './context.ts';
import { ContactExportType, ContactFormatEnum, ContactFormatFileType } from './export-types.ts';

@Resolver()
export class ExportResolver {
  @Query(() => [ContactFormatFileType], {
    description: 'In which formats contacts can be had as a file, and where.',
  })
  async contactFormats(@Ctx() { directory }: DirectoryContext): Promise<ContactFormatFileType[]> {
    await directory.states(null);
    return [...exportFiles];
  }

  @Query(() => ContactExportType, {
    description:
      'Contacts as a file, as far as you may read them, in pieces: in the order of their states. Each state is as it stands when its piece is written.',
  })
  exportContacts(
    @Ctx() { directory }: DirectoryContext,
    @Arg('format', () => ContactFormatEnum, { description: 'In which format.' }) format: ExportFormat,
    @Arg('states', () => [ID], { nullable: true, description: 'Of which states. Absent: of all.' })
    states: string[] | null = null,
    @Arg('function', () => ContactFunctionEnum, { nullable: true, description: 'Absent: of any function.' })
    wanted: ContactFunction | null = null,
    @Arg('after', () => String, {
      nullable: true,
      description: 'The endCursor of the page before, with the same arguments. Absent: from the beginning.',
    })
    after: string | null = null,
  ): Promise<ContactExportType> {
    return directory.exportContacts({ format, states, function: wanted, after });
  }
}
