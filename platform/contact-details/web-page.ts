import { publicHost } from './host.ts';

/** Characters that no address has as they are (RFC 3987 §2.2), and the backslash that browsers take for a slash. */
const never = /[\s<>"`{}|\\^]/u;

/**
 * A page on the public web, as written: http or https, a host that has a name, and no password. Internationalised hosts and
 * paths too (RFC 3987). Null for anything else.
 */
export function parseWebPage(written: string): string | null {
  const text = written.normalize('NFC').trim();
  if (never.test(text) || !/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return null;
  const { hostname, username, password } = new URL(text);
  const isOpen = username === '' && password === '' && !/^[^/?#]*\/\/[^/?#]*@/.test(text);
  return isOpen && publicHost(hostname.replace(/\.$/, '')) !== null ? text : null;
}

/** The address that is meant where only its `https://` is missing; null where that is not so. */
export function withScheme(written: string): string | null {
  return /^[a-z][a-z0-9+.-]*:/i.test(written.trim()) ? null : parseWebPage(`https://${written.trim()}`);
}
