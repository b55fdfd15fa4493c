import { describe, expect, it } from 'vitest';
import { argumentsOf } from '../../platform/languages/catalogue.ts';
import { directionOf } from '../../platform/languages/languages.ts';
import { officialLanguages } from '../../platform/vocabulary/terms.ts';
import { catalogue } from '../../subgraphs/directory/messages/catalogue.ts';
import {
  composeDirectoryMessage,
  isTemplateName,
  templates,
} from '../../subgraphs/directory/messages/templates.ts';

const names = Object.keys(templates).filter(isTemplateName);
const keysOf = (name: (typeof names)[number]) => [
  templates[name].subject,
  ...templates[name].body.flatMap((block) =>
    'say' in block ? [block.say] : 'action' in block ? [block.action] : [],
  ),
];

describe.each(names)('the template %s', (name) => {
  it('asks for the values that its words need', () => {
    const { body, sample } = templates[name];
    const wanted = new Set(keysOf(name).flatMap((key) => argumentsOf(catalogue.EN[key], 'EN')));
    for (const block of body) {
      if ('list' in block) wanted.add(block.list);
      if ('action' in block) wanted.add(block.path);
    }
    expect([...wanted].filter((value) => !(value in sample))).toEqual([]);
  });

  it.each(officialLanguages)('can be written in %s', (language) => {
    const { sample } = templates[name];
    const message = composeDirectoryMessage(name, { name: '…', language }, sample, 'https://un.example');
    expect(message.subject).not.toBe('');
    expect(message.text).not.toMatch(/[{}]|undefined/);
    expect(message.html).toContain(`dir="${directionOf(language)}"`);
  });
});

describe("the directory's messages", () => {
  it('have no words that no template says', () => {
    const said = new Set(names.flatMap(keysOf).map(String));
    expect(Object.keys(catalogue.EN).filter((key) => !said.has(key))).toEqual([]);
  });
});
