import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { ImportPreview } from '../import/import-contacts.ts';
import type { DirectoryContext } from './context.ts';
import { ContactImportType, ImportContactsInput } from './import-types.ts';

@Resolver()
export class ImportResolver {
  @Query(() => ContactImportType, {
    description: "What an import of a state's contacts would do, row by row. Nothing is done.",
  })
  async previewImport(
    @Ctx() { directory }: DirectoryContext,
    @Arg('input', () => ImportContactsInput, { description: 'The file, and how to take it.' })
    input: ImportContactsInput,
  ): Promise<ContactImportType> {
    return shown(await directory.previewImport(input));
  }

  @Mutation(() => ContactImportType, {
    description:
      "Imports a state's contacts as previewed: all in one step, or none. Contacts that are not in the file stay. The answer is CONFLICT where it would no longer be just what the preview said.",
  })
  async importContacts(
    @Ctx() { directory }: DirectoryContext,
    @Arg('input', () => ImportContactsInput, { description: 'The same as for the preview.' })
    input: ImportContactsInput,
    @Arg('digest', () => String, { description: 'Of the preview.' }) digest: string,
  ): Promise<ContactImportType> {
    return shown(await directory.importContacts({ ...input, digest }));
  }
}

function shown({ counts, ...preview }: ImportPreview): ContactImportType {
  return {
    ...preview,
    added: counts.ADD,
    changed: counts.CHANGE,
    unchanged: counts.UNCHANGED,
    duplicates: counts.DUPLICATE,
    errors: counts.ERROR,
  };
}
