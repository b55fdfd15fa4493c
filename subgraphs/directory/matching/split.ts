import { randomUUID } from 'node:crypto';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict, notFound } from '../../../platform/errors/problem.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { nothingTelling } from '../contacts/claims.ts';
import { mustNotHaveLeft } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { nodesIn } from './nodes.ts';
import { nodeKey } from './pairs.ts';

export interface Split {
  /** The contact that is two. */
  readonly id: string;
  /** The entry that is another point of contact. */
  readonly directory: string;
  readonly sourceKey: string;
}

/**
 * A state takes an entry out of a contact: it becomes a contact of its own, and the two never become one again by themselves.
 * @returns the contact that the entry is from now on
 * @throws Problem NOT_FOUND, BAD_USER_INPUT where the contact is not copied from that entry, CONFLICT where it is nothing else
 */
export function splitContact(
  parts: DirectoryParts,
  { id, directory, sourceKey }: Split,
  by: string,
): Promise<ContactRow> {
  return parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    const stored = await manager.findOneBy(ContactRow, { id });
    if (!stored || stored.removed_at !== null) throw notFound('There is no such contact.');
    const { iso3 } = stored;
    await mustNotHaveLeft(manager, iso3);
    const draft = new Draft(await loadStates(manager, [iso3]), instant(parts.clock.now()), randomUUID);
    const entry = { iso3, directory: directory.trim().toUpperCase(), source_key: sourceKey };
    const contact = splitOff(draft, id, entry, by);
    settle(draft, iso3, { actor: by, authority: null });
    await saveDraft(manager, draft);
    return draft.contact(draft.source(entry)?.contact_id ?? '') ?? contact;
  });
}

/** The same on a draft. */
export function splitOff(
  draft: Draft,
  id: string,
  entry: { readonly iso3: string; readonly directory: string; readonly source_key: string },
  by: string,
): ContactRow {
  const contact = draft.contact(id);
  if (!contact) throw notFound('There is no such contact.');
  const source = draft.source(entry);
  if (!source || source.contact_id !== id) {
    const names = draft.sourcesOf(id).map((one) => `${one.directory} ${one.source_key}`);
    throw badInput(
      'sourceKey',
      `This contact is not copied from that entry. It is copied from: ${names.join(', ') || 'none'}.`,
    );
  }
  const others = nodesIn(draft, contact).filter((node) => node.source !== source);
  if (others.length === 0)
    throw conflict('This contact is copied from that entry alone: there is nothing to split it from.');
  const decision = { same: false, rule: null, decided_by: by };
  for (const other of others)
    draft.pairs.remember(entry.iso3, [nodeKey(entry), other.key], decision, draft.now);
  const own = draft.newContact(entry.iso3);
  draft.move(source, own);
  const act = { actor: by, authority: null, reason: 'The state said that they are two points of contact.' };
  draft.recompose(own.id, { ...act, authority: source.consent_id });
  if (own.removed_at !== null) throw conflict(nothingTelling);
  draft.recompose(id, act, 'SPLIT');
  return own;
}
