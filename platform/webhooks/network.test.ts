import { describe, expect, it } from 'vitest';
import { checkedAddress, checkedUrl, RefusedDestination, webhookNetwork } from './network.ts';

const nobody = async (): Promise<readonly string[]> => {
  throw new Error('not to be asked');
};
const open = webhookNetwork(false, nobody);

describe('a webhook may not go to', () => {
  it.each([
    ['no URL', 'hooks.example.org'],
    ['an address too long', `https://hooks.example.org/${'x'.repeat(2000)}`],
    ['plain HTTP', 'http://hooks.example.org/'],
    ['a file', 'file:///etc/passwd'],
    ['another protocol', 'gopher://hooks.example.org/'],
    ['a URL with a user name', 'https://user@hooks.example.org/'],
    ['a URL with a password', 'https://:secret@hooks.example.org/'],
    ['loopback', 'https://127.0.0.1/'],
    ['loopback in decimal', 'https://2130706433/'],
    ['loopback in hexadecimal', 'https://0x7f000001/'],
    ['loopback in octal', 'https://017700000001/'],
    ['loopback in octal parts', 'https://0177.0.0.1/'],
    ['loopback in mixed parts', 'https://0x7f.1/'],
    ['loopback, shortened', 'https://127.1/'],
    ['loopback with a dot behind', 'https://127.0.0.1./'],
    ['loopback in circled digits', 'https://①②⑦.⓪.⓪.①/'],
    ['zero', 'https://0/'],
    ['a metadata service', 'https://169.254.169.254/latest/meta-data/'],
    ['IPv6 loopback', 'https://[::1]/'],
    ['mapped IPv4', 'https://[::ffff:127.0.0.1]/'],
    ['a unique local address', 'https://[fd00::1]:8443/'],
    ['link-local', 'https://[fe80::1]/'],
  ])('%s', (_what, url) => {
    expect(() => checkedUrl(url, open)).toThrow(RefusedDestination);
  });

  const resolvesTo = (...addresses: string[]) => webhookNetwork(false, async () => addresses);
  it.each([
    ['leads inside', ['10.0.0.7']],
    ['leads to this machine', ['127.0.0.1']],
    ['leads inside beside a public address', ['1.1.1.1', '192.168.0.1']],
    ['leads inside by IPv6', ['2600::1', 'fd00::1']],
    ['has no address', []],
  ])('a name that %s', async (_what, addresses) => {
    const url = new URL('https://hooks.example.org/');
    await expect(checkedAddress(url, resolvesTo(...addresses))).rejects.toThrow(RefusedDestination);
  });

  it('a name that does not resolve, and nobody learns which of both it was', async () => {
    const url = new URL('https://hooks.example.org/');
    const messages = await Promise.all(
      [webhookNetwork(false, nobody), resolvesTo('10.0.0.7')].map((network) =>
        checkedAddress(url, network).catch((error: Error) => error.message),
      ),
    );
    expect(new Set(messages).size).toBe(1);
  });
});

describe('a webhook may go to', () => {
  it('a public name, at any port', async () => {
    const url = checkedUrl('https://hooks.example.org:8443/crosspoint?a=1', open);
    expect(
      await checkedAddress(
        url,
        webhookNetwork(false, async () => ['1.1.1.1', '2600::1']),
      ),
    ).toBe('1.1.1.1');
  });

  it('this machine, by plain HTTP, where development allows it', async () => {
    const network = webhookNetwork(true, nobody);
    expect(await checkedAddress(checkedUrl('http://127.0.0.1:9/', network), network)).toBe('127.0.0.1');
  });
});
