const longestWait = 24 * 60 * 60 * 1000;

/**
 * When a source wants to be asked again, from its `Retry-After` (RFC 9110 §10.2.3): seconds or an HTTP date.
 * Never more than a day ahead: a slip in a header must not silence a directory for a year.
 */
export function retryTime(header: string | null, now: Date): Date | undefined {
  const text = header?.trim() ?? '';
  const at = /^\d+$/.test(text) ? now.getTime() + Number(text) * 1000 : httpDate(text);
  if (at === undefined) return undefined;
  return new Date(Math.min(Math.max(at, now.getTime()), now.getTime() + longestWait));
}

function httpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]+, .*GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
