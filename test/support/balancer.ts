import { connect, createServer, type Server } from 'node:net';
import { freePort } from './free-port.ts';

/** One address for several instances, as a balancer in front makes of them: each connection goes to the next one. */
export class Balancer {
  readonly url: string;
  readonly #server: Server;

  private constructor(url: string, server: Server) {
    this.url = url;
    this.#server = server;
  }

  static async before(ports: readonly number[]): Promise<Balancer> {
    let next = 0;
    const server = createServer((client) => {
      const instance = connect(ports[next++ % ports.length] ?? 0, '127.0.0.1');
      const end = () => {
        client.destroy();
        instance.destroy();
      };
      for (const socket of [client, instance]) socket.on('error', end).on('close', end);
      client.pipe(instance).pipe(client);
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new Balancer(`http://127.0.0.1:${port}`, server);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
