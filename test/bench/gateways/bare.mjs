// No gateway: what Node's HTTP server answers with the same body, which is the most there is to be had.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { served } from '../served.mjs';

const answers = new Map(JSON.parse(readFileSync(process.env.BENCH_ANSWERS, 'utf8')));
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const answer = answers.get(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => served(server.address().port));
