// A measured process tells where it listens, and on being asked how much processor time it has used.
/** @param {number} port @param {number} pid of the process that is measured, where it is not this one */
export function served(port) {
  process.on('message', (message) => {
    if (message === 'usage') {
      globalThis.gc?.();
      const { user, system } = process.cpuUsage();
      process.send({
        usage: (user + system) / 1e6,
        user: user / 1e6,
        system: system / 1e6,
        rss: process.memoryUsage.rss(),
      });
    }
  });
  process.on('message', (m) => m === 'exit' && process.exit(0));
  process.send({ port });
}
