import { describe, expect, it } from 'vitest';
import type { EntryStatus } from '../../../platform/vocabulary/terms.ts';
import { observationsOfChanges } from './observation.ts';
import type { FeedChange } from './regional-adapter.ts';

function change(seq: number, kind: FeedChange['kind'], sourceKey: string, iso3: string | null): FeedChange {
  const status: EntryStatus = kind === 'REMOVED' ? 'REMOVED' : kind === 'ABSENT' ? 'ABSENT' : 'PRESENT';
  const at = '2026-03-01T09:00:00.000Z';
  const entry = {
    sourceKey,
    state: iso3 === null ? null : { iso3 },
    function: 'LEGAL' as const,
    level: null,
    kind: 'OFFICE' as const,
    name: null,
    title: null,
    entity: null,
    webPage: null,
    emails: [],
    telephones: [],
    languages: [],
    status,
    position: seq,
    withheld: [],
    lastSeenAt: at,
  };
  return { seq, at, pull: 'p', kind, entry };
}

const seen = (changes: FeedChange[], holders: Record<string, string[]> = {}) =>
  observationsOfChanges(
    changes,
    new Map(Object.entries(holders).map(([key, states]) => [key, new Set(states)])),
  ).map(({ iso3, sourceKey, position, seen: how }) => `${position} ${sourceKey} ${how} for ${iso3}`);

describe('a page of the feed as observations', () => {
  it('puts what is listed before what is gone', () => {
    expect(seen([change(1, 'REMOVED', 'a', 'EST'), change(2, 'ADDED', 'b', 'EST')])).toEqual([
      '2 b listed for EST',
      '1 a gone for EST',
    ]);
  });

  it('says gone to a state that holds a copy of what is now another’s', () => {
    expect(seen([change(3, 'CHANGED', 'a', 'LVA')], { a: ['EST'] })).toEqual([
      '3 a listed for LVA',
      '3 a gone for EST',
    ]);
  });

  it('says gone to a state that gets and loses an entry within the page', () => {
    expect(seen([change(1, 'ADDED', 'a', 'EST'), change(2, 'CHANGED', 'a', 'LVA')])).toEqual([
      '1 a listed for EST',
      '2 a listed for LVA',
      '1 a gone for LVA',
      '2 a gone for EST',
    ]);
  });

  it('has nothing to say of a participant that is no state', () => {
    expect(seen([change(1, 'ADDED', 'a', null)])).toEqual([]);
    expect(seen([change(2, 'CHANGED', 'a', null)], { a: ['EST'] })).toEqual(['2 a gone for EST']);
  });
});
