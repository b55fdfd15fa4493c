import { type EntityManager, In, Like } from 'typeorm';
import { z } from 'zod';
import { type Instant, instant } from '../../../platform/clock/clock.ts';
import { receiptType } from '../../../platform/consent-receipt/verify-receipt.ts';
import type { CanonicalValue } from '../../../platform/ledger/canonical.ts';
import type { Checkpoint } from '../../../platform/ledger/checkpoint.ts';
import { lastCheckpoints } from '../../../platform/ledger/last-checkpoints.ts';
import { ledgerJwk } from '../../../platform/ledger/ledger-jwk.ts';
import { sealLedger } from '../../../platform/ledger/seal.ts';
import { type SignedRecord, signRecord } from '../../../platform/ledger/signed-record.ts';
import { LedgerRow } from '../../../platform/ledger/storage.ts';
import { memberState } from '../../../platform/states/states.ts';
import { contactFields, contactFunctions } from '../../../platform/vocabulary/terms.ts';
import { directoryLedger } from '../ledger/tell.ts';
import type { DirectoryParts } from '../parts.ts';
import type { ConsentRow } from '../storage/consent-row.ts';

/**
 * States' receipts of consents, signed: what one consented to, what became of that, and the rows of the ledger that show it. The
 * fields are those of a consent record and receipt of ISO/IEC TS 27560:2023; `consent` and `ledger` are this product's own. They name
 * no person and hold no contact detail.
 */
export async function consentReceipts(
  parts: DirectoryParts,
  consents: readonly ConsentRow[],
): Promise<SignedRecord[]> {
  const { seal, database, clock } = parts;
  if (!seal) throw new Error('Receipts need the key of the ledgers.');
  const rows = await database.read((manager) => rowsOf(manager, consents));
  // So that the checkpoint in the receipt covers them, however new they are.
  await sealLedger(database, directoryLedger, clock, seal);
  const [checkpoint] = await lastCheckpoints([{ name: directoryLedger, database }], 1);
  const { kid } = await ledgerJwk(seal.publicKey);
  const issued = { issued_at: instant(clock.now()), signed_with: kid };
  return Promise.all(
    consents.map((consent) => {
      const own = rows.get(consent.id) ?? [];
      return signRecord(seal.key, seal.publicKey, receiptType, {
        receipt_metadata: { format: 'crosspoint consent receipt 1', ...issued },
        ...recordOf(consent),
        event: eventsOf(consent, own),
        consent: termsOf(consent),
        ledger: ledgerOf(own, checkpoint ?? null),
      });
    }),
  );
}

const Subjects = z.object({ consent: z.string() }).loose();

/** By consent, the rows that tell of the consent itself, in their order. */
async function rowsOf(
  manager: EntityManager,
  consents: readonly ConsentRow[],
): Promise<ReadonlyMap<string, LedgerRow[]>> {
  const rows = await manager.find(LedgerRow, {
    where: { state: In([...new Set(consents.map(({ iso3 }) => iso3))]), kind: Like('consent.%') },
    order: { seq: 'ASC' },
  });
  const byConsent = new Map(consents.map(({ id }): [string, LedgerRow[]] => [id, []]));
  for (const row of rows) byConsent.get(Subjects.parse(JSON.parse(row.subjects)).consent)?.push(row);
  return byConsent;
}

type Content = { readonly [name: string]: CanonicalValue };

function recordOf({ id, iso3, directory, mode, functions, fields }: ConsentRow): Content {
  const state = memberState(iso3)?.names.EN ?? iso3;
  const changes =
    mode === 'AUTOMATIC'
      ? 'followed, and each change of an entry taken over'
      : 'followed, and each change of an entry laid before the state, which decides';
  return {
    record_metadata: {
      schema_version: 'ISO/IEC TS 27560:2023',
      record_id: id,
      pii_principal_id: iso3,
      pii_principal_category: 'state, for the points of contact it has named',
    },
    pii_processing: {
      language: 'en',
      jurisdiction: null,
      purposes: [
        {
          purpose:
            'That other states know whom to call when an ICT incident could turn into a crisis: points of contact of the state are in the global directory.',
          purpose_type: 'directory of points of contact',
          lawful_basis: 'consent of the state',
          pii_controllers: ['custodian'],
          pii_categories: 'how points of contact are called, what they are for, and how to reach them',
          pii_information: (fields ?? contactFields).map((field) => ({ pii_type: field })),
          functions: [...(functions ?? contactFunctions)],
          collection_method: `read from the regional directory ${directory}`,
          processing_method: `entries of the state are copied, matched with others of the same person or office, ${changes}`,
          recipients: [
            'designated authorities and points of contact of all Member States',
            'the custodian',
            'beyond these, those alone to whom the state itself releases its points of contact',
          ],
          storage_locations: ['the storage of the global directory, where contact details are encrypted'],
          retention_period:
            'until the consent is withdrawn, replaced or expires. Copies then go, or at a withdrawal stay as the state’s own where it says so; what was is kept in the history, for the state itself and the custodian.',
          withdrawal_method:
            'withdrawConsent, by a designated authority of the state, at any time and with immediate effect',
        },
      ],
    },
    party_identification: [
      {
        party_id: 'custodian',
        party_name: 'The custodian of the global directory of points of contact',
        party_role: 'PII controller',
      },
      { party_id: iso3, party_name: state, party_role: 'PII principal, by its designated authority' },
      {
        party_id: directory,
        party_name: `The regional directory ${directory}`,
        party_role: 'source of the entries',
      },
    ],
  };
}

const states: Readonly<Record<string, string>> = {
  'consent.granted': 'granted',
  'consent.replaced': 'changed',
  'consent.withdrawn': 'withdrawn',
  'consent.expired': 'expired',
};

/** What became of it and when; the end, where it ended, is the last. */
function eventsOf(consent: ConsentRow, rows: readonly LedgerRow[]): Content[] {
  const { iso3, granted_at, valid_until, ended_at, status, replaced_by, copies } = consent;
  const rowOf = (state: string) => rows.find(({ kind }) => states[kind] === state)?.seq ?? null;
  const event = (state: string, at: Instant, more: Content): Content => ({
    event_type: 'explicit consent',
    event_state: state,
    event_time: at,
    entity_id: state === 'expired' ? 'custodian' : iso3,
    ledger_row: rowOf(state),
    ...more,
  });
  const granted = event('granted', granted_at, { valid_until });
  if (ended_at === null) return [granted];
  if (replaced_by !== null) return [granted, event('changed', ended_at, { replaced_by })];
  return [granted, event(status === 'EXPIRED' ? 'expired' : 'withdrawn', ended_at, { copies })];
}

function termsOf(consent: ConsentRow): Content {
  const { directory, mode, functions, fields, levels, valid_until, instrument, status } = consent;
  return {
    directory,
    mode,
    functions,
    fields,
    levels: levels.map(({ level, function: answer }) => ({ level, function: answer })),
    valid_until,
    instrument,
    status,
  };
}

function ledgerOf(rows: readonly LedgerRow[], checkpoint: Checkpoint | null): Content {
  return {
    name: directoryLedger,
    rows: rows.map(({ seq, at, kind, hash }) => ({ seq, at, kind, hash })),
    checkpoint: checkpoint && { ...checkpoint },
  };
}
