// One size on one database, in a process of its own, so that its memory is its own: a generated directory is pulled, and then
// copied by the global directory under the consents of all its states.
import 'reflect-metadata';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { oas } from '../../../dist/adapters/oas/index.js';
import { openAdapter } from '../../../dist/adapters/pipeline/schema.js';
import { systemClock } from '../../../dist/platform/clock/clock.js';
import { keyRing } from '../../../dist/platform/encryption/key-ring.js';
import { inProcessExecutor } from '../../../dist/platform/graphql/execute.js';
import { inProcessService } from '../../../dist/platform/graphql/service.js';
import { serviceToken } from '../../../dist/platform/identity/service-token.js';
import { signingKey } from '../../../dist/platform/identity/signing-key.js';
import { signToken, tokenVerifier } from '../../../dist/platform/identity/tokens.js';
import { createLog } from '../../../dist/platform/log/log.js';
import { memberStates } from '../../../dist/platform/states/states.js';
import { openDirectory } from '../../../dist/subgraphs/directory/schema.js';
import { bareInsert } from './bare-insert.mjs';
import { processorMilliseconds } from './processor.mjs';
import { counted, reset } from './statements.mjs';

const { size, changes, url, postmaster } = JSON.parse(process.argv[2]);
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'crosspoint-population-'));
const keys = keyRing([randomBytes(32)]);
const storage = url ? { kind: 'postgres', url, keys, postmaster } : { kind: 'sqlite', folder, keys };

const server = fork(fileURLToPath(new URL('regional-source.mjs', import.meta.url)), [String(size)]);
const { port } = await new Promise((resolve) => server.once('message', resolve));
const source = new URL(`http://127.0.0.1:${port}/`);
const asked = async (path) => (await fetch(new URL(path, source))).json();

const key = await signingKey(folder);
const log = createLog(process.env.BENCH_LOG ?? 'silent');
const shared = { storage, clock: systemClock, log, tokens: tokenVerifier(key, systemClock) };
const adapter = await openAdapter({
  ...shared,
  directory: oas,
  sourceUrl: source,
  settings: null,
  schedule: '0 0 1 1 *',
  guard: { share: 20, count: 3 },
});
const token = serviceToken(key, 'bench', systemClock);
const adapterService = inProcessService('oas', inProcessExecutor(adapter, log), token);
const directory = await openDirectory({ ...shared, adapters: [{ code: 'OAS', service: adapterService }] });

async function consentOfAll() {
  const execute = inProcessExecutor(directory, log);
  for (const { iso3 } of memberStates) {
    const authorization = `Bearer ${await signToken(key, { role: 'state', subject: 'bench', state: iso3 }, systemClock, 3600)}`;
    const query = `mutation { grantConsent(input: { state: "${iso3}", directory: "OAS" }) { consent { id } } }`;
    const { errors } = await execute({ query, variables: {} }, { authorization, requestId: 'bench' });
    if (errors) throw errors[0];
  }
}
await consentOfAll();

const Pull = z.looseObject({ outcome: z.string(), problem: z.string().nullable() });
const pullFields = 'outcome read added changed removed problem';
const pullAdapter = async () => {
  const query = `mutation { pullRegionalSource(requestedBy: "bench") { ${pullFields} } }`;
  return (await adapterService.request(query, {}, z.object({ pullRegionalSource: Pull }))).pullRegionalSource;
};
const directoryService = inProcessService('directory', inProcessExecutor(directory, log), token);
const followAdapter = () =>
  directoryService.request(
    'mutation { pullDirectory(directory: "OAS") { outcome } }',
    {},
    z.object({ pullDirectory: z.looseObject({}) }),
  );

async function measured(work) {
  reset();
  const { requests } = await asked('requests');
  const [began, used] = [performance.now(), processorMilliseconds(postmaster)];
  const result = await work();
  const seconds = (performance.now() - began) / 1000;
  const kinds = [...counted.kinds].sort((a, b) => b[1] - a[1]).slice(0, 12);
  return {
    seconds,
    processorSeconds: (processorMilliseconds(postmaster) - used) / 1000,
    statements: counted.all,
    writes: counted.writes,
    requests: (await asked('requests')).requests - requests,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    kinds: process.env.BENCH_KINDS ? kinds : undefined,
    result,
  };
}

/** Until the source has nothing more: a read takes so many movements, and the next goes on. */
async function pullAll() {
  for (let pulls = 1; ; pulls++) {
    const pull = await pullAdapter();
    if (pull.outcome === 'FAILED') throw new Error(pull.problem);
    if (pull.outcome !== 'INCOMPLETE') return { pulls, ...pull };
  }
}

const say = (part, figures) => process.send({ part, figures });
say('pull', await measured(pullAll));
say('bare pull', await bareInsert(storage, 'oas', folder));
say('copy', await measured(followAdapter));
say('bare copy', await bareInsert(storage, 'directory', folder));
await asked(`correct?count=${changes}`);
say('changed pull', await measured(pullAll));
say('changed copy', await measured(followAdapter));
say('unchanged pull', await measured(pullAll));
say('unchanged copy', await measured(followAdapter));

await directory.close();
await adapter.close();
server.disconnect();
rmSync(folder, { recursive: true, force: true });
