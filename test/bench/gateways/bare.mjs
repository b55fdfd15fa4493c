// No gateway: what Node's HTTP server answers with the same body, which is the most there is to be had.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { served } from './served.mjs';

const body = readFileSync(process.env.BENCH_BODY);
const head = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length };
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, head).end(body));
});
server.listen(0, '127.0.0.1', () => served(server.address().port));
