import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rotateKeys } from '../../gateway/rotate-keys.ts';
import { readConfig } from '../../platform/config/config.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { ringOf, variableOf } from '../support/encryption-keys.ts';
import { storedBytes } from '../support/stored-bytes.ts';
import { World } from '../support/world.ts';
import { consents, contactsOf, entriesOf } from './verbs.ts';

describe.each(databases)('a new encryption key on $name', ({ make }) => {
  let world: World;
  let storage: TestStorage;

  beforeAll(async () => {
    const kept = async () => {
      storage = await make();
      return storage;
    };
    world = await World.start(kept, 'one process', undefined, { ENCRYPTION_KEYS: variableOf('old') });
    for (const state of ['EST', 'CAN', 'FIN']) await consents(world, state, 'OSCE');
  });
  afterAll(() => world.stop());

  const known = async () => ({
    contacts: await contactsOf(world.state('CAN'), 'CAN'),
    entries: await entriesOf(world.custodian, 'CAN', 'OSCE'),
  });
  const command = async (...keys: string[]) => {
    const { location } = storage;
    const where = location.kind === 'sqlite' ? { DATA_DIR: location.folder } : { DATABASE_URL: location.url };
    const said: string[] = [];
    const config = readConfig({ ...where, ENCRYPTION_KEYS: variableOf(...keys) });
    const left = await rotateKeys(config, (line) => said.push(line));
    return { left, said };
  };

  it('put first, takes over while the product runs; the command says when the old one may go', async () => {
    const before = await known();
    expect(before.contacts.length).toBeGreaterThan(0);
    await world.restart({ ENCRYPTION_KEYS: variableOf('new', 'old') });
    expect(await known()).toEqual(before);
    let answer = await command('new', 'old');
    while (answer.left > 0) answer = await command('new', 'old');
    expect(answer.said).toContainEqual(
      expect.stringMatching(
        new RegExp(`^directory: \\d+ values under the current key ${ringOf('new').current.id}$`),
      ),
    );
    expect(answer.said.at(-1)).toMatch(/^Nothing needs an older key/);

    await world.restart({ ENCRYPTION_KEYS: variableOf('new') });
    expect(await known()).toEqual(before);
    expect(await storedBytes(storage.location)).not.toContain(ringOf('old').current.id);
  });

  it('alone, without the one that is in use, is refused before anything is read or written', async () => {
    await expect(command('another')).rejects.toThrow(
      new RegExp(`sealed with the key ${ringOf('new').current.id}.*ENCRYPTION_KEYS`),
    );
    await expect(world.restart({ ENCRYPTION_KEYS: variableOf('another') })).rejects.toThrow(
      /ENCRYPTION_KEYS/,
    );
    await world.restart({ ENCRYPTION_KEYS: variableOf('new') });
    expect((await known()).contacts.length).toBeGreaterThan(0);
  });
});
