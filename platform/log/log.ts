import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Structured log lines (JSON) on standard error; standard output belongs to what commands print. Never contact data. */
export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
