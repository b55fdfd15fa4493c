/** A web address as written, with `https://` where it has no scheme; null for anything that is not a page on the web. */
export function webPageOf(written: string): string | null {
  const address = withScheme(written);
  if (!/^https?:\/\/[^/\s]/i.test(address) || /\s/.test(address) || !URL.canParse(address)) return null;
  const { hostname, username, password } = new URL(address);
  const isHost = /[^.]\.[^.]/.test(hostname) || hostname.startsWith('[');
  return isHost && username === '' && password === '' ? address : null;
}

function withScheme(written: string): string {
  if (written.startsWith('//')) return `https:${written}`;
  // `www.mfa.example:8443/x` has a port, not a scheme.
  const hasScheme = /^[a-z][a-z0-9+-]*:/i.test(written);
  return hasScheme ? written : `https://${written}`;
}
