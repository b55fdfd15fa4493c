import { differences, type FieldChange } from '../contacts/changes.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Draft } from '../population/draft.ts';
import { draftOf, followFeed } from '../population/follow.ts';
import { feedPageSize, type HeldChange } from '../population/regional-adapter.ts';
import type { RegionalEntry } from '../population/regional-entry.ts';
import { adapterOfPull } from './decide.ts';

/** What a held pull holds, and what approving it would do to the contacts copied from its directory. */
export interface HeldPullPreview {
  readonly id: string;
  readonly entries: readonly HeldEntry[];
  readonly effects: readonly HeldEffect[];
  /** Copies that would be marked as no longer listed, those that wait included. */
  readonly marked: number;
}

export interface HeldEntry {
  readonly before: RegionalEntry;
  readonly after: RegionalEntry;
  /** What an entry that stays would lose. */
  readonly changes: readonly FieldChange[];
}

export interface HeldEffect {
  readonly contactId: string;
  readonly iso3: string;
  readonly kind: 'CHANGE' | 'REMOVE';
  /** True where it would wait for the state's yes. */
  readonly waits: boolean;
  readonly changes: readonly FieldChange[];
}

/**
 * By the very rules that following the feed uses, on a draft that is not saved. What is published already is followed first,
 * so that the preview stands on what the approval will find.
 * @throws Problem NOT_FOUND; CONFLICT where the pull is not held
 */
export async function previewHeldPull(parts: DirectoryParts, id: string): Promise<HeldPullPreview> {
  const adapter = adapterOfPull(parts, id);
  const held = await adapter.heldChanges(id);
  await followFeed(parts, adapter);
  const changes = held.map(({ change }) => change);
  const pages = Array.from({ length: Math.ceil(changes.length / feedPageSize) }, (_, page) =>
    changes.slice(page * feedPageSize, (page + 1) * feedPageSize),
  );
  const facts = await adapter.facts();
  const draft = await parts.database.read((manager) => draftOf(parts, manager, facts, pages));
  return {
    id,
    entries: held.map(heldEntry),
    effects: effectsOf(draft),
    marked: [...draft.touchedSources].filter(({ present }) => !present).length,
  };
}

function heldEntry({ before, change }: HeldChange): HeldEntry {
  const after = change.entry;
  if (after.status !== 'PRESENT') return { before, after, changes: [] };
  const [was, is] = [before.state?.iso3, after.state?.iso3];
  const moved = was === is ? [] : [{ field: 'state', before: was ? [was] : [], after: is ? [is] : [] }];
  return { before, after, changes: [...moved, ...differences(contentOf(before), contentOf(after))] };
}

function contentOf(entry: RegionalEntry) {
  const { function: purpose, kind, name, title, entity, webPage, emails, telephones, languages } = entry;
  const shown = { kind, name, title, entity, webPage, emails, phones: telephones, languages };
  return purpose === null ? shown : { function: purpose, ...shown };
}

function effectsOf(draft: Draft): HeldEffect[] {
  const now = new Map<string, HeldEffect>();
  for (const { contact_id, action, changes } of draft.revisions) {
    const earlier = now.get(contact_id);
    now.set(contact_id, {
      contactId: contact_id,
      iso3: draft.contact(contact_id)?.iso3 ?? '',
      kind: action === 'REMOVED' ? 'REMOVE' : 'CHANGE',
      waits: false,
      changes: [...(earlier?.changes ?? []), ...changes],
    });
  }
  const later = [...draft.touchedProposals].flatMap(
    ({ status, contact_id, iso3, kind, changes }): HeldEffect[] =>
      status !== 'WAITING' || contact_id === null || kind === 'ADD'
        ? []
        : [{ contactId: contact_id, iso3, kind, waits: true, changes }],
  );
  return [...now.values(), ...later];
}
