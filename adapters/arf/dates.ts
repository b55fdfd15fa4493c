const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A date as written in English to YYYY-MM-DD, or YYYY-MM where no day is written: `15 March 2026`, `15-Mar-26`,
 * `March 15, 2026`, `Mar-26`, `2026-03-15`, `15.03.2026`. Null where it is none, or where day and month could change
 * places (`03/04/2026`).
 */
export function readDate(text: string): string | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^(?:as (?:of|at)|updated(?: on)?|on)\b:?\s*/, '')
    .replace(/(\d)(?:st|nd|rd|th)\b/, '$1');
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:t.*)?$/.exec(plain);
  if (iso) return made(iso[1], Number(iso[2]), iso[3]);
  const dayFirst = /^(\d{1,2})[\s./-]*([a-z]{3,9})\.?[\s.,/-]*('?\d{2}|\d{4})$/.exec(plain);
  if (dayFirst) return made(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]);
  const monthFirst = /^([a-z]{3,9})\.?\s*(\d{1,2})\s*,?\s+(\d{4})$/.exec(plain);
  if (monthFirst) return made(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  const monthOnly = /^([a-z]{3,9})\.?[\s.,/-]*('?\d{2}|\d{4})$/.exec(plain);
  if (monthOnly) return made(monthOnly[2], monthOf(monthOnly[1]));
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(plain);
  if (german) return made(german[3], Number(german[2]), german[1]);
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(plain);
  return slashed ? unambiguous(Number(slashed[1]), Number(slashed[2]), slashed[3]) : null;
}

function unambiguous(first: number, second: number, year: string | undefined): string | null {
  if (first > 12 || first === second) return made(year, second, String(first));
  return second > 12 ? made(year, first, String(second)) : null;
}

function monthOf(word = ''): number {
  const index = months.indexOf(word.slice(0, 3));
  const full = new Date(Date.UTC(2000, Math.max(index, 0), 1))
    .toLocaleString('en', { month: 'long', timeZone: 'UTC' })
    .toLowerCase();
  return full.startsWith(word) || word === 'sept' ? index + 1 : 0;
}

function made(yearWritten = '', month: number, day?: string): string | null {
  const digits = yearWritten.replace("'", '');
  const year = digits.length === 2 ? `20${digits}` : digits;
  const text = `${year}-${String(month).padStart(2, '0')}`;
  if (month < 1 || month > 12) return null;
  if (day === undefined) return text;
  const full = `${text}-${day.padStart(2, '0')}`;
  const date = new Date(`${full}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(full) ? full : null;
}
