import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './addresses.ts';

const inside = [
  ['this host', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['a private network', '10.1.2.3'],
  ['a private network', '172.16.0.1'],
  ['the end of a private network', '172.31.255.255'],
  ['a private network', '192.168.1.1'],
  ['a provider behind translation', '100.64.0.1'],
  ['the end of a provider behind translation', '100.127.255.255'],
  ['a metadata service', '100.100.100.200'],
  ['a metadata service', '169.254.169.254'],
  ['a metadata service', '168.63.129.16'],
  ['a metadata service', '192.0.0.192'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['link-local', '169.254.0.1'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['benchmarks', '198.19.255.255'],
  ['multicast', '224.0.0.1'],
  ['multicast', '239.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['the unspecified address', '::'],
  ['loopback', '::1'],
  ['loopback, written in full', '0:0:0:0:0:0:0:1'],
  ['loopback, mapped', '::ffff:127.0.0.1'],
  ['loopback, mapped in hexadecimal', '::ffff:7f00:1'],
  ['a public address, mapped', '::ffff:1.1.1.1'],
  ['loopback, compatible', '::127.0.0.1'],
  ['loopback, translated', '64:ff9b::7f00:1'],
  ['loopback, translated locally', '64:ff9b:1::7f00:1'],
  ['loopback in a 6to4 tunnel', '2002:7f00:1::'],
  ['loopback in a Teredo tunnel', '2001:0:7f00:1::1'],
  ['a unique local address', 'fc00::1'],
  ['a unique local address', 'fdff:ffff::1'],
  ['a metadata service', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['link-local with its zone', 'fe80::1%eth0'],
  ['the end of link-local', 'febf::1'],
  ['former site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['discard', '100::1'],
  ['documentation', '2001:db8::1'],
  ['documentation', '3fff::1'],
  ['segment routing', '5f00::1'],
  ['nothing at all', ''],
  ['a name', 'localhost'],
  ['a number', '2130706433'],
  ['an address with a zone that looks public', '2600::1%1'],
] as const;

const outside = [
  '1.1.1.1',
  '9.9.9.9',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '223.255.255.1',
]
  .concat(['2600::1', '2001:200::1', '2a00:1450:4001::1', '2620:fe::fe'])
  .map((address) => [address] as const);

describe('an address is not public', () => {
  it.each(inside)('of %s: %s', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('an address is public', () => {
  it.each(outside)('%s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});
