// Asks one query for a while, 32 at once over kept connections, and says how many were answered.
import { Pool } from 'undici';

const body = (query) => JSON.stringify({ query });
const headers = { 'content-type': 'application/json', accept: 'application/json' };

/** @returns how many answers came */
export async function askFor(origin, path, query, milliseconds, expected) {
  const pool = new Pool(origin, { connections: 32 });
  const end = performance.now() + milliseconds;
  let answered = 0;
  async function askOn() {
    while (performance.now() < end) {
      const answer = await pool.request({ path, method: 'POST', headers, body: body(query) });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      if (answer.statusCode !== 200 || bytes.length !== expected.length)
        throw new Error(`${answer.statusCode} ${bytes.subarray(0, 400)}`);
      answered++;
    }
  }
  await Promise.all(Array.from({ length: 32 }, askOn));
  await pool.destroy();
  return answered;
}

/** One answer, as it came. */
export async function askOnce(origin, path, query) {
  const answer = await fetch(origin + path, { method: 'POST', headers, body: body(query) });
  return Buffer.from(await answer.arrayBuffer());
}
