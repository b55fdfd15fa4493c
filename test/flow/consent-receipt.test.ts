import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyReceipts } from '../../platform/consent-receipt/verify-receipt.ts';
import { isSigned } from '../../platform/ledger/checkpoint.ts';
import { ledgerSeal } from '../../platform/ledger/seal.ts';
import { signRecord } from '../../platform/ledger/signed-record.ts';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';

const Receipts = z.object({
  state: z.object({
    consents: z.array(
      z.object({
        id: z.string(),
        status: z.string(),
        receipt: z.object({ record: z.string(), jws: z.string() }),
      }),
    ),
  }),
});
const query =
  'query ($iso3: ID!) { state(iso3: $iso3) { consents(includeEnded: true) { id status receipt { record jws } } } }';

const Row = z.object({ seq: z.number(), at: z.string(), kind: z.string(), hash: z.string() });
const Record = z.object({
  receipt_metadata: z.object({ issued_at: z.string(), signed_with: z.string() }),
  record_metadata: z.looseObject({
    schema_version: z.string(),
    record_id: z.string(),
    pii_principal_id: z.string(),
  }),
  pii_processing: z.object({ purposes: z.array(z.looseObject({ functions: z.array(z.string()) })) }).loose(),
  event: z.array(z.looseObject({ event_state: z.string(), ledger_row: z.number() })),
  consent: z.looseObject({ instrument: z.string().nullable() }),
  ledger: z.object({
    name: z.string(),
    rows: z.array(Row),
    checkpoint: z.object({
      ledger: z.string(),
      seq: z.number(),
      hash: z.string(),
      at: z.string(),
      publicKey: z.string(),
      signature: z.string(),
    }),
  }),
});

describe.each(databases)('receipts of consents ($name)', ({ make }) => {
  let world: World;
  let keys: string[];
  beforeEach(async () => {
    world = await World.start(make);
    const answer = await fetch(`${world.url}/ledger-keys`);
    const found = z
      .object({ keys: z.array(z.object({ x: z.string(), kid: z.string() })) })
      .parse(await answer.json());
    keys = found.keys.map(({ x }) => x);
  });
  afterEach(() => world.stop());

  const estonia = () => world.state('EST');
  async function grant(input: object): Promise<string> {
    const shape = z.object({ grantConsent: z.object({ consent: z.object({ id: z.string() }) }) });
    const text = 'mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { consent { id } } }';
    const answer = await estonia().get(text, shape, { input: { state: 'EST', directory: 'OSCE', ...input } });
    return answer.grantConsent.consent.id;
  }
  const withdraw = (consentId: string) =>
    estonia().get(
      'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { affected } }',
      z.unknown(),
      { input: { consentId, copies: 'WITHDRAW', reason: 'Ask Pille Mets, pille@est.example.' } },
    );
  const receipts = async () => (await estonia().get(query, Receipts, { iso3: 'EST' })).state.consents;
  async function receiptOf(id: string) {
    const found = (await receipts()).find((consent) => consent.id === id);
    if (!found) throw new Error(`There is no consent ${id}.`);
    return { ...found.receipt, told: Record.parse(JSON.parse(found.receipt.record)) };
  }

  it('tell a state what it consented to and what became of it, also once that has ended, with the rows that show it', async () => {
    const first = await grant({ functions: ['TECHNICAL'], instrument: 'Note 12/2026' });
    const second = await grant({});
    await withdraw(second);
    const replaced = (await receiptOf(first)).told;
    expect(replaced.record_metadata).toMatchObject({
      schema_version: 'ISO/IEC TS 27560:2023',
      record_id: first,
      pii_principal_id: 'EST',
    });
    expect(replaced.pii_processing.purposes[0]?.functions).toEqual(['TECHNICAL']);
    expect(replaced.consent).toMatchObject({
      directory: 'OSCE',
      instrument: 'Note 12/2026',
      status: 'WITHDRAWN',
    });
    expect(replaced.event).toMatchObject([
      { event_state: 'granted' },
      { event_state: 'changed', replaced_by: second },
    ]);
    const withdrawn = (await receiptOf(second)).told;
    expect(withdrawn.event).toMatchObject([
      { event_state: 'granted' },
      { event_state: 'withdrawn', copies: 'WITHDRAW' },
    ]);
    expect(withdrawn.ledger.rows.map(({ kind }) => kind)).toEqual(['consent.granted', 'consent.withdrawn']);
    expect(withdrawn.event.map(({ ledger_row }) => ledger_row)).toEqual(
      withdrawn.ledger.rows.map(({ seq }) => seq),
    );
    const { checkpoint } = withdrawn.ledger;
    expect(isSigned(checkpoint)).toBe(true);
    expect(checkpoint.seq).toBeGreaterThanOrEqual(withdrawn.ledger.rows.at(-1)?.seq ?? Number.NaN);
    expect(checkpoint.publicKey).toBe(keys[0]);
  });

  it('name no person and hold no contact detail', async () => {
    const id = await grant({});
    await withdraw(id);
    const { record } = await receiptOf(id);
    const { state } = await world.custodian.get(
      '{ state(iso3: "EST") { osceEntries { name emails phones } } }',
      z.object({
        state: z.object({
          osceEntries: z.array(
            z.object({
              name: z.string().nullable(),
              emails: z.array(z.string()),
              phones: z.array(z.string()),
            }),
          ),
        }),
      }),
    );
    const details = state.osceEntries
      .flatMap(({ name, emails, phones }) => [name ?? '', ...emails, ...phones])
      .filter(Boolean);
    expect(details.length).toBeGreaterThan(3);
    expect(details.filter((detail) => record.includes(detail))).toEqual([]);
    expect(record).not.toMatch(/authority of EST|Pille|@/);
  });

  it('are given to the authority of that state and to nobody else', async () => {
    await grant({});
    for (const who of [world.custodian, world.organisation('OSCE'), world.contact('EST'), world.state('FIN')])
      expect(await who.refused(query, { iso3: 'EST' })).toBe('FORBIDDEN');
    expect(await world.nobody.refused(query, { iso3: 'EST' })).toBe('UNAUTHENTICATED');
  });

  it('hold by the published key alone, as the answer came or as the signature alone, and not by another key', async () => {
    const { jws, record } = await receiptOf(await grant({}));
    const asItCame = JSON.stringify(await estonia().ask(query, { iso3: 'EST' }));
    expect((await verifyReceipts(jws, keys))[0]?.record).toBe(record);
    expect((await verifyReceipts(`${jws}\n`, keys))[0]?.line).toMatch(/^EST, OSCE: granted 20.*ACTIVE when/);
    expect(await verifyReceipts(asItCame, keys)).toHaveLength(1);
    const other = Buffer.alloc(32, 9).toString('base64url');
    await expect(verifyReceipts(jws, [other])).rejects.toThrow(/not among those given/);
    await expect(verifyReceipts('{}', keys)).rejects.toThrow(/no receipt/);
  });
});

describe('a receipt', () => {
  let world: World;
  let keys: string[];
  let kept: { record: string; jws: string };
  beforeEach(async () => {
    const [sqlite] = databases;
    if (!sqlite) throw new Error('SQLite is the first.');
    world = await World.start(sqlite.make);
    keys = z
      .object({ keys: z.array(z.object({ x: z.string() })) })
      .parse(await (await fetch(`${world.url}/ledger-keys`)).json())
      .keys.map(({ x }) => x);
    await world
      .state('EST')
      .get(
        'mutation { grantConsent(input: { state: "EST", directory: "OSCE" }) { consent { id } } }',
        z.unknown(),
      );
    const { state } = await world.state('EST').get(query, Receipts, { iso3: 'EST' });
    if (!state.consents[0]) throw new Error('There is no consent.');
    kept = state.consents[0].receipt;
  });
  afterEach(() => world.stop());

  const holds = (text: string) =>
    verifyReceipts(text, keys).then(
      () => true,
      () => false,
    );

  it('is refused whichever byte of it was altered, alone or with its text', async () => {
    for (const text of [kept.jws, JSON.stringify(kept)]) {
      expect(await holds(text)).toBe(true);
      const whole = Buffer.from(text, 'utf8');
      const unnoticed: number[] = [];
      for (let at = 0; at < whole.length; at++) {
        const altered = Buffer.from(whole);
        altered[at] = (altered[at] ?? 0) ^ (at % 2 === 0 ? 1 : 0x20);
        if (await holds(altered.toString('utf8'))) unnoticed.push(at);
      }
      expect(unnoticed).toEqual([]);
    }
  }, 120_000);

  it('is refused where another key signed it, where it is signed as something else, and where it says "alg": "none"', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-key-'));
    const other = ledgerSeal(folder);
    rmSync(folder, { recursive: true });
    const content = JSON.parse(kept.record);
    const { jws } = await signRecord(other.key, other.publicKey, 'consent-receipt+json', content);
    expect(await holds(jws)).toBe(false);
    const [, payload, signature] = kept.jws.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'x', typ: 'consent-receipt+json' })).toString(
      'base64url',
    );
    expect(await holds(`${none}.${payload}.`)).toBe(false);
    expect(await holds(`${none}.${payload}.${signature}`)).toBe(false);
    const somethingElse = await signRecord(other.key, other.publicKey, 'backup+json', content);
    await expect(verifyReceipts(somethingElse.jws, [other.publicKey])).rejects.toThrow(/something else/);
  });
});
