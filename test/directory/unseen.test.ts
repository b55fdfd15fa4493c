import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { type Answer, anna, authority, custodian, DirectoryWorld } from './directory-world.ts';
import { mutations } from './state-acts.ts';

/** An answer, with the id that was asked for left out: it is the caller's own. */
const said = ({ data, errors }: Answer, id: string) =>
  JSON.parse(JSON.stringify({ data, errors }).replaceAll(id, '(the id)'));

const resolve = 'mutation ($id: ID!) { resolveConflict(id: $id, choose: "OAS") { id } }';

describe.each(databases)('what a caller may not see answers as what there is not, on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    world.osce.add('EST-POL-1', anna);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  const latvia = authority('LVA');
  const alike = async (
    ask: (id: string) => Promise<Answer>,
    foreign: string,
    code: string | null = 'NOT_FOUND',
  ) => {
    const unknown = randomUUID();
    const answer = await ask(foreign);
    expect(said(answer, foreign)).toEqual(said(await ask(unknown), unknown));
    expect(answer.errors[0]?.code ?? null).toBe(code);
  };

  it('proposals to other states, also among several', async () => {
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    world.osce.add('LVA-POL-1', { ...anna, state: 'LVA' });
    await world.pull('OSCE');
    await world.grant('LVA', 'OSCE', { mode: 'REVIEW' });
    const [foreign] = await world.proposals('EST');
    const [own] = await world.proposals('LVA');
    const id = foreign?.id ?? '';
    for (const mutation of [mutations.accept, mutations.reject])
      await alike((one) => world.ask(latvia, mutation, { id: one }), id);
    for (const mutation of [mutations.acceptMany, mutations.rejectMany])
      await alike((one) => world.ask(latvia, mutation, { ids: [own?.id, one] }), id);
    await world.ask(latvia, mutations.reject, { id: own?.id });
    // What is wrong with its own comes first, whether there is the other or not.
    await alike((one) => world.ask(latvia, mutations.acceptMany, { ids: [own?.id, one] }), id, 'CONFLICT');
    expect(await world.proposals('EST')).toHaveLength(1);
  });

  it('conflicts of other states', async () => {
    world.oas.add('OAS-1', anna);
    await world.pull('OAS');
    await world.grant('EST', 'OSCE');
    await world.grant('EST', 'OAS');
    world.osce.edit('EST-POL-1', { phones: ['+44 1632 960111'] });
    await world.pull('OSCE');
    const shape = z.object({ conflicts: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });
    const { conflicts } = await world.get(custodian, '{ conflicts { nodes { id } } }', shape);
    const [conflict] = conflicts.nodes;
    expect(conflict).toBeDefined();
    await alike((id) => world.ask(latvia, resolve, { id }), conflict?.id ?? '');
  });

  it('contacts that were removed, of other states', async () => {
    const { consent } = await world.grant('EST', 'OSCE');
    const { id } = await world.contact('EST');
    await world.withdraw('EST', consent.id, 'WITHDRAW');
    const asOf = new Date(world.clock.now().getTime() - 1).toISOString();
    world.clock.advance(1000);
    const past = 'query ($id: ID!, $asOf: DateTime) { contact(id: $id, asOf: $asOf) { name } }';
    await alike((one) => world.ask(latvia, past, { id: one, asOf }), id, null);
    await alike(
      (one) => world.ask(latvia, mutations.update, { id: one, revision: 1, input: { name: 'X' } }),
      id,
    );
    await alike((one) => world.ask(latvia, mutations.remove, { id: one, revision: 1, reason: 'X' }), id);
    await alike((one) => world.ask(latvia, mutations.releaseField, { id: one, field: 'name' }), id);
  });
});
