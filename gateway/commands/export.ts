import { parseArgs } from 'node:util';
import { readConfig } from '../../platform/config/config.ts';
import { fetchExport } from '../export.ts';
import { runCommand } from './command.ts';

const usage = `Usage: npm run export -- --format vcard|jscontact|csv|json --token-file FILE --out FILE
         --state EST       of one state, or of several: --state EST,FIN
         --function LEGAL  of one function
         --url URL         the server; without it, the one of this machine's settings`;

/** Writes the contacts that an account may read to a file, by way of the running server. */
await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      format: { type: 'string' },
      'token-file': { type: 'string' },
      out: { type: 'string' },
      state: { type: 'string', multiple: true },
      function: { type: 'string' },
      url: { type: 'string' },
    },
  });
  const { format, out, 'token-file': tokenFile } = values;
  if (!format || !out || !tokenFile) throw new Error(usage);
  const url = values.url ?? configuredUrl();
  const states = (values.state ?? []).flatMap((list) => list.split(','));
  await fetchExport({ url, tokenFile, format, states, function: values.function ?? null, out });
});

function configuredUrl(): string {
  const config = readConfig(process.env);
  return config.http.publicUrl ?? `http://127.0.0.1:${config.port}`;
}
