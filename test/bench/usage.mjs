// Loaded into each process that is measured: on being asked, it says how much processor time and memory it has used.
process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send({ microseconds: user + system, megabytes: process.memoryUsage.rss() / 1e6 });
});
