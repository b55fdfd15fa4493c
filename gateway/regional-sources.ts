import type { RegionalDirectory } from '../adapters/contract.ts';
import { defaultGuard, type GuardLimits } from '../adapters/pipeline/schema.ts';
import type { Samples } from '../adapters/samples/index.ts';
import { type Config, ConfigurationError } from '../platform/config/config.ts';
import { nextDue } from '../platform/scheduler/cron.ts';

/** Where a regional directory is read from, how often, and with which of its own settings. */
export interface RegionalSource {
  readonly directory: RegionalDirectory;
  /** Null where none is configured and no sample may stand in (production). */
  readonly url: URL | null;
  readonly settings: unknown;
  readonly schedule: string;
  readonly guard: GuardLimits;
}

export function hasSource(config: Config, directory: RegionalDirectory): boolean {
  return config.variables[`${directory.code}_SOURCE_URL`] !== undefined;
}

/** @throws ConfigurationError that names the variable */
export function regionalSource(
  config: Config,
  directory: RegionalDirectory,
  samples: { readonly from: Samples; readonly baseUrl: string } | null,
): RegionalSource {
  const { code } = directory;
  const schedule = checkedSchedule(
    `${code}_SCHEDULE`,
    config.variables[`${code}_SCHEDULE`] ?? directory.rules.schedule,
  );
  const guard = checkedGuard(config, code);
  if (!hasSource(config, directory) && samples) {
    const url = new URL(samples.from.sourcePath(code), samples.baseUrl);
    return { directory, url, settings: directory.settings(directory.sample.environment), schedule, guard };
  }
  const url = checkedUrl(`${code}_SOURCE_URL`, config.variables[`${code}_SOURCE_URL`]);
  return { directory, url, settings: directory.settings(config.variables), schedule, guard };
}

/** How much may go at once without a person's yes: `{CODE}_GUARD_SHARE` in per cent, `{CODE}_GUARD_COUNT`. */
function checkedGuard(config: Config, code: string): GuardLimits {
  const [share, count] = [`${code}_GUARD_SHARE`, `${code}_GUARD_COUNT`];
  return {
    share:
      checkedNumber(share, config.variables[share], 'a share in per cent, from 0 to 100', 100) ??
      defaultGuard.share,
    count: checkedNumber(count, config.variables[count], 'a whole number, 0 or more') ?? defaultGuard.count,
  };
}

function checkedNumber(
  variable: string,
  value: string | undefined,
  expected: string,
  most = Number.MAX_SAFE_INTEGER,
): number | null {
  if (value === undefined) return null;
  if (/^\d{1,15}$/.test(value.trim()) && Number(value) <= most) return Number(value);
  throw new ConfigurationError(`${variable} is "${value}"; give ${expected}, or leave it out.`);
}

function checkedUrl(variable: string, value: string | undefined): URL | null {
  if (value === undefined) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && ['http:', 'https:', 'file:'].includes(url.protocol)) return url;
  throw new ConfigurationError(
    `${variable} is not a URL that can be read. Give an https:, http: or file: URL.`,
  );
}

function checkedSchedule(variable: string, expression: string): string {
  try {
    nextDue(expression, new Date(0));
    return expression;
  } catch {
    throw new ConfigurationError(
      `${variable} is not a cron expression (five fields, UTC), such as "*/15 * * * *".`,
    );
  }
}
