import { z } from 'zod';
import { RecordError, recordOf } from '../ledger/signed-record.ts';

/** What a consent receipt is signed as. */
export const receiptType = 'consent-receipt+json';

const Kept = z.object({ record: z.string(), jws: z.string() });
const Container = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]);

/** What a person is told of a receipt that holds. */
const Told = z.object({
  consent: z.object({ directory: z.string(), status: z.string() }),
  record_metadata: z.object({ record_id: z.string(), pii_principal_id: z.string() }),
  receipt_metadata: z.object({ issued_at: z.string() }),
  event: z.array(z.object({ event_time: z.string(), event_state: z.string() })),
});

export interface VerifiedReceipt {
  /** The receipt, as JSON. */
  readonly record: string;
  /** One line for a person. */
  readonly line: string;
}

/**
 * Verifies what a state kept: a receipt's `jws` alone, or JSON that holds receipts with their `record`, such as an answer of the API.
 * @throws RecordError where any of them was altered, or there is none
 */
export async function verifyReceipts(
  text: string,
  publicKeys: readonly string[],
): Promise<VerifiedReceipt[]> {
  const kept = receiptsIn(text);
  if (kept.length === 0) throw new RecordError('There is no receipt in this file.');
  const verified: VerifiedReceipt[] = [];
  for (const { record: beside, jws } of kept) {
    const record = await recordOf(jws, receiptType, publicKeys);
    if (beside !== null && beside !== record)
      throw new RecordError('The text beside the signature is not the one that was signed: it was altered.');
    verified.push({ record, line: lineOf(record) });
  }
  return verified;
}

function receiptsIn(text: string): { record: string | null; jws: string }[] {
  // A line end after it is no part of it; anything else would be.
  const alone = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(alone)) return [{ record: null, jws: alone }];
  try {
    return within(JSON.parse(text));
  } catch {
    return [];
  }
}

function within(value: unknown): { record: string; jws: string }[] {
  const kept = Kept.safeParse(value);
  if (kept.success) return [kept.data];
  const container = Container.safeParse(value);
  return container.success ? Object.values(container.data).flatMap(within) : [];
}

function lineOf(record: string): string {
  const { consent, record_metadata, receipt_metadata, event } = Told.parse(JSON.parse(record));
  const events = event.map(({ event_state, event_time }) => `${event_state} ${event_time}`).join(', ');
  return `${record_metadata.pii_principal_id}, ${consent.directory}: ${events}. Consent ${record_metadata.record_id}, ${consent.status} when the receipt was issued, ${receipt_metadata.issued_at}.`;
}
