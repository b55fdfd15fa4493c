import { databases } from '../support/databases.ts';
import { tellHistories } from './tell-histories.ts';

for (const database of databases) if (database.name === 'SQLite') tellHistories(database, 1, 30);
