import { z } from 'zod';
import type { Statement } from '../../platform/database/statements.ts';
import type { Beside } from './beside.ts';

/** A table that a statement reads from one end to the other. */
export interface Scan {
  readonly table: string;
  /** What the database says of it. */
  readonly plan: string;
}

/** A list without anything in it finds nothing without a look. */
const isPlanned = ({ text }: Statement) =>
  /^\s*(?:SELECT|UPDATE|DELETE)\b/.test(text) && !/[^T]\(0=1\)/.test(text);

/** The tables that a statement would read whole. */
export async function scansOf(
  kind: 'sqlite' | 'postgres',
  beside: Beside,
  statement: Statement,
): Promise<Scan[]> {
  if (!isPlanned(statement)) return [];
  return kind === 'sqlite' ? sqliteScans(beside, statement) : postgresScans(beside, statement);
}

/** The rows come in an index's order, and no more are looked at than are wanted. */
const isLimited = (text: string) => /\bLIMIT\b/.test(text) && !/\bWHERE\b/.test(text);

const SqliteSteps = z.array(z.object({ detail: z.string() }));

async function sqliteScans(beside: Beside, { text, parameters }: Statement): Promise<Scan[]> {
  const steps = SqliteSteps.parse(await beside.run(`EXPLAIN QUERY PLAN ${text}`, parameters));
  const isSorted = steps.some(({ detail }) => detail === 'USE TEMP B-TREE FOR ORDER BY');
  return steps.flatMap(({ detail }) => {
    const alias = /^SCAN (\S+)/.exec(detail)?.[1];
    const table = alias && tableNamed(text, alias);
    // What a statement makes itself, such as a list of states, is no table.
    if (!table || (isLimited(text) && !isSorted)) return [];
    return [{ table, plan: detail }];
  });
}

/** SQLite tells a table by its alias. */
const tableNamed = (text: string, alias: string): string | undefined =>
  /^\w+$/.test(alias)
    ? (new RegExp(`"(\\w+)" "${alias}"`).exec(text)?.[1] ??
      new RegExp(`(?:UPDATE|FROM) "(${alias})"`).exec(text)?.[1])
    : undefined;

/**
 * Whether an index is of use shows in large tables alone: as far as PostgreSQL knows, each has a million rows now. Where a scan
 * is the cheapest nevertheless, the least of a chance is taken from it. In a transaction that is never committed.
 */
export async function pretendLarge(beside: Beside): Promise<void> {
  await beside.run('BEGIN');
  await beside.run(
    `UPDATE pg_class SET reltuples = 1000000, relpages = 1
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i')`,
  );
  await beside.run(
    `DELETE FROM pg_statistic USING pg_class
     WHERE starelid = pg_class.oid AND relnamespace = current_schema()::regnamespace`,
  );
  await beside.run('SET LOCAL enable_seqscan = off');
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly Filter?: string | undefined;
  readonly Plans?: readonly Node[] | undefined;
}
const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    'Index Cond': z.string().optional(),
    Filter: z.string().optional(),
    Plans: z.array(Node).optional(),
  }),
);
const PostgresPlan = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: Node })]) })]);

async function postgresScans(beside: Beside, { text, parameters }: Statement): Promise<Scan[]> {
  const [{ 'QUERY PLAN': plan }] = PostgresPlan.parse(
    await beside.run(`EXPLAIN (FORMAT JSON, COSTS off) ${text}`, parameters),
  );
  return scansIn(plan[0].Plan, false);
}

function scansIn(node: Node, isUnderLimit: boolean): Scan[] {
  if (node['Node Type'] === 'BitmapAnd') {
    // One of its indexes finds the rows; the others only narrow them further.
    const each = (node.Plans ?? []).map((inner) => scansIn(inner, isUnderLimit));
    return each.every((scans) => scans.length > 0) ? each.flat() : [];
  }
  const within = (node.Plans ?? []).flatMap((inner) =>
    scansIn(inner, isUnderLimit || node['Node Type'] === 'Limit'),
  );
  const type = node['Node Type'];
  const table = node['Relation Name'] ?? node['Index Name'] ?? '';
  const plan = `${type} of ${table}${node.Filter ? ` with the filter ${node.Filter}` : ''}`;
  if (type === 'Seq Scan') return [{ table, plan }, ...within];
  const isOfIndex = type.includes('Index');
  const isOrderly = isUnderLimit && node.Filter === undefined;
  if (isOfIndex && node['Index Cond'] === undefined && !isOrderly) return [{ table, plan }, ...within];
  return within;
}
