import type { Config } from '../../platform/config/config.ts';
import type { Log } from '../../platform/log/log.ts';
import { figures } from '../hot-path/figures.ts';
import { SharedAnswers } from '../hot-path/shared-answers.ts';
import { serveGraphQL } from '../http/graphql.ts';
import { createRates, limitAddresses } from '../http/rates.ts';
import { readSafeList } from '../http/safe-list.ts';
import { createGateway } from '../supergraph/gateway.ts';
import { readSupergraph } from '../supergraph/read-file.ts';
import type { Starting } from './run.ts';
import { createServerProcess } from './server-process.ts';

const usualPort = 4000;

/**
 * The gateway over any supergraph, its subgraphs asked at the URLs that stand in it. Nobody signs in here and nothing is stored: a
 * request's Authorization header goes to the subgraphs. It listens on this machine alone unless HOST says otherwise, in production too.
 */
export async function openSupergraphFile(given: Config, file: string, log: Log): Promise<Starting> {
  const config: Config = { ...given, host: given.variables.HOST ?? '127.0.0.1' };
  const supergraphSdl = readSupergraph(file);
  const process = await createServerProcess(config, usualPort, log);
  const { allowedOrigins, safeListFile, rates } = config.http;

  return {
    process,
    start: async () => {
      // Whoever asks, asks from this machine, usually to measure: only a limit that was asked for holds.
      if (config.variables.RATE_LIMIT_ADDRESS !== undefined)
        limitAddresses(process.server, createRates(rates));
      const locate = (_name: string, url: string) => ({ url, foreign: true });
      const gateway = createGateway(supergraphSdl, locate, figures(process.metrics));
      process.onStop(
        await serveGraphQL(process.server, {
          serve: { gateway },
          answers: new SharedAnswers(),
          tokens: null,
          tokenRequired: () => false,
          rates: null,
          allowedOrigins,
          introspection: () => config.environment === 'development',
          limited: true,
          safeList: safeListFile === null ? null : readSafeList(safeListFile),
          errors: 'as the subgraphs tell them',
          log,
        }),
      );
      await process.listen();
      process.becomeReady();
      const url = `${process.baseUrl}/graphql`;
      return [`The supergraph of ${file} is served at ${url}, without sign-in.`];
    },
  };
}
