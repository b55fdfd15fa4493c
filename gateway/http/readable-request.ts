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
    if (given === undefined || (typeof given === 'string' && hostPattern.test(given))) continue;
    request.headers[name] = 'unreadable.invalid';
    request.url = '/unreadable';
  }
  if (!isReadable(request.url ?? '')) request.url = '/unreadable';
}

function isReadable(url: string): boolean {
  if (!url.startsWith('/')) return url === '*'; // OPTIONS * is of HTTP itself; a whole URL is for proxies
  try {
    decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}
