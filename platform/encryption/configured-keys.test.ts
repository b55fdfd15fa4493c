import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ringOf, variableOf } from '../../test/support/encryption-keys.ts';
import { ConfigurationError, readConfig } from '../config/config.ts';
import { configuredKeys } from './configured-keys.ts';

describe('the keys of the configuration', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const keys = (variables: Record<string, string>) =>
    configuredKeys(readConfig({ DATA_DIR: folder, ...variables }));
  const ids = async (variables: Record<string, string>) => [...(await keys(variables)).byId.keys()];

  it('are those of ENCRYPTION_KEYS, the first one current', async () => {
    const ring = await keys({ ENCRYPTION_KEYS: variableOf('new', 'old') });
    expect(ring.current.id).toBe(ringOf('new').current.id);
    expect([...ring.byId.keys()]).toEqual([...ringOf('new', 'old').byId.keys()]);
  });

  it('may be a file of their own, one on each line', async () => {
    const file = join(folder, 'keys');
    writeFileSync(file, `${variableOf('new')}\n${variableOf('old')}\n`);
    expect(await ids({ ENCRYPTION_KEY_FILE: file })).toEqual([...ringOf('new', 'old').byId.keys()]);
  });

  it('are made once in development, the same for all who ask at once, and for their owner alone', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => ids({})));
    expect(new Set(made.flat()).size).toBe(1);
    expect(statSync(join(folder, 'encryption-key.json')).mode & 0o077).toBe(0);
  });

  it('are never made in production: the start is refused with the variable and how to make one', async () => {
    const refused = expect(keys({ NODE_ENV: 'production' })).rejects;
    await refused.toThrow(ConfigurationError);
    await expect(keys({ NODE_ENV: 'production' })).rejects.toThrow(/ENCRYPTION_KEYS.*node -e/);
  });

  it('of a start in development are not taken in production, and the way on is named', async () => {
    await keys({});
    await expect(keys({ NODE_ENV: 'production' })).rejects.toThrow(/encryption-key\.json.*rotate-keys/);
  });

  it.each([
    ['no key', { ENCRYPTION_KEYS: ' , ' }],
    ['a key that is too short', { ENCRYPTION_KEYS: Buffer.alloc(16).toString('base64') }],
    ['a key that is no base64', { ENCRYPTION_KEYS: 'correct horse battery staple!' }],
    ['the same key twice', { ENCRYPTION_KEYS: variableOf('one', 'one') }],
    ['both variables', { ENCRYPTION_KEYS: variableOf('one'), ENCRYPTION_KEY_FILE: 'keys' }],
    ['a file that is not there', { ENCRYPTION_KEY_FILE: '/nowhere/keys' }],
  ])('with %s name the variable and hold no key', async (_what, variables) => {
    const error = await keys(variables).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(/ENCRYPTION_KEY/);
    for (const key of (variables as { ENCRYPTION_KEYS?: string }).ENCRYPTION_KEYS?.split(/[ ,]+/) ?? [])
      if (key) expect(String(error)).not.toContain(key);
  });

  it('that are damaged in the data folder are not made anew over what they sealed', async () => {
    writeFileSync(join(folder, 'encryption-key.json'), '{}');
    await expect(keys({})).rejects.toThrow(/encryption-key\.json.*Put it back/);
  });
});
