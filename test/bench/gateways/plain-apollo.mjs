// @apollo/server with @apollo/gateway, as their documentation shows them; a caller's token goes on to the subgraphs.
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { served } from './served.mjs';

class SignedIn extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.authorization) request.http.headers.set('authorization', context.authorization);
  }
}
const isSignedIn = process.env.BENCH_SIGNED_IN === '1';
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.env.BENCH_SUPERGRAPH, 'utf8'),
  ...(isSignedIn ? { buildService: ({ url }) => new SignedIn({ url }) } : {}),
});
const { url } = await startStandaloneServer(new ApolloServer({ gateway }), {
  listen: { port: 0 },
  ...(isSignedIn ? { context: async ({ req }) => ({ authorization: req.headers.authorization }) } : {}),
});
served(Number(new URL(url).port));
