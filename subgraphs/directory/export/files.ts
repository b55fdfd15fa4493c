import { type ExportFormat, exportFormats, writing } from './formats.ts';

/** A file of contacts that can be had from the front door. */
export interface ExportFile {
  readonly format: ExportFormat;
  readonly mediaType: string;
  /** Behind `contacts`. */
  readonly ending: string;
  readonly path: string;
}

/** One for each format. */
export const exportFiles: readonly ExportFile[] = exportFormats.map((format) => {
  const { mediaType, ending } = writing[format];
  return { format, mediaType, ending, path: `/export/contacts.${ending}` };
});
