import type { OsceElement } from './record.ts';

export interface InstitutionNames {
  /** The English name, or else the first; null where all are withheld. */
  readonly preferred: string | null;
  /** By BCP 47 code, `und` where the feed names no language; null where that would say no more than `preferred`. */
  readonly byLanguage: Readonly<Record<string, string>> | null;
}

/** The institution's name in each language of the feed; adds to `problems` what is left out. */
export function institutionNames(elements: readonly OsceElement[], problems: string[]): InstitutionNames {
  const names = new Map<string, string>();
  for (const { value, lang } of elements) {
    const language = lang ?? 'und';
    const known = names.get(language);
    if (value === null || value === known) continue;
    if (known === undefined) names.set(language, value);
    else
      problems.push(
        `institution is given more than once in one language; “${known}” is used, and “${value}” is not.`,
      );
  }
  const english = [...names].find(([language]) => language === 'en' || language.startsWith('en-'));
  const preferred = english?.[1] ?? [...names.values()][0] ?? null;
  const saysMore = names.size > 1 || (names.size === 1 && !names.has('und'));
  return { preferred, byLanguage: saysMore ? Object.fromEntries(names) : null };
}
