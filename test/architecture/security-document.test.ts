import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('docs/security.md names places in the code and tests that there are', () => {
  const text = readFileSync(join(root, 'docs/security.md'), 'utf8');
  const places = [...text.matchAll(/`((?:test|platform|adapters|subgraphs|gateway)\/[^`]+)`/g)].map(
    ([, place]) => place ?? '',
  );
  expect(places.length).toBeGreaterThan(30);
  expect(places.filter((place) => !existsSync(join(root, place)))).toEqual([]);
});
