import { z } from 'zod';
import { type AdapterHarness, service } from './adapter-harness.ts';
import { listed, type ScriptedRecord } from './scripted-directory.ts';

// What is asked of an adapter about held pulls, in their words.

/** EST-00, EST-01, … */
export const estonians = (count: number, from = 0): ScriptedRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const number = String(from + index).padStart(2, '0');
    return listed(`EST-${number}`, 'Estonia', `Person ${number}`, { email: `p${number}@ee.example` });
  });

export const withoutEmail = (records: readonly ScriptedRecord[]): ScriptedRecord[] =>
  records.map(({ email: _gone, ...record }) => record);

/** A pull as one sees it who decides on what it holds. */
export const HeldPullShape = z.object({
  id: z.string(),
  outcome: z.string(),
  problem: z.string().nullable(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  held: z
    .object({
      share: z.number(),
      count: z.number(),
      losses: z.array(
        z.object({ subject: z.string(), going: z.number(), accepted: z.number(), limit: z.number() }),
      ),
    })
    .nullable(),
  decision: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decisionReason: z.string().nullable(),
  settledBy: z.string().nullable(),
});
export type HeldPullShape = z.infer<typeof HeldPullShape>;
export const heldPullFields =
  'id outcome problem added changed removed held { share count losses { subject going accepted limit } } decision decidedBy decidedAt decisionReason settledBy';

export function heldPullsOf(adapter: () => AdapterHarness) {
  const decide = (decision: 'approve' | 'reject', id: string, reason = 'Asked the secretariat.') =>
    adapter().ask(
      service,
      `mutation ($pull: ID!, $reason: String!) {
        pull: ${decision}RegionalPull(pull: $pull, decidedBy: "custodian", reason: $reason) { ${heldPullFields} } }`,
      { pull: id, reason },
    );
  async function read<T>(
    query: string,
    shape: z.ZodType<T>,
    variables: Record<string, unknown> = {},
  ): Promise<T> {
    const { data, errors } = await adapter().ask(service, query, variables);
    if (errors[0]) throw new Error(errors[0].message);
    return z.object({ tst: shape }).parse(data).tst;
  }
  return {
    /** Approves or rejects, whatever the answer. */
    decide,
    async decided(decision: 'approve' | 'reject', id: string) {
      const { data, errors } = await decide(decision, id);
      if (errors[0]) throw new Error(errors[0].message);
      return z.object({ pull: HeldPullShape }).parse(data).pull;
    },
    async pullOf(id: string) {
      const { pulls } = await read(
        `{ tst { pulls(first: 1000) { ${heldPullFields} } } }`,
        z.object({ pulls: z.array(HeldPullShape) }),
      );
      const found = pulls.find((pull) => pull.id === id);
      if (!found) throw new Error(`no pull ${id}`);
      return found;
    },
    /** Ids of the pulls that are held. */
    async heldPulls() {
      const shape = z.object({ pulls: z.array(z.object({ id: z.string() })) });
      const { pulls } = await read('{ tst { pulls(outcome: HELD) { id } } }', shape);
      return pulls.map(({ id }) => id);
    },
    /** What approving a held pull would publish: `REMOVED EST-00 ENTRY`. */
    async holds(id: string) {
      const Change = z.object({
        losses: z.array(z.string()),
        change: z.object({ kind: z.string(), entry: z.object({ sourceKey: z.string() }) }),
      });
      const { heldChanges } = await read(
        'query ($pull: ID!) { tst { heldChanges(pull: $pull) { losses change { kind entry { sourceKey } } } } }',
        z.object({ heldChanges: z.array(Change) }),
        { pull: id },
      );
      return heldChanges.map(
        ({ losses, change }) => `${change.kind} ${change.entry.sourceKey} ${losses.join()}`,
      );
    },
    async count(status: string) {
      return (await adapter().entries()).filter((entry) => entry.status === status).length;
    },
    async entry(key: string) {
      return (await adapter().entries()).find(({ sourceKey }) => sourceKey === key);
    },
    /** The feed after its first changes: `REMOVED EST-00`. */
    async newsAfter(length: number) {
      return (await adapter().feed()).slice(length).map(({ kind, entry }) => `${kind} ${entry.sourceKey}`);
    },
  };
}
