import { composeServices } from '@apollo/composition';
import { isIntrospectionType, isObjectType, isSpecifiedScalarType, parse } from 'graphql';
import { Directive, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { buildSubgraph } from '../../platform/graphql/subgraph-schema.ts';
import { PullValue } from '../../platform/vocabulary/graphql-values.ts';
import { openHarness, service } from '../../test/support/adapter-harness.ts';
import { databases } from '../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../test/support/scripted-directory.ts';
import { publishedDirectory } from './published-directory.ts';
import { adapterSchema } from './schema.ts';
import { adapterStorage } from './storage/tables.ts';

@ObjectType('State')
@Directive('@key(fields: "iso3")')
class DirectoryState {
  @Field(() => ID)
  iso3!: string;
  @Field(() => String)
  name!: string;
}

@Resolver()
class DirectoryResolver {
  @Query(() => DirectoryState)
  state(): null {
    return null;
  }
  @Mutation(() => PullValue)
  pullDirectory(): null {
    return null;
  }
}

describe('the subgraph of a regional directory', () => {
  it('is made once for each directory', () => {
    expect(adapterSchema('OSCE')).toBe(adapterSchema('OSCE'));
    expect(adapterSchema('OSCE')).not.toBe(adapterSchema('ARF'));
    expect(adapterSchema('OSCE').name).toBe('osce');
  });

  it('composes with other directories and with the global one', () => {
    const subgraphs = [
      adapterSchema('OSCE'),
      adapterSchema('ARF'),
      buildSubgraph('directory', [DirectoryResolver], {}),
    ];
    const { errors, schema } = composeServices(
      subgraphs.map(({ name, typeDefs }) => ({ name, typeDefs: parse(typeDefs), url: `http://${name}` })),
    );
    expect(errors ?? []).toEqual([]);
    const api = schema?.toAPISchema();
    const fields = (type: string) => {
      const found = api?.type(type);
      return found && 'fields' in found ? found.fields().map(({ name }) => name) : [];
    };
    expect(fields('State').sort()).toEqual([
      'arfEntries',
      'arfEntryReadings',
      'iso3',
      'name',
      'osceEntries',
      'osceEntryReadings',
    ]);
    expect(fields('Query')).toEqual(expect.arrayContaining(['arf', 'osce', 'state']));
    expect(fields('Query')).not.toContain('regionalSource');
    expect(fields('Mutation')).toEqual(['pullDirectory']);
  });

  it('describes every type, field and argument', () => {
    const federations = new Set(['_Entity', '_Any', '_Service', 'Query', 'Mutation']);
    const silent: string[] = [];
    for (const type of Object.values(adapterSchema('OSCE').schema.getTypeMap())) {
      if (isIntrospectionType(type) || isSpecifiedScalarType(type) || type.name.includes('__')) continue;
      if (!type.description && !federations.has(type.name)) silent.push(type.name);
      if (!isObjectType(type) || type.name === '_Service') continue;
      for (const field of Object.values(type.getFields())) {
        if (field.name.startsWith('_')) continue;
        if (!field.description) silent.push(`${type.name}.${field.name}`);
        for (const { name, description } of field.args)
          if (!description) silent.push(`${type.name}.${field.name}(${name})`);
      }
    }
    expect(silent).toEqual([]);
  });
});

describe.each(databases)('what is asked of a regional directory on $name', ({ make }) => {
  it('is bounded, and says so', async () => {
    const storage = await make();
    const adapter = await openHarness({ directory: new ScriptedDirectory(), storage: storage.location });
    for (const [query, field] of [
      ['{ tst { entries(first: 0) { totalCount } } }', 'first'],
      ['{ tst { entries(first: 1001) { totalCount } } }', 'first'],
      ['{ tst { changes(first: 5000) { position } } }', 'first'],
      ['{ tst { changes(after: -1) { position } } }', 'after'],
      ['{ tst { pulls(first: -3) { id } } }', 'first'],
      ['{ tst { entries(state: "Estonia") { totalCount } } }', 'state'],
      ['mutation { pullRegionalSource(requestedBy: " ") { id } }', 'requestedBy'],
    ] as const) {
      const { errors } = await adapter.ask(service, query);
      expect([query, errors[0]]).toMatchObject([query, { code: 'BAD_USER_INPUT', field }]);
    }
    await adapter.close();
    await storage.drop();
  });

  it('comes page by page, in the order of keys, without those removed', async () => {
    const storage = await make();
    const directory = new ScriptedDirectory();
    const adapter = await openHarness({ directory, storage: storage.location });
    const all = ['b', 'B', 'a-1', 'a', 'Ä', '_'].map((id) => listed(id, 'Estonia', id));
    directory.gives(...all, listed('gone', 'Estonia', 'Gone'), listed('FIN', 'Finland', 'Paavo'));
    await adapter.pull();
    directory.gives(...all, listed('FIN', 'Finland', 'Paavo'));
    await adapter.pull();
    const query =
      'query ($after: String) { tst { entries(state: "EST", first: 2, after: $after) { nodes { sourceKey } totalCount pageInfo { hasNextPage endCursor } } } }';
    const pages = [];
    for (const after of [null, 'B', 'a']) pages.push((await adapter.ask(service, query, { after })).data);
    const page = (keys: string[], hasNextPage: boolean) => ({
      tst: {
        entries: {
          nodes: keys.map((sourceKey) => ({ sourceKey })),
          totalCount: 6,
          pageInfo: { hasNextPage, endCursor: keys.at(-1) },
        },
      },
    });
    expect(pages).toEqual([page(['B', '_'], true), page(['_', 'a'], true), page(['a-1', 'b'], true)]);
    expect((await adapter.entries()).filter(({ status }) => status === 'REMOVED')).toHaveLength(1);
    await adapter.close();
    await storage.drop();
  });

  it('costs one query for the entries of all states', async () => {
    const storage = await make();
    const opened = await openDatabase(adapterStorage('TST'), storage.location);
    let reads = 0;
    const counting: Database = {
      ...opened,
      read: (work) => {
        reads += 1;
        return opened.read(work);
      },
    };
    const published = publishedDirectory(counting, 'TST');
    const states = Array.from({ length: 193 }, (_, index) => `S${index}`);
    expect(await Promise.all(states.map((iso3) => published.entriesOfState(iso3)))).toEqual(
      states.map(() => []),
    );
    expect(reads).toBe(1);
    await opened.close();
    await storage.drop();
  });
});
