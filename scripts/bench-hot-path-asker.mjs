// The thread of bench-hot-path.mjs that asks: as many requests as are answered in the time, and says how many a second that was.
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'undici';

const { origin, query, milliseconds, atOnce } = workerData;
const pool = new Pool(origin, { connections: atOnce });
const body = JSON.stringify({ query });
const headers = { 'content-type': 'application/json', accept: 'application/json' };
const begun = performance.now();
let done = 0;

async function askOn() {
  while (performance.now() < begun + milliseconds) {
    const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200 || !text.startsWith('{"data"')) throw new Error(text.slice(0, 300));
    done++;
  }
}

await Promise.all(Array.from({ length: atOnce }, askOn));
parentPort.postMessage((done * 1000) / (performance.now() - begun));
await pool.destroy();
