import { databases } from '../support/databases.ts';
import { tellHistories } from './tell-histories.ts';

// Two instances at once, on one database.
for (const database of databases) if (database.name === 'PostgreSQL') tellHistories(database, 2, 15);
