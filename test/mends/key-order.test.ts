import { expect, it } from 'vitest';
import { withUsableKeysFirst } from '../../gateway/mends/key-order.ts';
import { joined, type Part } from './joined.ts';

/** The region finds an office by its number alone, and says so after a key that it does not find one by. */
const region: Part = {
  typeDefs: `
  type Query { offices: [Office!]! }
  type Office @key(fields: "code", resolvable: false) @key(fields: "number") {
    number: ID! code: ID! name: String! @external label: String! @requires(fields: "name")
  }`,
  resolvers: {
    Query: { offices: () => [{ number: '1', code: 'A' }] },
    Office: {
      __resolveReference: ({ number, name }: { number?: string; name?: string }) =>
        number ? { number, code: 'A', name } : null,
      label: ({ name }: { name: string }) => `The ${name}`,
    },
  },
};
const directory: Part = {
  typeDefs: 'type Office @key(fields: "code") { code: ID! name: String! }',
  resolvers: {
    Office: {
      __resolveReference: ({ code }: { code: string }) => ({ code }),
      name: ({ code }: { code: string }) => `Office ${code}`,
    },
  },
};

it('comes back to a part by a key that the part can be asked by', async () => {
  const { ask, askApollo } = await joined({ region, directory });
  const query = '{ offices { label } }';
  expect((await askApollo(query)).data).toBeNull();
  for (let time = 0; time < 3; time++)
    expect(await ask(query)).toMatchObject({ data: { offices: [{ label: 'The Office A' }] }, errors: [] });
});

it('leaves a supergraph as it is where no key stands before one that can be used', async () => {
  const turned = {
    ...region,
    typeDefs: region.typeDefs.replace(/(@key[^@]*false\)) (@key\S+ \S+)/, '$2 $1'),
  };
  const { supergraphSdl } = await joined({ region: turned, directory });
  expect(supergraphSdl).toContain('resolvable: false');
  expect(withUsableKeysFirst(supergraphSdl)).toBe(supergraphSdl);
});

it('keeps the order of all else', () => {
  const types = (first: string, second: string) =>
    `type A implements B ${first} @join__type(graph: C, key: "c") ${second} @other(resolvable: false) { a: ID }`;
  const unusable = '@join__type(graph: A, key: "b", resolvable: false)';
  const usable = '@join__type(graph: A, key: "a", resolvable: true)';
  const words = (sdl: string) => sdl.split(/\s+/).filter(Boolean);
  expect(words(withUsableKeysFirst(types(unusable, usable)))).toEqual(
    words(
      `type A implements B @join__type(graph: C, key: "c") ${usable} @other(resolvable: false) ${unusable} { a: ID }`,
    ),
  );
});
