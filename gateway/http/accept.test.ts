import { describe, expect, it } from 'vitest';
import { wantedForm } from './accept.ts';

const json = 'application/json';
const graphql = 'application/graphql-response+json';

describe('the form of an answer', () => {
  it.each([
    [undefined, json],
    ['', json],
    ['*/*', json],
    ['application/*', json],
    ['text/html, */*;q=0.1', json],
    [json, json],
    ['Application/JSON; charset=utf-8', json],
    [graphql, graphql],
    [`${graphql}; charset=utf-8, ${json}; charset=utf-8;q=0.9`, graphql],
    [`${json}, ${graphql}`, json],
    [`${json};q=0, */*`, graphql],
  ])('is what is wanted most: %s', (accept, form) => {
    expect(wantedForm(accept)).toBe(form);
  });

  it.each(['text/html', 'x', ';', `${json};q=0`, `${json};q=nan`, `*/*;q=0, text/plain`])(
    'is none of those that are taken: %s',
    (accept) => {
      expect(wantedForm(accept)).toBeNull();
    },
  );
});
