import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { RememberedDocuments } from './remembered-documents.ts';

const document = (length: number) => parse(`{ me { role } } #${'x'.repeat(length)}`);

it('documents are remembered as long as there is room, those used last the longest', async () => {
  const remembered = new RememberedDocuments();
  for (const digest of ['a', 'b', 'c', 'd']) await remembered.set(digest, document(120_000));
  expect(await remembered.get('a')).toBeDefined();
  await remembered.set('e', document(120_000));
  expect(await remembered.get('a')).toBeDefined();
  expect(await remembered.get('b')).toBeUndefined();
  expect(await remembered.get('e')).toBeDefined();
  expect(remembered.characters).toBeLessThanOrEqual(500_000);
});

it('a document that would take all the room is not remembered, and the others are', async () => {
  const remembered = new RememberedDocuments();
  await remembered.set('a', document(10));
  await remembered.set('b', document(600_000));
  await remembered.set('c', parse('{ me { role } }', { noLocation: true }));
  expect(await remembered.get('a')).toBeDefined();
  expect(await remembered.get('b')).toBeUndefined();
  expect(await remembered.get('c')).toBeUndefined();
  await remembered.delete('a');
  expect(remembered.characters).toBe(0);
});
