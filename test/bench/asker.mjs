// Asks one thing for a while, 32 at once over kept connections, and says how many answers came.
import { Pool } from 'undici';

/** @typedef {{ origin: string, path: string, headers?: Record<string, string>, query: string }} Asked */

const requestOf = ({ path, headers, query }) => ({
  path,
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
  body: JSON.stringify({ query }),
});

/** @param {Asked} asked @returns how many answers came, each of `octets` */
export async function askFor(asked, milliseconds, octets) {
  const pool = new Pool(asked.origin, { connections: 32 });
  const request = requestOf(asked);
  const end = performance.now() + milliseconds;
  let answered = 0;
  async function askOn() {
    while (performance.now() < end) {
      const answer = await pool.request(request);
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      if (answer.statusCode !== 200 || bytes.length !== octets)
        throw new Error(`${asked.origin} answered ${answer.statusCode} ${bytes.subarray(0, 400)}`);
      answered++;
    }
  }
  await Promise.all(Array.from({ length: 32 }, askOn));
  await pool.destroy();
  return answered;
}

/** One answer, as it came. @param {Asked} asked */
export async function askOnce({ origin, ...asked }) {
  const { path, ...request } = requestOf(asked);
  const answer = await fetch(origin + path, request);
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status !== 200 || bytes.includes('"errors"'))
    throw new Error(`${origin} answered ${answer.status} ${bytes.subarray(0, 400)}`);
  return bytes;
}
