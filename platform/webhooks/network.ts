import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';

/** The addresses of a name. @throws where it has none */
export type Resolver = (name: string) => Promise<readonly string[]>;

/** Where webhooks may go, and how names are resolved. */
export interface WebhookNetwork {
  /** Development only: also plain HTTP, and addresses of this machine and this network. */
  readonly allowPrivate: boolean;
  readonly resolve: Resolver;
}

const systemResolver: Resolver = async (name) =>
  (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);

export function webhookNetwork(allowPrivate: boolean, resolve: Resolver = systemResolver): WebhookNetwork {
  return { allowPrivate, resolve };
}

/** A destination that webhooks may not go to; the message says why to whoever registered it, and nothing of our network. */
export class RefusedDestination extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RefusedDestination';
  }
}

const longestUrl = 2000;

/**
 * Checks what can be told from the URL alone. Any port is allowed: to one that does not speak TLS nothing of ours is said.
 * @throws RefusedDestination
 */
export function checkedUrl(text: string, { allowPrivate }: WebhookNetwork): URL {
  if (text.length > longestUrl || !URL.canParse(text))
    throw new RefusedDestination(
      `This is no URL of at most ${longestUrl} characters, such as https://hooks.example.org/crosspoint.`,
    );
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    throw new RefusedDestination('A webhook must be an https: URL.');
  if (url.username !== '' || url.password !== '')
    throw new RefusedDestination(
      'A webhook URL must hold no user name and no password: the signature proves who calls.',
    );
  const literal = literalAddress(url);
  if (literal !== null && !allowPrivate && !isPublicAddress(literal)) throw notPublic();
  url.hash = '';
  return url;
}

/**
 * The address a request must go to: the name is resolved here, every address it has is checked, and the connection is then
 * made to one of these and to no other, so that a name which resolves otherwise a moment later gains nothing.
 * @throws RefusedDestination where one of them is not public
 */
export async function checkedAddress(url: URL, { allowPrivate, resolve }: WebhookNetwork): Promise<string> {
  const literal = literalAddress(url);
  const addresses = literal === null ? await resolved(url.hostname, resolve) : [literal];
  const [first] = addresses;
  if (first === undefined || (!allowPrivate && !addresses.every(isPublicAddress))) throw notPublic();
  return first;
}

// One answer for a name that does not exist and one that leads inside: nobody maps our network by asking.
async function resolved(name: string, resolve: Resolver): Promise<readonly string[]> {
  try {
    return await resolve(name);
  } catch {
    throw notPublic();
  }
}

/** The parser of URLs has brought every way of writing an IPv4 address (decimal, octal, hexadecimal) into one. */
function literalAddress({ hostname }: URL): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}

const notPublic = () =>
  new RefusedDestination(
    'The host of a webhook must resolve, and to public addresses only. Check its name, and that it is reachable from the Internet.',
  );
