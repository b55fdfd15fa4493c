/**
 * A calendar date as a source writes it, day first (`07.11.2025`, `07/11/2025`, `07-11-2025`) or as ISO 8601 (`2025-11-07`).
 * @returns YYYY-MM-DD, or null for anything else and for a day that does not exist
 */
export function parseDate(written: string): string | null {
  const text = written.trim();
  const dayFirst = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text);
  if (dayFirst) return existing(dayFirst[4], dayFirst[3], dayFirst[1]);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return iso ? existing(iso[1], iso[2], iso[3]) : null;
}

function existing(year = '', month = '', day = ''): string | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : null;
}
