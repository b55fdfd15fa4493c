import { parseArgs } from 'node:util';
import { registry } from '../../adapters/registry.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { readConfig } from '../../platform/config/config.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { signingKey } from '../../platform/identity/signing-key.ts';
import { signToken } from '../../platform/identity/tokens.ts';
import { memberState } from '../../platform/states/states.ts';
import { runCommand } from './command.ts';

const lifetimeSeconds = 12 * 60 * 60;
const codes = registry.map(({ code }) => code).join(', ');
const usage = `Usage: npm run token -- --role custodian
       npm run token -- --role state --state EST
       npm run token -- --role contact --state EST
       npm run token -- --role observer --state EST   the state that sponsors it
       npm run token -- --role organisation --directory CODE   with one of ${codes}`;

function sampleAccount(): Caller {
  const { values } = parseArgs({
    options: { role: { type: 'string' }, state: { type: 'string' }, directory: { type: 'string' } },
  });
  const state = values.state?.toUpperCase() ?? '';
  const directory = values.directory?.toUpperCase() ?? '';
  switch (values.role) {
    case 'custodian':
      return { role: 'custodian', subject: 'custodian@sample' };
    case 'state':
    case 'contact':
    case 'observer': {
      if (!memberState(state))
        throw new Error(`--state must be a Member State's ISO 3166 code of three letters.\n${usage}`);
      const subject = `${values.role}-${state}@sample`;
      return values.role === 'observer'
        ? { role: 'observer', subject, sponsor: state }
        : { role: values.role, subject, state };
    }
    case 'organisation':
      if (!registry.some(({ code }) => code === directory)) {
        throw new Error(`--directory must be one of ${codes}.\n${usage}`);
      }
      return { role: 'organisation', subject: `organisation-${directory}@sample`, directory };
    default:
      throw new Error(usage);
  }
}

/** Prints a bearer token of a sample account, and nothing else, for a development server on the same data folder. */
await runCommand(async () => {
  const config = readConfig(process.env);
  if (config.environment === 'production') {
    throw new Error('Sample accounts do not exist in production. Sign in instead.');
  }
  const key = await signingKey(config.keys.signing);
  process.stdout.write(`${await signToken(key, sampleAccount(), systemClock, lifetimeSeconds)}\n`);
});
