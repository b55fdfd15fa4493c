import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { backUp } from '../../gateway/backup.ts';
import { restore } from '../../gateway/restore.ts';
import { verifyLedgers } from '../../gateway/verify-ledgers.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { type Config, readConfig } from '../../platform/config/config.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { testKey } from '../support/encryption-keys.ts';
import { World } from '../support/world.ts';

const [sqlite, postgres] = databases;
if (!sqlite || !postgres) throw new Error('There are two databases.');

describe.each([
  { from: sqlite, into: postgres },
  { from: postgres, into: sqlite },
])('the whole product, backed up from $from.name while it runs', ({ from, into }) => {
  let folder: string;
  let world: World;
  let storage: TestStorage;
  let there: TestStorage;
  const said: string[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-backup-'));
    storage = await from.make();
    there = await into.make();
    world = await World.start(async () => storage, 'one process', systemClock, {
      LEDGER_DIR: join(folder, 'ledger'),
    });
  });
  afterEach(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const configOf = ({ location }: TestStorage): Config =>
    readConfig({
      ENCRYPTION_KEYS: testKey,
      LEDGER_DIR: join(folder, 'ledger'),
      DATA_DIR: location.kind === 'sqlite' ? location.folder : folder,
      ...(location.kind === 'postgres' ? { DATABASE_URL: location.url } : {}),
    });
  const say = (line: string) => said.push(line);

  const question = `{ directoryRevision states { iso3 consents(includeEnded: true) { id status directory grantedAt grantedBy endReason instrument }
    contacts { id function name title entity emails phones revision ownFields copiedFrom { directory sourceKey consentId present } provenance { field origin directory consentId } revisions { revision action } }
    osceEntries { sourceKey name phones } } regionalDirectories { code entries } accounts { id name email } }`;
  const answersOf = (asked: World) => asked.custodian.get(question, z.unknown());

  it('answers the same once it is restored into the other database, and goes on from there', async () => {
    const estonia = world.state('EST');
    const Granted = z.object({ grantConsent: z.object({ consent: z.object({ id: z.string() }) }) });
    const { grantConsent } = await estonia.get(
      'mutation { grantConsent(input: { state: "EST", directory: "OSCE", instrument: "Note 1" }) { consent { id } } }',
      Granted,
    );
    await world
      .state('FIN')
      .get(
        'mutation { grantConsent(input: { state: "FIN", directory: "OSCE" }) { consent { id } } }',
        z.unknown(),
      );
    let isWriting = true;
    let written = 0;
    const writer = (async () => {
      for (; isWriting; written++)
        await estonia.get(
          'mutation ($input: ContactInput!) { createContact(state: "EST", input: $input) { id } }',
          z.unknown(),
          {
            input: {
              function: 'LEGAL',
              kind: 'OFFICE',
              entity: `Office ${written}`,
              emails: [`o${written}@est.example`],
            },
          },
        );
    })();
    await backUp(configOf(storage), join(folder, 'while-it-runs'), systemClock, say);
    isWriting = false;
    await writer;
    const before = await answersOf(world);
    await backUp(configOf(storage), join(folder, 'kept'), systemClock, say);
    expect(said.join('\n')).toMatch(
      /directory: \d+ rows of \d+ tables[\s\S]*identity: [\s\S]*The keys are not in it/,
    );

    await estonia.get(
      'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { affected } }',
      z.unknown(),
      { input: { consentId: grantConsent.consent.id, copies: 'WITHDRAW' } },
    );
    const request = { reason: 'The disk failed.', replace: false, keyIsLost: false };
    await expect(
      restore(
        configOf(storage),
        { ...request, folder: join(folder, 'kept'), replace: true },
        systemClock,
        say,
      ),
    ).rejects.toThrow(/uses/);

    // While it runs it goes on sealing what it tells, beside what is restored.
    await world.stop();
    // One that was taken while the server wrote is whole too.
    expect(
      await restore(configOf(there), { ...request, folder: join(folder, 'while-it-runs') }, systemClock, say),
    ).toBe(true);
    expect(
      await restore(
        configOf(there),
        { ...request, folder: join(folder, 'kept'), replace: true },
        systemClock,
        say,
      ),
    ).toBe(true);

    const restored = await World.start(async () => there, 'one process', systemClock, {
      LEDGER_DIR: join(folder, 'ledger'),
    });
    try {
      expect(await answersOf(restored)).toEqual(before);
      restored.source('OSCE').change('FIN-TEC-1', { phone: '+358 000 0142' });
      await restored.custodian.get('mutation { pullDirectory(directory: "OSCE") { outcome } }', z.unknown());
      const answer = await restored.custodian.ask('{ state(iso3: "FIN") { contacts { phones } } }');
      expect(JSON.stringify(answer)).toContain('0142');
      const reports = await verifyLedgers(configOf(there));
      expect(reports.filter(({ finding }) => finding !== null)).toEqual([]);
      expect(reports.length).toBeGreaterThanOrEqual(9);
    } finally {
      await restored.stop();
    }
  }, 120_000);

  it('tells which consents are in force again that were ended since', async () => {
    const Granted = z.object({ grantConsent: z.object({ consent: z.object({ id: z.string() }) }) });
    const { grantConsent } = await world
      .state('EST')
      .get(
        'mutation { grantConsent(input: { state: "EST", directory: "OSCE" }) { consent { id } } }',
        Granted,
      );
    await backUp(configOf(storage), join(folder, 'kept'), systemClock, say);
    await world
      .state('EST')
      .get(
        'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { affected } }',
        z.unknown(),
        {
          input: { consentId: grantConsent.consent.id, copies: 'WITHDRAW' },
        },
      );
    await world.restart({}, async () => {
      const request = { folder: join(folder, 'kept'), reason: 'A test.', replace: true, keyIsLost: false };
      expect(await restore(configOf(storage), request, systemClock, say)).toBe(true);
    });
    expect(said.find((line) => line.startsWith('IN FORCE AGAIN'))).toMatch(/EST ended its consent to OSCE/);
    await there.drop();
  }, 120_000);
});
