import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ContactFunctionEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import type { ImportRequest } from '../import/import-contacts.ts';
import { type DuplicateAnswer, duplicateAnswers, type RowOutcome, rowOutcomes } from '../import/plan.ts';
import { FieldChangeType } from './contact-types.ts';

const RowOutcomeEnum = Object.fromEntries(rowOutcomes.map((value) => [value, value]));
registerEnumType(RowOutcomeEnum, {
  name: 'ImportRowOutcome',
  description:
    'ADD: a new contact. CHANGE: a contact changes. UNCHANGED: it stands like this. DUPLICATE: it surely is a contact that is there, or an earlier row, and is left out. ERROR: it cannot be imported.',
});

const DuplicateAnswerEnum = Object.fromEntries(duplicateAnswers.map((value) => [value, value]));
registerEnumType(DuplicateAnswerEnum, {
  name: 'ImportDuplicates',
  description:
    'What becomes of a row that names no contact by its id and surely is one that is there. LEAVE_OUT: nothing. CHANGE: it changes that contact. ADD: it is added all the same; where that contact is a copy, the two become one.',
});

@InputType('ImportContactsInput', { description: "A file of a state's contacts, and how to take it." })
export class ImportContactsInput implements ImportRequest {
  @Field(() => ID, { description: 'Your own state.' })
  state!: string;
  @Field(() => String, {
    description:
      'The file in base64, at most 512 KB: a workbook (.xlsx), CSV, vCard 3.0 or 4.0, JSContact, or JSON as it is exported. Which of them, it tells by itself.',
  })
  file!: string;
  @Field(() => DuplicateAnswerEnum, {
    defaultValue: 'LEAVE_OUT',
    description: 'What becomes of a row that names no contact and surely is one that is there.',
  })
  duplicates!: DuplicateAnswer;
  @Field(() => ContactFunctionEnum, {
    nullable: true,
    defaultValue: null,
    description: 'What those are for that do not say it. Absent: such a row is an error.',
  })
  function!: ContactFunction | null;
}

@ObjectType('ImportProblem', { description: 'Why a row cannot be imported, and what to do.' })
export class ImportProblemType {
  @Field(() => String, {
    nullable: true,
    description: 'The column, property or field at fault, as the file has it; null for the whole row.',
  })
  column!: string | null;
  @Field(() => String, { description: 'What to do about it.' })
  message!: string;
}

@ObjectType('ImportedRow', { description: 'What comes of one row of a file.' })
export class ImportedRowType {
  @Field(() => Int, {
    description:
      'In a table the row, as spreadsheet programs number it; otherwise which contact of the file, counted from 1.',
  })
  row!: number;
  @Field(() => RowOutcomeEnum, { description: 'What comes of it.' })
  outcome!: RowOutcome;
  @Field(() => ID, {
    nullable: true,
    description: 'The contact that it is about, or that it may be a duplicate of; null where there is none.',
  })
  contactId!: string | null;
  @Field(() => Int, { nullable: true, description: 'An earlier row of the file that it is the same as.' })
  sameAsRow!: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'Why it is, or may be, the same as the contact or row named.',
  })
  because!: string | null;
  @Field(() => [FieldChangeType], { description: 'What changes, field by field.' })
  changes!: readonly FieldChangeType[];
  @Field(() => [ImportProblemType], { description: 'What is wrong with it; empty where it can be imported.' })
  problems!: readonly ImportProblemType[];
  @Field(() => [ImportProblemType], {
    description:
      'What can be imported and should be looked at all the same, such as a telephone number that cannot be read.',
  })
  warnings!: readonly ImportProblemType[];
}

@ObjectType('ContactImport', { description: 'What an import would do, or did.' })
export class ContactImportType {
  @Field(() => String, {
    description: 'Give it to "importContacts": what is imported is then just what this says, or nothing.',
  })
  digest!: string;
  @Field(() => Int, { description: 'The revision of the directory that this was found at.' })
  directoryRevision!: number;
  @Field(() => Int, { description: 'Contacts that are added.' })
  added!: number;
  @Field(() => Int, { description: 'Contacts that change.' })
  changed!: number;
  @Field(() => Int, { description: 'Contacts that stand like this already.' })
  unchanged!: number;
  @Field(() => Int, { description: 'Rows that are left out as duplicates.' })
  duplicates!: number;
  @Field(() => Int, { description: 'Rows that cannot be imported. While there is one, nothing is.' })
  errors!: number;
  @Field(() => [String], {
    description: 'Columns, properties or fields of the file that are not imported, as it names them.',
  })
  ignored!: readonly string[];
  @Field(() => [ImportedRowType], { description: 'What comes of each row, in the order of the file.' })
  rows!: readonly ImportedRowType[];
}
