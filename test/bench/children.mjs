// Processes that are measured. Each ends with the benchmark.
import { fork } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const usage = new URL('./usage.mjs', import.meta.url).href;
const running = new Set();

/**
 * @param {string} file from this folder
 * @param {{ env?: Record<string, string>, args?: readonly string[] }} options
 */
export function start(file, { env = {}, args = [] } = {}) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    execArgv: ['--import', usage],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.setMaxListeners(0);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const process_ = {
    /** What it ended with; null while it runs. */
    get status() {
      return child.exitCode ?? child.signalCode;
    },
    /** The next message that has this key. */
    told: (key) =>
      new Promise((resolve, reject) => {
        gone.then((status) => reject(new Error(`${file} ended with ${status}.`)));
        const listen = (message) => {
          if (!(key in message)) return;
          child.off('message', listen);
          resolve(message);
        };
        child.on('message', listen);
      }),
    /** @returns {Promise<{ microseconds: number, megabytes: number }>} of processor time since it began, and of memory now */
    usage() {
      const answer = process_.told('microseconds');
      child.send('usage');
      return answer;
    },
    async stop() {
      running.delete(process_);
      child.kill('SIGTERM');
      const forced = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await gone;
      clearTimeout(forced);
    },
  };
  running.add(process_);
  return process_;
}

/** A process that says by message where it listens. */
export async function startServer(file, options) {
  const process_ = start(file, options);
  const { port } = await process_.told('port');
  return { process: process_, origin: `http://127.0.0.1:${port}` };
}

export const stopAll = () => Promise.all([...running].map((one) => one.stop()));

/** A port that nobody listens on just now. */
export const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
