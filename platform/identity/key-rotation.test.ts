import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/clock.ts';
import { EndedSessions } from './ended-sessions.ts';
import { rotateSigningKey, signingKey } from './signing-key.ts';
import { signToken, tokenVerifier } from './tokens.ts';

const custodian = { role: 'custodian', subject: 'c' } as const;

describe('the signing key, when a new one is made', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-rotation-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('verifies what it signed, and a process that runs takes the new one up', async () => {
    const running = await signingKey(folder);
    const verifier = tokenVerifier(running, systemClock);
    const before = await signToken(running, custodian, systemClock, 600);
    const made = await rotateSigningKey(folder, systemClock);
    const fresh = await signingKey(folder);
    expect(fresh.keyId).toBe(made);
    // Signed by another process with a key that this one has not seen yet.
    const after = await signToken(fresh, custodian, systemClock, 600);
    expect(await verifier.caller(`Bearer ${after}`)).toEqual(custodian);
    expect(await tokenVerifier(running, systemClock).caller(`Bearer ${before}`)).toEqual(custodian);
    expect(running.keyId).toBe(made);
    expect(running.published().map(({ kid }) => kid)).toHaveLength(2);
    expect(JSON.stringify(running.published())).not.toContain('"d"');
  });

  it('verifies no more after its day', async () => {
    const running = await signingKey(folder);
    const before = await signToken(running, custodian, systemClock, 600);
    await rotateSigningKey(folder, systemClock);
    const file = join(folder, 'signing-keys-former.json');
    const former: { until: string }[] = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(former.map((key) => ({ ...key, until: '2020-01-01T00:00:00.000Z' }))));
    const later = await signingKey(folder);
    await expect(tokenVerifier(later, systemClock).caller(`Bearer ${before}`)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(later.published()).toHaveLength(1);
  });

  it('is for its owner alone to read, the former ones too', async () => {
    await signingKey(folder);
    await rotateSigningKey(folder, systemClock);
    for (const file of ['signing-key.json', 'signing-keys-former.json'])
      expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  });
});

describe('a session that has ended', () => {
  it('is known at once where it ended, and elsewhere once that is asked; a source that is silent changes nothing', async () => {
    let now = Date.parse('2026-11-22T12:00:00Z');
    const clock = { now: () => new Date(now), sleep: async () => undefined };
    const reported: unknown[] = [];
    let source = async (): Promise<string[]> => ['elsewhere'];
    const ended = new EndedSessions(clock);
    ended.follow(
      () => source(),
      1000,
      (error) => reported.push(error),
    );
    expect(await ended.has('elsewhere')).toBe(true);
    ended.add('here');
    expect(await ended.has('here')).toBe(true);
    expect(await ended.has('other')).toBe(false);
    source = async () => {
      throw new Error('down');
    };
    now += 2000;
    expect(await ended.has('elsewhere')).toBe(true);
    expect(await ended.has('here')).toBe(true);
    expect(reported).toHaveLength(1);
    source = async () => ['here', 'other'];
    now += 2000;
    expect(await ended.has('other')).toBe(true);
  });
});
