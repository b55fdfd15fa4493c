import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

// A failed statement's error carries the values it was to write, and PostgreSQL's own details quote rows.
const valuesInErrors = ['err.parameters', 'err.driverError', 'err.detail', 'err.where'];

/** Structured log lines (JSON) on standard error; standard output belongs to what commands print. Never contact data. */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: valuesInErrors, remove: true },
    },
    destination,
  );
}
