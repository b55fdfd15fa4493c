import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { keyedToken } from '../../../platform/encryption/sealed-columns.ts';

/** A contact that the index of words knows. */
@Entity('contact_indexed')
export class ContactIndexedRow {
  @PrimaryColumn('varchar')
  contact_id!: string;
  @Column('varchar')
  iso3!: string;
  /** By which rules, and under which key, its words were made: others are made anew. */
  @Column('varchar', { transformer: keyedToken() })
  made_by!: string;
}

/** What a contact is found by: digests of beginnings of its words, in each state others for the same word. */
@Entity('contact_word')
@Index('contact_word_token', ['token'])
export class ContactWordRow {
  @PrimaryColumn('varchar')
  contact_id!: string;
  @PrimaryColumn('varchar', { transformer: keyedToken() })
  token!: string;
}
