import { registry } from '../../adapters/registry.ts';
import { sampleAccounts, samplePassword } from '../../subgraphs/identity/schema.ts';
import type { Host } from './host.ts';

/** What a person reads after a start: where to go, and which sample accounts there are. */
export function welcome(host: Host, pulls: readonly string[]): string[] {
  const where = [
    '',
    `Crosspoint is ready: ${host.baseUrl}`,
    `  GraphQL       ${host.baseUrl}/graphql`,
    ...(host.config.environment === 'development' ? [`  explorer      ${host.baseUrl}/graphiql`] : []),
  ];
  const usesSamples = pulls.some((line) => line.includes('built-in samples'));
  const samples = usesSamples ? [`  sample data   ${host.baseUrl}/samples/   (edit it, then pull)`] : [];
  const accounts = [
    '',
    'Sample accounts, each with a token of 12 hours:',
    '  npm run token -- --role custodian',
    '  npm run token -- --role state --state EST              (any Member State by its ISO code)',
    '  npm run token -- --role contact --state EST',
    `  npm run token -- --role organisation --directory CODE  (${registry.map(({ code }) => code).join(', ')})`,
  ];
  const people = [
    '',
    `To sign in as a person: ${host.publicUrl}/oidc/account`,
    `  password      ${samplePassword}   (also the secret of the services osce-sample, …)`,
    ...sampleAccounts.map(({ email }) => `  e-mail        ${email}`),
  ];
  const ending = ['', 'Stop with Ctrl-C.', ''];
  const isDevelopment = host.config.environment === 'development';
  const signIn = isDevelopment ? [...accounts, ...(host.config.outsideIssuer ? [] : people)] : [];
  return [...where, ...samples, '', ...pulls, ...signIn, ...ending];
}
