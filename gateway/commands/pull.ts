import { z } from 'zod';
import { registry } from '../../adapters/registry.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { readConfig } from '../../platform/config/config.ts';
import { httpService } from '../../platform/graphql/service.ts';
import { signingKey } from '../../platform/identity/signing-key.ts';
import { signToken } from '../../platform/identity/tokens.ts';
import { PullSummary, pullLine, pullSummaryFields } from '../pull-summary.ts';
import { runCommand } from './command.ts';

const usage = `Usage: npm run pull -- CODE   with one of ${registry.map(({ code }) => code).join(', ')}`;

/** Asks the running server to pull one directory now, as the custodian would, and prints the outcome. */
await runCommand(async () => {
  const code = process.argv[2]?.toUpperCase();
  if (!code || process.argv.length > 3) throw new Error(usage);
  const config = readConfig(process.env);
  const key = await signingKey(config.keys.signing);
  const token = () =>
    signToken(key, { role: 'custodian', subject: 'custodian (command line)' }, systemClock, 300);
  // By TLS the server is asked by the name its certificate is for.
  const url = `${config.http.publicUrl ?? `http://127.0.0.1:${config.port}`}/graphql`;
  const answer = await httpService('server', url, token).request(
    `mutation ($code: ID!) { pullDirectory(directory: $code) { ${pullSummaryFields} } }`,
    { code },
    z.object({ pullDirectory: PullSummary }),
  );
  process.stdout.write(`${pullLine(code, answer.pullDirectory)}\n`);
  if (answer.pullDirectory.outcome === 'FAILED') process.exitCode = 1;
});
