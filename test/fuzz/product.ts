import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Caller as Asker } from '../../platform/identity/caller.ts';
import { type SigningKey, signingKey } from '../../platform/identity/signing-key.ts';
import { signToken } from '../../platform/identity/tokens.ts';
import { freePort } from '../support/free-port.ts';
import { Caller } from './call.ts';
import { WatchedChild } from './child.ts';
import { Defect } from './defect.ts';

const day = 24 * 60 * 60;

/** Every role, those whose things there are and others. */
export const askers: readonly (Asker | null)[] = [
  { role: 'custodian', subject: 'custodian@sample' },
  { role: 'state', subject: 'state-EST@sample', state: 'EST' },
  { role: 'state', subject: 'state-CAN@sample', state: 'CAN' },
  { role: 'state', subject: 'state-KEN@sample', state: 'KEN' },
  { role: 'organisation', subject: 'organisation-OSCE@sample', directory: 'OSCE' },
  { role: 'organisation', subject: 'organisation-ARF@sample', directory: 'ARF' },
  { role: 'organisation', subject: 'organisation-OAS@sample', directory: 'OAS' },
  { role: 'contact', subject: 'contact-EST@sample', state: 'EST' },
  { role: 'observer', subject: 'observer-EST@sample', sponsor: 'EST' },
  { role: 'service', subject: 'directory' },
  null,
];

/** What an act changes; the rest follows by itself, in its own time. */
const directoryTables: readonly (readonly [string, string])[] = [
  ['consent', '*'],
  ['copy_source', '*'],
  ['precedence', '*'],
  ['pair_decision', '*'],
  ['conflict', '*'],
  ['entry_decision', '*'],
  ['contact_revision', '*'],
  ['proposal', '*'],
  ['contact', '*'],
  ['opening_stage', '*'],
  ['contact_release', '*'],
  ['sponsorship', '*'],
  // An endpoint may be switched off because of what it answers.
  ['webhook', 'id, url, secret, outcomes'],
];

const LogLine = z.looseObject({
  level: z.number(),
  msg: z.string().optional(),
  err: z.looseObject({ message: z.string().optional() }).optional(),
});

/** The built product in a process of its own, with what the fuzzer knows of it. */
export class FuzzedProduct {
  readonly child: WatchedChild;
  readonly caller: Caller;
  readonly url: string;
  readonly port: number;
  /** By the place of the role in `askers`. */
  tokens: readonly (string | null)[] = [];
  readonly #folder: string;
  #database: Database.Database | undefined;
  #seen: { version: unknown; digest: string } | undefined;

  private constructor(
    folder: string,
    port: number,
    patience: number,
    variables: Readonly<Record<string, string>>,
  ) {
    this.#folder = folder;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.caller = new Caller(port, patience);
    this.child = new WatchedChild('dist/gateway/main.js', {
      DATA_DIR: folder,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ...variables,
    });
  }

  static async start(patience: number, variables: Readonly<Record<string, string>>): Promise<FuzzedProduct> {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-fuzz-'));
    const product = new FuzzedProduct(folder, await freePort(), patience, variables);
    await product.#ready();
    const key = await signingKey(folder);
    product.tokens = await Promise.all(askers.map((asker) => tokenFor(key, asker)));
    product.#database = new Database(join(folder, 'directory.sqlite'), { readonly: true });
    product.child.takeErrors(); // not ready yet, it said
    return product;
  }

  async #ready(): Promise<void> {
    for (let tries = 0; tries < 1200; tries++) {
      this.child.mustLive();
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`It is not ready after a minute: ${this.child.takeErrors()}`);
  }

  /** All that the directory holds, in short. */
  digest(): string {
    const database = this.#database;
    if (!database) throw new Error('It has not started.');
    const version = database.pragma('data_version', { simple: true });
    const seen = this.#seen;
    if (seen && seen.version === version) return seen.digest;
    const hash = createHash('sha256');
    for (const [table, columns] of directoryTables)
      for (const row of database.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1, 2, 3`).raw().iterate())
        hash.update(JSON.stringify(row));
    const digest = hash.digest('hex');
    this.#seen = { version, digest };
    return digest;
  }

  /** How many entries a regional directory shows as present or absent: those that were not removed. */
  entriesOf(code: string): number {
    const adapter = new Database(join(this.#folder, `${code.toLowerCase()}.sqlite`), { readonly: true });
    try {
      const row: unknown = adapter.prepare("SELECT count(*) AS n FROM entry WHERE status <> 'REMOVED'").get();
      return z.object({ n: z.number() }).parse(row).n;
    } finally {
      adapter.close();
    }
  }

  /** What its log tells since this was last asked of faults of ours, and of what no log may hold. */
  logged(): Defect[] {
    return this.child
      .takeErrors()
      .split('\n')
      .filter((line) => line.trim() !== '')
      .flatMap((line) => faultIn(line));
  }

  async stop(): Promise<number | null> {
    this.caller.close();
    this.#database?.close();
    const status = await this.child.end();
    rmSync(this.#folder, { recursive: true, force: true });
    return status;
  }
}

function faultIn(line: string): Defect[] {
  const parsed = parsedLine(line);
  if (!parsed) return [new Defect('not a line of the log', line.slice(0, 60), line.slice(0, 2000))];
  if (/eyJ[\w-]{20,}\.[\w-]{20,}/.test(line))
    return [new Defect('a token in the log', '', line.slice(0, 500))];
  // An answer's status is judged by who gets it.
  if (parsed.level < 50 || parsed.msg === 'request') return [];
  const place = `${parsed.msg}: ${parsed.err?.message?.slice(0, 60)}`;
  return [new Defect('an error in the log', place, line.slice(0, 4000))];
}

function parsedLine(line: string): z.infer<typeof LogLine> | null {
  try {
    return LogLine.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

const tokenFor = async (key: SigningKey, asker: Asker | null): Promise<string | null> =>
  asker ? signToken(key, asker, systemClock, day) : null;
