// Serves the subgraphs over HTTP, each question answered from memory once it was answered: what is measured is the gateway.
import { createServer } from 'node:http';
import { composeServices } from '@apollo/composition';
import { execute, parse } from 'graphql';
import { inFirstFederation, schemaOf, subgraphs } from './graph.mjs';

async function serve(schema) {
  const answers = new Map();
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      let answer = answers.get(body);
      if (!answer) {
        const { query, variables } = JSON.parse(body);
        const result = await execute({ schema, document: parse(query), variableValues: variables });
        answer = Buffer.from(JSON.stringify(result));
        answers.set(body, answer);
      }
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
      response.end(answer);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}/graphql`;
}

const urls = {};
const firstUrls = {};
for (const [name, subgraph] of Object.entries(subgraphs)) {
  urls[name] = await serve(schemaOf(subgraph));
  firstUrls[name] = await serve(inFirstFederation(subgraph));
}
const { supergraphSdl, errors } = composeServices(
  Object.entries(subgraphs).map(([name, { typeDefs }]) => ({
    name,
    typeDefs: parse(typeDefs),
    url: urls[name],
  })),
);
if (errors) throw new Error(errors.join('\n'));
process.send({ firstUrls, supergraphSdl });
