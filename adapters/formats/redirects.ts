import { SourceFailure } from '../contract.ts';
import { type Answer, exchange, type Outgoing } from './exchange.ts';

const mostRedirects = 5;
const secretHeaders = ['authorization', 'cookie', 'proxy-authorization'];

/**
 * Exchanges, and follows redirects: at most five, never from https to http, never to anything but the web, and with no
 * credentials to another origin.
 * @throws SourceFailure where the redirect may not be followed
 */
export async function exchangeFollowing(start: URL, first: Outgoing): Promise<Answer> {
  let url = start;
  let outgoing = first;
  for (let followed = 0; followed <= mostRedirects; followed += 1) {
    const answer = await exchange(url, outgoing);
    const location = answer.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === null) return answer;
    const next = redirectTarget(location, url);
    outgoing = redirected(outgoing, answer.status, url, next);
    url = next;
  }
  throw new SourceFailure(
    `The source at ${start.host} redirects more than ${mostRedirects} times. Check its address.`,
  );
}

/** @throws SourceFailure where it may not be followed */
export function redirectTarget(location: string, from: URL): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (next === undefined || (next.protocol !== 'http:' && next.protocol !== 'https:')) {
    throw new SourceFailure(`The source at ${from.host} redirects to what is no web address.`);
  }
  if (from.protocol === 'https:' && next.protocol === 'http:') {
    throw new SourceFailure(
      `The source at ${from.host} redirects from https to http, which is not followed: anyone on the way could change the answer.`,
    );
  }
  return next;
}

function redirected(outgoing: Outgoing, status: number, from: URL, to: URL): Outgoing {
  // As browsers do: a POST becomes a GET but for 307 and 308 (RFC 9110 §15.4).
  const becomesGet = outgoing.method === 'POST' && ![307, 308].includes(status);
  const elsewhere = from.origin !== to.origin;
  if (elsewhere && outgoing.method === 'POST' && !becomesGet) {
    throw new SourceFailure(
      `The source at ${from.host} redirects to ${to.host}, which would be sent what was meant for ${from.host} alone. Check the address.`,
    );
  }
  const dropped = [
    ...(elsewhere ? secretHeaders : []),
    ...(becomesGet ? ['content-type', 'content-length'] : []),
  ];
  const headers = Object.fromEntries(
    Object.entries(outgoing.headers).filter(([name]) => !dropped.includes(name.toLowerCase())),
  );
  const { maxBytes, signal } = outgoing;
  return becomesGet ? { method: 'GET', headers, maxBytes, signal } : { ...outgoing, headers };
}
