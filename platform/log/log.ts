import { type DestinationStream, type Logger, pino } from 'pino';
import { loggedError, withoutSecrets } from './errors.ts';

export type Log = Logger;

/** Structured log lines (JSON) on standard error; standard output belongs to what commands print. Never contact data. */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Whole requests and answers, which a library might log, hold tokens and what was written.
      serializers: {
        err: (error: unknown) => loggedError(error),
        req: () => undefined,
        res: () => undefined,
      },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  );
}
