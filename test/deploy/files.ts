import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const kubernetes = join(root, 'deploy/kubernetes');

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
export const yamlOf = <T>(file: string, shape: z.ZodType<T>): T => shape.parse(parse(textOf(file)));
export const yamlsOf = <T>(file: string, shape: z.ZodType<T>): T[] =>
  parseAllDocuments(textOf(file)).map((document) => shape.parse(document.toJS()));

const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const Mount = z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() });
const Amounts = z.object({ cpu: z.string(), memory: z.string() });

/** What of the pods is held against the code. */
export const StatefulSet = z.object({
  kind: z.literal('StatefulSet'),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.number(),
    serviceName: z.string(),
    template: z.object({
      spec: z.object({
        automountServiceAccountToken: z.literal(false),
        enableServiceLinks: z.literal(false),
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.object({
          runAsNonRoot: z.literal(true),
          runAsUser: z.number(),
          runAsGroup: z.number(),
          fsGroup: z.number(),
          seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
        }),
        topologySpreadConstraints: z.array(z.object({ topologyKey: z.string() })),
        containers: z.tuple([
          z.object({
            image: z.string(),
            args: z.array(z.string()).optional(),
            envFrom: z.tuple([z.object({ configMapRef: z.object({ name: z.string() }) })]),
            ports: z.tuple([z.object({ name: z.string(), containerPort: z.number() })]),
            startupProbe: Probe,
            livenessProbe: Probe,
            readinessProbe: Probe,
            resources: z.object({ requests: Amounts, limits: Amounts }),
            securityContext: z.object({
              allowPrivilegeEscalation: z.literal(false),
              readOnlyRootFilesystem: z.literal(true),
              capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
            }),
            volumeMounts: z.array(Mount),
          }),
        ]),
        volumes: z.array(z.object({ name: z.string(), secret: z.object({ secretName: z.string() }) })),
      }),
    }),
    volumeClaimTemplates: z.tuple([z.object({ metadata: z.object({ name: z.string() }) })]),
  }),
});

export const statefulSet = () => yamlOf('deploy/kubernetes/pods/statefulset.yaml', StatefulSet);

/** `NAME=value` by line. */
export function variablesOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** The instructions of the Dockerfile, each with its words; lines that go on are one. */
export function instructions(): readonly { readonly name: string; readonly rest: string }[] {
  const whole = textOf('deploy/Dockerfile').replace(/\\\n/g, ' ');
  return whole
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => ({
      name: line.slice(0, line.indexOf(' ')),
      rest: line.slice(line.indexOf(' ') + 1).trim(),
    }));
}
