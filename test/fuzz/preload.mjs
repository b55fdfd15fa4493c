// Loaded into a process under watch before anything else: it reaches this machine alone, and tells its memory when asked.
import dnsPromises from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const here = (host) => host === undefined || host === 'localhost' || host === '::1' || /^127\./.test(host);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function connectHere(...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  const options = typeof first === 'object' && first !== null ? first : { host: second };
  // A name is resolved by `lookup`, which answers for this machine alone.
  if (options.path || net.isIP(String(options.host ?? '')) === 0 || here(options.host))
    return connect.apply(this, given);
  process.nextTick(() => this.destroy(Object.assign(new Error('outside'), { code: 'ENETUNREACH' })));
  return this;
};

dnsPromises.lookup = async (name, options) => {
  if (name !== 'localhost') throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  const found = { address: '127.0.0.1', family: 4 };
  return options?.all ? [found] : found;
};
syncBuiltinESMExports();

/** Bytes, after everything that can be collected is. */
export async function memory() {
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heapUsed, external };
}

process.on('message', async (message) => {
  if (message === 'memory') process.send?.({ memory: await memory() });
});
// Who started it is gone.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
