import type { IncomingMessage } from 'node:http';

const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
const hostHeaders = ['host', 'x-forwarded-host'] as const;

/**
 * Sends a request whose address cannot be read in one way only to where there is nothing, before anything tries to read it: then
 * it is answered like any other of that kind, with all headers and without repeating it.
 */
export function makeReadable(request: IncomingMessage): void {
  for (const name of hostHeaders) {
    const given = request.headers[name];
    if (given === undefined || (typeof given === 'string' && isHost(given))) continue;
    request.headers[name] = 'unreadable.invalid';
    request.url = '/unreadable';
  }
  // HTTP/1.0 knows no such header; whoever reads the address needs one.
  request.headers.host ??= 'unnamed.invalid';
  if (!isReadable(request.url ?? '')) request.url = '/unreadable';
}

/** A name of letters and digits may still be none: `127.0.0.999`, a port that there is not. */
const isHost = (given: string): boolean => hostPattern.test(given) && URL.canParse(`http://${given}/`);

function isReadable(url: string): boolean {
  if (!url.startsWith('/')) return url === '*'; // OPTIONS * is of HTTP itself; a whole URL is for proxies
  try {
    decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}
