import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { registry } from '../../adapters/registry.ts';
import { encryptionKeysFile } from '../../gateway/make-keys.ts';
import { defaultPort, partUrl } from '../../gateway/part-urls.ts';
import { partNames } from '../../gateway/parts.ts';
import { requireGivenKeys } from '../../gateway/start/given-keys.ts';
import { storageModels } from '../../gateway/storage-models.ts';
import { readConfig, settingNames } from '../../platform/config/config.ts';
import { connectionsFor } from '../../platform/database/postgres.ts';
import { signingKeyFile } from '../../platform/identity/signing-key.ts';
import { ledgerKeyFile } from '../../platform/ledger/ledger-key.ts';
import {
  instructions,
  kubernetes,
  StatefulSet,
  statefulSet,
  textOf,
  variablesOf,
  yamlOf,
  yamlsOf,
} from './files.ts';

const parts = ['gateway', ...partNames];
const userOfImage = instructions().find(({ name }) => name === 'USER')?.rest;

const Kustomization = z.object({
  resources: z.array(z.string()),
  configMapGenerator: z
    .array(z.object({ name: z.string(), literals: z.array(z.string()).optional() }))
    .default([]),
  patches: z.array(z.object({ patch: z.string() })).default([]),
});
const kustomization = (folder: string) =>
  yamlOf(`deploy/kubernetes/${folder}/kustomization.yaml`, Kustomization);
const settings = variablesOf(textOf('deploy/kubernetes/settings/settings.env'));
const suggested = variablesOf(textOf('deploy/kubernetes/settings/settings.env').replaceAll('# ', ''));
const apart = variablesOf((kustomization('apart').configMapGenerator[0]?.literals ?? []).join('\n'));

const Compose = z.object({
  services: z.object({
    crosspoint: z.object({
      environment: z.record(z.string(), z.string()),
      secrets: z.array(z.string()),
      volumes: z.array(z.string()),
      ports: z.array(z.string()),
      read_only: z.literal(true),
      user: z.string(),
      cap_drop: z.tuple([z.literal('ALL')]),
      healthcheck: z.object({ test: z.array(z.string()) }),
    }),
    database: z.object({
      image: z.string().regex(/^postgres:\d+\.\d+/),
      read_only: z.literal(true),
      cap_drop: z.tuple([z.literal('ALL')]),
    }),
  }),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});
const compose = yamlOf('deploy/compose.yaml', Compose);
const { crosspoint } = compose.services;

/** Every variable that the README explains, each of them also by the name that ends in _FILE where it may be in a file. */
const explained = new Set(
  [...textOf('README.md').matchAll(/^\| ((?:`[A-Z_]+`(?:, )?(?:and so for )?)+)/gm)].flatMap(
    ([, names = '']) => [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
  ),
);
const known = (variable: string) =>
  explained.has(variable) || explained.has(/^(.+_(?:URL|TOKEN|SECRET))_FILE$/.exec(variable)?.[1] ?? '');

describe('the settings in deploy/', () => {
  it('are ones that the product reads, all of which the README explains', () => {
    const read = [
      ...settingNames,
      ...registry.flatMap(({ code }) => [`${code}_SOURCE_URL`, `${code}_SCHEDULE`, `${code}_URL`]),
      'ENCRYPTION_KEYS',
      'ENCRYPTION_KEY_FILE',
    ];
    for (const name of read) expect(explained, name).toContain(name);
    for (const name of Object.keys({ ...suggested, ...apart, ...crosspoint.environment }))
      expect(known(name), name).toBe(true);
  });

  it('can be used as they are', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-deploy-'));
    const secret = (name: string) => {
      writeFileSync(
        join(folder, name),
        name.includes('url') ? 'postgres://u:p@db.example/c' : 'a token of the metrics',
      );
      return join(folder, name);
    };
    const withFiles = (variables: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [
          name,
          /_(URL|TOKEN)_FILE$/.test(name) ? secret(value.split('/').at(-1) ?? '') : value,
        ]),
      );
    const image = { NODE_ENV: 'production' };
    for (const given of [settings, { ...settings, ...apart }])
      expect(readConfig({ ...image, ...withFiles(given) }).storage.kind).toBe('postgres');
    const inCompose = Object.fromEntries(
      Object.entries(crosspoint.environment).map(([name, value]) => [
        name,
        value.startsWith('${') ? '' : value,
      ]),
    );
    expect(readConfig({ ...image, ...withFiles(inCompose) }).storage.kind).toBe('postgres');
    rmSync(folder, { recursive: true });
  });

  it('lead from part to part', () => {
    const config = readConfig(apart);
    for (const part of parts) expect(partUrl(config, part)).toBe(`http://${part}/graphql`);
  });
});

describe('the manifests', () => {
  const pods = statefulSet();
  const { spec } = pods.spec.template;
  const [container] = spec.containers;

  it('run as the user of the image, who writes to the ledger folder alone', () => {
    const { runAsUser, runAsGroup, fsGroup } = spec.securityContext;
    expect(`${runAsUser}:${runAsGroup}`).toBe(userOfImage);
    expect(fsGroup).toBe(runAsGroup);
    const writable = container.volumeMounts.filter(({ readOnly }) => !readOnly);
    expect(writable.map(({ mountPath }) => mountPath)).toEqual([settings.LEDGER_DIR]);
    expect(writable[0]?.name).toBe(pods.spec.volumeClaimTemplates[0].metadata.name);
    const from = (folder: string) =>
      container.volumeMounts.find(({ mountPath }) => mountPath === folder)?.name;
    for (const folder of ['/keys', '/secrets'])
      expect(spec.volumes.map(({ name }) => name)).toContain(from(folder));
    expect(settings.KEYS_DIR).toBe('/keys');
    for (const [name, value] of Object.entries(suggested))
      if (name.endsWith('_FILE')) expect(value, name).toMatch(/^\/(keys|secrets)\//);
    expect(settings.ENCRYPTION_KEY_FILE).toBe(`/keys/${encryptionKeysFile}`);
  });

  it('have the ports of the product, and probe its own addresses', () => {
    const port = defaultPort('gateway');
    expect(container.ports).toEqual([{ name: 'http', containerPort: port }]);
    expect(instructions().find(({ name }) => name === 'EXPOSE')?.rest).toBe(String(port));
    expect(apart.PORT).toBe(String(port));
    const Service = z.object({ spec: z.object({ ports: z.tuple([z.object({ targetPort: z.string() })]) }) });
    for (const service of yamlsOf('deploy/kubernetes/pods/services.yaml', Service))
      expect(service.spec.ports[0].targetPort).toBe('http');
    // That they answer is tried in image.test.ts.
    expect(container.startupProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
    expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
  });

  it('start each part there is by its name', () => {
    const folders = readdirSync(join(kubernetes, 'apart'), { withFileTypes: true });
    expect(
      folders
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...parts].sort());
    expect(kustomization('apart').resources).toEqual(expect.arrayContaining(parts));
    for (const part of parts) {
      const [patch] = kustomization(`apart/${part}`).patches;
      expect(patch?.patch).toContain(`value: [node, dist/gateway/main.js, ${part}] }`);
    }
  });

  const hasKubectl = (() => {
    try {
      execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();
  it.skipIf(!hasKubectl)('are what kubectl makes of them', () => {
    const Any = z.object({
      kind: z.string(),
      metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
    });
    const rendered = (folder: string) =>
      parseAllDocuments(execFileSync('kubectl', ['kustomize', join(kubernetes, folder)]).toString()).map(
        (one) => one.toJS(),
      );
    const sets = (folder: string) =>
      rendered(folder)
        .filter((one) => Any.parse(one).kind === 'StatefulSet')
        .map((one) => StatefulSet.parse(one));
    expect(sets('base').map(({ metadata }) => metadata.name)).toEqual(['crosspoint']);
    const apartSets = sets('apart');
    expect(apartSets.map(({ metadata }) => metadata.name).sort()).toEqual([...parts].sort());
    for (const { metadata, spec: own } of apartSets) {
      expect(own.template.spec.containers[0].args).toEqual(['node', 'dist/gateway/main.js', metadata.name]);
      expect(own.template.spec.containers[0].image).toMatch(/^crosspoint:\d/);
      expect(own.template.spec.containers[0].envFrom[0].configMapRef.name).toMatch(/^settings-\w+$/);
      expect(own.serviceName).toBe(`${metadata.name}-pods`);
    }
    for (const folder of ['base', 'apart']) {
      const all = rendered(folder).map((one) => Any.parse(one));
      for (const { kind, metadata } of all)
        if (kind !== 'Namespace') expect(metadata.namespace, metadata.name).toBe('crosspoint');
      for (const kind of ['PodDisruptionBudget', 'NetworkPolicy', 'Service', 'ConfigMap', 'Namespace'])
        expect(all.map((one) => one.kind)).toContain(kind);
    }
  });
});

describe('the compose file', () => {
  it('runs as the user of the image, with each secret it names as a file', () => {
    expect(crosspoint.user).toBe(userOfImage);
    expect(crosspoint.environment.KEYS_DIR).toBe('/run/secrets');
    const files = Object.entries(crosspoint.environment).filter(([name]) => name.endsWith('_FILE'));
    for (const [, file] of files) expect(crosspoint.secrets).toContain(file.replace('/run/secrets/', ''));
    for (const file of [signingKeyFile, ledgerKeyFile, encryptionKeysFile])
      expect(crosspoint.secrets).toContain(file);
    for (const secret of crosspoint.secrets) expect(compose.secrets[secret]?.file).toBe(`secrets/${secret}`);
    expect(crosspoint.volumes).toEqual([`ledger:${crosspoint.environment.LEDGER_DIR}`]);
    expect(crosspoint.ports).toEqual([`127.0.0.1:${defaultPort('gateway')}:${defaultPort('gateway')}`]);
  });

  it('asks whether the product is ready by a command that says so', () => {
    const [kind, program, ...args] = crosspoint.healthcheck.test;
    expect([kind, program, args[0]]).toEqual(['CMD', 'node', '-e']);
    // Nobody listens there.
    const script = args[1]?.replace(`:${defaultPort('gateway')}/`, ':1/') ?? '';
    expect(script).toContain('/readyz');
    expect(() => execFileSync(process.execPath, ['-e', script], { stdio: 'pipe' })).toThrow();
  });
});

describe('what is told of instances', () => {
  it('names as many connections as a process takes', () => {
    const of = (...names: string[]) =>
      storageModels()
        .filter(({ part }) => names.length === 0 || names.includes(part))
        .reduce((sum, model) => sum + connectionsFor(model), 0);
    const scaling = textOf('docs/scaling.md');
    expect(scaling).toContain(`| everything in one | 5, and 4 ledgers of readings | ${of()} |`);
    expect(scaling).toContain(`| \`gateway\` | 1 | ${of('identity')} |`);
    expect(scaling).toContain(`| 1, and 1 ledger of readings | ${of('directory', 'directory_readings')} |`);
    expect(scaling).toContain(
      `| an adapter | 1, and 1 ledger of readings | ${of('osce', 'osce_readings')} |`,
    );
  });

  it('refuses to start without the keys that it says are given', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-keys-'));
    const keys = readConfig({ KEYS_DIR: folder }).keys;
    expect(() => requireGivenKeys(keys)).toThrow(/make-keys/);
    for (const file of [signingKeyFile, ledgerKeyFile]) writeFileSync(join(folder, file), '');
    expect(() => requireGivenKeys(keys)).not.toThrow();
    expect(() => requireGivenKeys(readConfig({ DATA_DIR: '/nowhere' }).keys)).not.toThrow();
    rmSync(folder, { recursive: true });
  });
});
