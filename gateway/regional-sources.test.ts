import { describe, expect, it } from 'vitest';
import { readConfig } from '../platform/config/config.ts';
import { ScriptedDirectory } from '../test/support/scripted-directory.ts';
import { regionalSource } from './regional-sources.ts';

const source = (variables: Record<string, string>) =>
  regionalSource(readConfig(variables), new ScriptedDirectory(), null);

describe('how much a directory may lose at once', () => {
  it('is a fifth, or three, where nothing is set', () => {
    expect(source({}).guard).toEqual({ share: 20, count: 3 });
  });

  it('is set for each directory by its own variables', () => {
    expect(source({ TST_GUARD_SHARE: '50', TST_GUARD_COUNT: '10', OSCE_GUARD_COUNT: '1' }).guard).toEqual({
      share: 50,
      count: 10,
    });
    expect(source({ TST_GUARD_COUNT: '0' }).guard).toEqual({ share: 20, count: 0 });
  });

  it.each([
    ['TST_GUARD_SHARE', '101'],
    ['TST_GUARD_SHARE', '-1'],
    ['TST_GUARD_SHARE', '20%'],
    ['TST_GUARD_COUNT', 'three'],
    ['TST_GUARD_COUNT', '2.5'],
    ['TST_GUARD_COUNT', '1e3'],
  ])('names the variable that cannot be used: %s=%s', (variable, value) => {
    expect(() => source({ [variable]: value })).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', message: expect.stringContaining(variable) }),
    );
  });
});
