// @apollo/server with @apollo/gateway, as their documentation shows them.
import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { served } from '../served.mjs';

const gateway = new ApolloGateway({ supergraphSdl: readFileSync(process.env.BENCH_SUPERGRAPH, 'utf8') });
const { url } = await startStandaloneServer(new ApolloServer({ gateway }), { listen: { port: 0 } });
served(Number(new URL(url).port));
