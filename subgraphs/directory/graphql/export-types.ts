import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { exportFormats } from '../export/formats.ts';

export const ContactFormatEnum = Object.fromEntries(exportFormats.map((format) => [format, format]));
registerEnumType(ContactFormatEnum, {
  name: 'ContactFormat',
  description:
    'In what contacts are exported, and imported again. VCARD: vCard 4.0 (RFC 6350). JSCONTACT: a list of JSContact Cards (RFC 9553). CSV: comma-separated values (RFC 4180), UTF-8. JSON: every field by its name in this API.',
});

@ObjectType('ContactFormatFile', { description: 'A format of contacts, and where its file is had.' })
export class ContactFormatFileType {
  @Field(() => ContactFormatEnum, { description: 'The format.' })
  format!: string;
  @Field(() => String, { description: 'The media type of the file.' })
  mediaType!: string;
  @Field(() => String, {
    description:
      'Where to GET the whole file, with your bearer token; below the address of this API. `state=EST` (several: parted by commas) and `function=TECHNICAL` narrow it.',
  })
  path!: string;
}

@ObjectType('ContactExport', {
  description: 'A piece of a file of contacts: the texts of all pages, one after the other, are the file.',
})
export class ContactExportType {
  @Field(() => String, { description: 'What comes next in the file.' })
  text!: string;
  @Field(() => Boolean, { description: 'Whether the file goes on.' })
  hasNextPage!: boolean;
  @Field(() => String, { nullable: true, description: 'What to give as "after" for the next page.' })
  endCursor!: string | null;
}
