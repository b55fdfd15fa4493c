import { withoutValues } from '../errors/quoted-values.ts';

/** What the log says of an error: a list of what it may say. Anything else that hangs on one may hold what somebody wrote. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  /** Where it was thrown, without the message. */
  readonly stack: string;
  readonly [detail: string]: unknown;
}

/** What names a fault and no value: of the operating system, PostgreSQL and SQLite. */
const details = [
  'code',
  'syscall',
  'constraint',
  'table',
  'column',
  'routine',
  'severity',
  'intent',
] as const;
const longestStatement = 500;
const deepest = 5;

/** The error as it stands in the log, with what caused it. */
export function loggedError(error: unknown, depth = 0): LoggedError | string {
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const all: Readonly<Record<string, unknown>> = { ...error };
  const told = details.flatMap((name) => (typeof all[name] === 'string' ? [[name, all[name]] as const] : []));
  const isStatement = typeof all.query === 'string';
  const within = depth < deepest;
  return {
    type: error.name,
    message: isStatement ? withoutQuoted(error.message) : withoutValues(error.message),
    stack: traceOf(error),
    ...Object.fromEntries(told),
    ...(typeof all.query === 'string' ? { statement: all.query.slice(0, longestStatement) } : {}),
    ...(within && error.cause !== undefined ? { cause: loggedError(error.cause, depth + 1) } : {}),
    ...(within && error instanceof AggregateError
      ? { errors: error.errors.slice(0, 10).map((each: unknown) => loggedError(each, depth + 1)) }
      : {}),
  };
}

/** A database's complaint quotes what it could not store: `invalid input syntax for type integer: "…"`. */
const withoutQuoted = (message: string) => message.replace(/: ["'][\s\S]*$/, '.').replace(/=\([^)]*\)/g, '');

function traceOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n');
}

const marks: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, '(token)'],
  [/\b(Bearer|Basic) +[\w.~+/-]{8,}=*/gi, '$1 (secret)'],
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, '(e-mail)'],
  [/\+\d[\d ().-]{5,}\d/g, '(telephone)'],
];

/** The last look at a line before it is written: whatever looks like a channel of a contact, or like a token, is struck out. */
export function withoutSecrets(line: string): string {
  return marks.reduce((text, [pattern, mark]) => text.replace(pattern, mark), line);
}
