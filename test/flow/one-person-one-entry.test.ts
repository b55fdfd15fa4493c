import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { everyWorld, World } from '../support/world.ts';
import { consents, contactsOf } from './verbs.ts';

const levels = [
  { level: 'HIGH_LEVEL', function: 'DIPLOMATIC' },
  { level: 'WORKING_LEVEL', function: 'TECHNICAL' },
];

describe.each(everyWorld(databases))(
  'who is in several directories is one entry that names them ($name, $arrangement)',
  ({ make, arrangement }) => {
    let world: World;
    beforeAll(async () => {
      world = await World.start(make, arrangement);
    });
    afterAll(() => world.stop());

    it.each([
      [
        'CAN',
        ['OSCE', 'ARF', 'OAS'],
        [
          'ARF ARF-CAN-HIGH_LEVEL-1 + OAS OAS-CAN-0001 + OSCE CAN-POL-1',
          'ARF ARF-CAN-WORKING_LEVEL-1 + OSCE CAN-TEC-1',
          'OAS OAS-CAN-0002 + OSCE CAN-POL-2',
          'OSCE CAN-TEC-2',
        ],
      ],
      [
        'USA',
        ['ARF', 'OAS', 'OSCE'],
        [
          'ARF ARF-USA-HIGH_LEVEL-1 + OAS OAS-USA-0001 + OSCE USA-POL-1',
          'ARF ARF-USA-WORKING_LEVEL-1 + OSCE USA-TEC-1',
          'ARF ARF-USA-WORKING_LEVEL-2',
          'OAS OAS-USA-0002',
          'OSCE USA-TEC-2',
        ],
      ],
      [
        'MNG',
        ['OSCE', 'ARF'],
        [
          'ARF ARF-MNG-HIGH_LEVEL-1 + OSCE MNG-POL-1',
          'ARF ARF-MNG-WORKING_LEVEL-1 + OSCE MNG-TEC-2',
          'ARF ARF-MNG-WORKING_LEVEL-2 + OSCE MNG-TEC-1',
        ],
      ],
      [
        'RUS',
        ['ARF', 'OSCE'],
        [
          'ARF ARF-RUS-HIGH_LEVEL-1 + OSCE RUS-POL-1',
          'ARF ARF-RUS-WORKING_LEVEL-1 + OSCE RUS-TEC-1',
          'ARF ARF-RUS-WORKING_LEVEL-2 + OSCE RUS-TEC-2',
        ],
      ],
    ])('%s, whichever it consents to first', async (state, directories, expected) => {
      for (const directory of directories)
        await consents(world, state, directory, directory === 'ARF' ? { levels } : {});
      const sources = (await contactsOf(world.custodian, state)).map(({ copiedFrom }) =>
        copiedFrom.map(({ directory, sourceKey }) => `${directory} ${sourceKey}`).join(' + '),
      );
      expect(sources.sort()).toEqual(expected);
    });
  },
);
