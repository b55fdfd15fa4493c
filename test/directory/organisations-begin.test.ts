import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../platform/database/open.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { TellOrganisations1700000004000 } from '../../subgraphs/directory/storage/tell-organisations.ts';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld, desk } from './directory-world.ts';
import { Organisation } from './organisation-acts.ts';

describe.each(databases)(
  'a directory that was in use before there was a feed of outcomes, on $name',
  ({ make }) => {
    let world: DirectoryWorld;
    beforeEach(async () => {
      world = await DirectoryWorld.start(make);
    });
    afterEach(() => world.stop());

    const story = () => new Organisation(world, 'OSCE').story();

    async function forgetWhatWasTold(): Promise<void> {
      const database = await openDatabase(directoryStorage, world.storage.location);
      await database.write(async (manager) => {
        if (!manager.queryRunner) throw new Error('no transaction');
        const migration = new TellOrganisations1700000004000();
        await migration.down(manager.queryRunner);
        await migration.up(manager.queryRunner);
      });
      await database.close();
    }

    it('keeps its copies, and tells once what became of each entry', async () => {
      world.osce.add('EST-POL-1', anna);
      world.osce.add('EST-TEC-1', desk);
      await world.grant('EST', 'OSCE');
      const contacts = await world.contacts('EST');
      const told = ['EST-POL-1 COPIED FOLLOWED', 'EST-TEC-1 COPIED FOLLOWED'];
      await world.restart(forgetWhatWasTold);
      expect(await story()).toEqual(told);
      await world.restart();
      expect(await story()).toEqual(told);
      expect(await world.contacts('EST')).toEqual(contacts);
    });
  },
);
