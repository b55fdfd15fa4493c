// Until the product has loaded nothing is open, and a signal to stop can be obeyed at once.
const stopAtOnce = () => process.exit(0);
process.once('SIGTERM', stopAtOnce);
process.once('SIGINT', stopAtOnce);

const { run } = await import('./start/run.ts');
await run(() => {
  process.off('SIGTERM', stopAtOnce);
  process.off('SIGINT', stopAtOnce);
});
