import type { Examples } from '../example.ts';
import { accounts } from './accounts.ts';
import { consents } from './consents.ts';
import { directories } from './directories.ts';
import { opening } from './opening.ts';
import { organisations } from './organisations.ts';
import { readings } from './readings.ts';
import { states } from './states.ts';

/** One for each row of the table, under the row's name. */
export const examples: Examples = {
  ...states,
  ...consents,
  ...directories,
  ...organisations,
  ...opening,
  ...readings,
  ...accounts,
};
