import { BlockList, isIP } from 'node:net';

// The IANA registries of special-purpose addresses (RFC 6890 and what followed): whatever is not everybody's Internet.
const notPublicV4 = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // behind a provider's translation (CGNAT), and one cloud's metadata service
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // one cloud's own service for its machines
  ['169.254.0.0', 16], // link-local, and most clouds' metadata service
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // former 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarking
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
] as const;

// Of IPv6 only 2000::/3 is everybody's; loopback, ULA, link-local, multicast, mapped and translated IPv4 lie outside it.
const notPublicWithinGlobalV6 = [
  ['2001::', 23], // protocol assignments, and tunnels that hide an IPv4 address (Teredo)
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // tunnels that hide an IPv4 address (6to4)
  ['3fff::', 20], // documentation
] as const;

const refused = new BlockList();
for (const [network, prefix] of notPublicV4) refused.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of notPublicWithinGlobalV6) refused.addSubnet(network, prefix, 'ipv6');
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address, as text, is one that anybody on the Internet could reach. False for whatever is no address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refused.check(address, 'ipv4');
    case 6:
      return !address.includes('%') && globalV6.check(address, 'ipv6') && !refused.check(address, 'ipv6');
    default:
      return false;
  }
}
