import { ConfigurationError } from '../../platform/config/config.ts';
import { SealedValueError } from '../../platform/encryption/key-ring.ts';

/** What a person can mend, by the code the operating system or the database gives; anything else keeps its stack. */
const mends: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is in use. Stop what uses it, or set PORT to another.',
  EACCES: 'Permission was denied. Check DATA_DIR and PORT.',
  ENOENT: 'A folder or file does not exist and cannot be made. Check DATA_DIR.',
  ENOTDIR: 'DATA_DIR is not a folder.',
  EROFS: 'DATA_DIR or LEDGER_DIR cannot be written to.',
  SQLITE_CANTOPEN: 'The SQLite file cannot be opened. Check DATA_DIR.',
  SQLITE_NOTADB: 'A file in DATA_DIR is no SQLite database. Move it away, or set DATA_DIR to another folder.',
  ECONNREFUSED: 'The PostgreSQL server refuses the connection. Check DATABASE_URL, and that the server runs.',
  ENOTFOUND: 'The name of the PostgreSQL server is not known. Check DATABASE_URL.',
  '28P01': 'PostgreSQL refused the password. Check DATABASE_URL.',
  '28000': 'PostgreSQL refused the user. Check DATABASE_URL.',
  '3D000': 'The PostgreSQL database does not exist. Create it, or check DATABASE_URL.',
  '53300':
    'PostgreSQL has no connection left. Set DATABASE_POOL_SIZE lower, or max_connections of the server higher.',
  '42501': 'The PostgreSQL user may not create schemas. Grant it CREATE on the database.',
};

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Why a start failed, for the person who started it. */
export function startProblem(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof SealedValueError) return error.message;
  const mend = mends[codeOf(error) ?? ''];
  if (mend && error instanceof Error)
    return `Crosspoint cannot start: ${error.message || codeOf(error)}\n${mend}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
