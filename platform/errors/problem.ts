/** Codes a client can act on: the API's contract. */
export type ProblemCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'INTERNAL_SERVER_ERROR';

/** Whose turn it is: the caller mends the request, the caller tries again later, or we mend the product. */
export type ProblemIntent = 'mend' | 'retry' | 'ours';

const intents: Readonly<Record<ProblemCode, ProblemIntent>> = {
  BAD_USER_INPUT: 'mend',
  UNAUTHENTICATED: 'mend',
  FORBIDDEN: 'mend',
  NOT_FOUND: 'mend',
  CONFLICT: 'mend',
  RATE_LIMITED: 'retry',
  INTERNAL_SERVER_ERROR: 'ours',
};

interface ProblemOptions {
  readonly field?: string;
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An error meant for a person: its message says what to do. Anything else that is thrown stays inside. */
export class Problem extends Error {
  readonly code: ProblemCode;
  /** The input field at fault, as a path: `input.fields`. */
  readonly field: string | undefined;
  /** What a program needs to go on, such as the revision that stands now. Part of the error's extensions. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, message: string, options: ProblemOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.field = options.field;
    this.details = options.details ?? {};
  }

  get intent(): ProblemIntent {
    return intents[this.code];
  }
}

export const badInput = (field: string, message: string) => new Problem('BAD_USER_INPUT', message, { field });
export const unauthenticated = (message: string) => new Problem('UNAUTHENTICATED', message);
export const forbidden = (message: string) => new Problem('FORBIDDEN', message);
export const notFound = (message: string) => new Problem('NOT_FOUND', message);
export const conflict = (message: string, details: Readonly<Record<string, unknown>> = {}) =>
  new Problem('CONFLICT', message, { details });
