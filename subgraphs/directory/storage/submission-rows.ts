import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedJson, sealedText } from '../../../platform/encryption/sealed-columns.ts';
import type { DocumentType } from '../submissions/document-type.ts';
import { SubmittedAct } from '../submissions/submitted-act.ts';

/**
 * WAITING for a yes. CONFIRMED: it took effect. REFUSED by the state's authority. WITHDRAWN by the custodian, who entered it in error.
 * EXPIRED: nobody said yes in time, and nothing took effect.
 */
export const submissionStatuses = ['WAITING', 'CONFIRMED', 'REFUSED', 'WITHDRAWN', 'EXPIRED'] as const;
export type SubmissionStatus = (typeof submissionStatuses)[number];

/** Whose yes a submission needs: the state's authority; of a state without one, another officer of the custodian. */
export const submissionAwaits = ['AUTHORITY', 'SECOND_OFFICER'] as const;
export type SubmissionAwaits = (typeof submissionAwaits)[number];

/** What a state sent the custodian in a note verbale, as the custodian entered it (¶33). */
@Entity('submission')
export class SubmissionRow {
  @PrimaryColumn('varchar')
  id!: string;
  /** The order in which they were entered, from 1. */
  @Column('integer')
  seq!: number;
  @Column('varchar')
  iso3!: string;
  @Column('varchar')
  status!: SubmissionStatus;
  @Column('varchar')
  awaits!: SubmissionAwaits;
  /** The reference of the note verbale. */
  @Column('text', { transformer: sealedText() })
  reference!: string;
  /** The day on which the note came, `2026-03-01`. */
  @Column('varchar')
  received_on!: string;
  @Column('varchar')
  document_id!: string;
  @Column('text', { transformer: sealedJson(z.array(SubmittedAct)) })
  acts!: SubmittedAct[];
  @Column('varchar')
  entered_at!: Instant;
  @Column('text', { transformer: sealedText() })
  entered_by!: string;
  /** How long each of those whose yes it may need has for it. */
  @Column('integer')
  period_days!: number;
  /** Until when whose yes it awaits may say so. */
  @Column('varchar')
  due_at!: Instant;
  @Column('varchar', { nullable: true })
  decided_at!: Instant | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  decided_by!: string | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  decision_reason!: string | null;
}

/** The document of a note verbale: what it is, and by its digest, exactly which. What it says is in its pieces. */
@Entity('submission_document')
export class SubmissionDocumentRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('text', { transformer: sealedText() })
  name!: string;
  @Column('varchar')
  media_type!: DocumentType;
  @Column('integer')
  bytes!: number;
  /** In hexadecimal, of its octets. */
  @Column('varchar')
  sha256!: string;
  @Column('varchar')
  uploaded_at!: Instant;
  @Column('text', { transformer: sealedText() })
  uploaded_by!: string;
  /** Null until a submission names it. */
  @Column('varchar', { nullable: true })
  submission_id!: string | null;
}

/** A part of a document, small enough that many rows can be written anew at once when keys change. */
@Entity('submission_document_piece')
export class SubmissionDocumentPieceRow {
  @PrimaryColumn('varchar')
  document_id!: string;
  @PrimaryColumn('integer')
  place!: number;
  /** Base64. */
  @Column('text', { transformer: sealedText() })
  content!: string;
}

/** How long a submission waits: one row, once it was changed. */
@Entity('submission_period')
export class SubmissionPeriodRow {
  @PrimaryColumn('varchar')
  name!: 'period';
  @Column('integer')
  days!: number;
  @Column('varchar')
  set_at!: Instant;
  @Column('text', { transformer: sealedText() })
  set_by!: string;
}
