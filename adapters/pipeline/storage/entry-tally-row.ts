import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A number of entries, kept with each change, so that nobody counts them all. */
@Entity('entry_tally')
export class EntryTallyRow {
  /** What is counted: `LISTED`, or what the guard counts (see `HeldSubject`). */
  @PrimaryColumn('varchar')
  what!: string;
  /** Of `LISTED`: the Member State, or the participant that is none. Otherwise the channel. */
  @PrimaryColumn('varchar')
  of!: string;
  @Column('integer')
  entries!: number;
}
