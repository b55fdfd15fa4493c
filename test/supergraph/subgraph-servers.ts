import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { answerOf, type PartName, partNames, supergraphOf } from '../hot-path/graph.ts';

/** The subgraphs of `graph.ts`, each a server of its own on this machine. */
export class SubgraphServers {
  readonly #servers: ReadonlyMap<PartName, Server>;
  /** Headers of the requests to each. */
  readonly headers: IncomingHttpHeaders[] = [];
  /** What every one answers instead of data, if anything. */
  refusal: { readonly message: string; readonly extensions: object } | null = null;

  private constructor(servers: Map<PartName, Server>) {
    this.#servers = servers;
  }

  static async start(): Promise<SubgraphServers> {
    const servers = new Map<PartName, Server>();
    const all = new SubgraphServers(servers);
    for (const name of partNames) servers.set(name, await all.#serve(name));
    return all;
  }

  #serve(name: PartName): Promise<Server> {
    const server = createServer(async (request, response) => {
      this.headers.push(request.headers);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { query, variables = {} } = JSON.parse(Buffer.concat(chunks).toString());
      const answer = this.refusal
        ? { data: null, errors: [this.refusal] }
        : await answerOf(name, query, variables);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
  }

  /** The supergraph that names their addresses. */
  supergraph(): string {
    return supergraphOf((name) => {
      const address = this.#servers.get(name)?.address();
      if (!address || typeof address !== 'object') throw new Error(`${name} does not listen`);
      return `http://127.0.0.1:${address.port}/graphql`;
    });
  }

  async stop(): Promise<void> {
    for (const server of this.#servers.values()) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}
