import type { LedgerReport, ToldRestore } from '../platform/ledger/verify.ts';

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function restoreText({ seq, at, takenAt, said }: ToldRestore): string {
  const why = said === null ? '' : `: "${said}"`;
  return ` Restored at row ${seq}, ${at}, from the backup of ${takenAt}${why}; what was written in between is gone.`;
}

/** What became of verifying a ledger, in a line for a person. */
export function ledgerLine(report: LedgerReport): string {
  const { ledger, rows, checkpoints, lastCheckpoint, finding } = report;
  const restored = report.restores.map(restoreText).join('');
  if (finding) {
    const where = finding.row === null ? '' : ` at row ${finding.row}`;
    return `${ledger}: NOT SOUND${where}: ${finding.problem}. ${counted(rows, 'row')} before it stand.${restored}`;
  }
  if (rows === 0) return `${ledger}: sound, and empty.`;
  const sealed = lastCheckpoint
    ? `${counted(checkpoints, 'checkpoint')}, the last at row ${lastCheckpoint.seq}, ${lastCheckpoint.at}`
    : 'no checkpoint yet';
  return `${ledger}: sound. ${counted(rows, 'row')}, none altered, taken out or put in; ${sealed}.${restored}`;
}
