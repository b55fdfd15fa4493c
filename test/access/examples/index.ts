import type { Examples } from '../example.ts';
import { accounts } from './accounts.ts';
import { consents } from './consents.ts';
import { directories } from './directories.ts';
import { files } from './files.ts';
import { messages } from './messages.ts';
import { nominations } from './nominations.ts';
import { opening } from './opening.ts';
import { organisations } from './organisations.ts';
import { readings } from './readings.ts';
import { reviews } from './reviews.ts';
import { states } from './states.ts';
import { submissions } from './submissions.ts';

/** One for each row of the table, under the row's name. */
export const examples: Examples = {
  ...states,
  ...consents,
  ...directories,
  ...organisations,
  ...nominations,
  ...opening,
  ...messages,
  ...readings,
  ...files,
  ...reviews,
  ...submissions,
  ...accounts,
};
