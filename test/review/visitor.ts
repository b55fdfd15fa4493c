import fastify, { type FastifyInstance } from 'fastify';
import { inProcessExecutor } from '../../platform/graphql/execute.ts';
import { inProcessService } from '../../platform/graphql/service.ts';
import { serviceToken } from '../../platform/identity/service-token.ts';
import { createLog } from '../../platform/log/log.ts';
import { reviewPages } from '../../subgraphs/directory/schema.ts';
import type { DirectoryWorld } from '../directory/directory-world.ts';

/** The page behind a reminder's link on a real server, and a browser without scripts before it. */
export class ReviewVisitor {
  readonly #server: FastifyInstance;
  readonly #url: string;

  private constructor(server: FastifyInstance, url: string) {
    this.#server = server;
    this.#url = url;
  }

  static async come(world: DirectoryWorld): Promise<ReviewVisitor> {
    const execute = inProcessExecutor(world.part, createLog('silent'));
    const token = serviceToken(world.key, 'gateway', world.clock);
    const directory = inProcessService('directory', execute, token);
    const server = fastify();
    await server.register(reviewPages({ directory, publicUrl: 'https://directory.example' }));
    return new ReviewVisitor(server, await server.listen({ host: '127.0.0.1', port: 0 }));
  }

  leave(): Promise<void> {
    return this.#server.close();
  }

  async open(secret: string, language = 'en'): Promise<Shown> {
    return shown(await fetch(`${this.#url}/review/${secret}?lang=${language}`));
  }

  async head(secret: string): Promise<number> {
    return (await fetch(`${this.#url}/review/${secret}`, { method: 'HEAD' })).status;
  }

  /** Presses a button of a page: sends just what its form holds. */
  async press(secret: string, form: readonly (readonly [string, string])[]): Promise<Shown> {
    const body = new URLSearchParams(form.map(([name, value]): [string, string] => [name, value]));
    return shown(await fetch(`${this.#url}/review/${secret}`, { method: 'POST', body }));
  }
}

export interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What each of its forms holds, by its button. */
  readonly forms: ReadonlyMap<string, readonly (readonly [string, string])[]>;
}

async function shown(response: Response): Promise<Shown> {
  const text = await response.text();
  const forms = [...text.matchAll(/<form method="post">(.*?)<\/form>/gs)].map(([, form = '']) => {
    const button = /<button type="submit">(.*?)<\/button>/s.exec(form)?.[1] ?? '';
    const fields = [...form.matchAll(/name="([^"]*)" value="([^"]*)"/g)];
    return [button, fields.map(([, name = '', value = '']) => [name, value] as const)] as const;
  });
  return { status: response.status, headers: response.headers, text, forms: new Map(forms) };
}
