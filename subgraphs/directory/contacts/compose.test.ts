import { describe, expect, it } from 'vitest';
import type { Claims } from './claims.ts';
import { compose, type SourceClaims } from './compose.ts';

const at = '2026-03-01T09:00:00.000Z';
const say = <T>(value: T) => ({ value, at, pull: 'pull-1' });
const source = (directory: string, claims: Claims): SourceClaims => ({
  directory,
  source_key: `${directory}-1`,
  consent_id: `consent for ${directory}`,
  claims: { function: say('TECHNICAL' as const), kind: say('OFFICE' as const), level: say(null), ...claims },
});

describe('a contact composed of claims', () => {
  it('is nothing where nobody says what it is for', () => {
    expect(compose({ name: say('Anna Näide') }, [])).toBeNull();
  });

  it('shows each field with the source that says it', () => {
    const composed = compose({}, [source('OSCE', { emails: say(['desk@cert.example']), name: say(null) })]);
    expect(composed?.content).toMatchObject({
      function: 'TECHNICAL',
      name: null,
      emails: ['desk@cert.example'],
      phones: [],
    });
    expect(composed?.provenance).toEqual(
      ['function', 'emails'].map((field) => ({
        field,
        origin: 'COPIED',
        directory: 'OSCE',
        sourceKey: 'OSCE-1',
        consentId: 'consent for OSCE',
        pull: 'pull-1',
        at,
      })),
    );
  });

  it('lets the state’s own word win, also where it says "none"', () => {
    const copied = source('OSCE', { name: say('Copied Name'), webPage: say('https://cert.example') });
    const composed = compose({ name: say('Own Name'), webPage: say(null) }, [copied]);
    expect(composed?.content).toMatchObject({ name: 'Own Name', webPage: null });
    expect(composed?.provenance).toMatchObject([
      { field: 'function', origin: 'COPIED' },
      { field: 'name', origin: 'DIRECT', directory: null, consentId: null, pull: null },
    ]);
  });

  it('takes sources in their order, and one with a value before one without', () => {
    const first = source('ARF', { emails: say([]), name: say('First') });
    const second = source('OSCE', { emails: say(['desk@cert.example']), name: say('Second') });
    const composed = compose({}, [first, second]);
    expect(composed?.content).toMatchObject({ name: 'First', emails: ['desk@cert.example'] });
    expect(composed?.provenance.map(({ field, directory }) => [field, directory])).toEqual([
      ['function', 'ARF'],
      ['name', 'ARF'],
      ['emails', 'OSCE'],
    ]);
  });
});
