import type { Facts } from './facts.ts';
import type { Sight } from './sight.ts';
import { textIn } from './values.ts';

/** A state keeps what its contacts show of the entries copied under a consent: it is its own word from then on. */
export function learnKept({ own, keptFrom }: Facts, consentId: string, { stored }: Sight): void {
  for (const source of stored.sources) {
    if (source.consent_id !== consentId) continue;
    const contact = stored.contacts.find(({ id }) => id === source.contact_id);
    if (!contact) continue;
    const shown = contact.provenance
      .filter(({ directory, sourceKey }) => directory === source.directory && sourceKey === source.source_key)
      .map(({ field }) => field);
    const said = own.get(contact.id) ?? {};
    for (const field of new Set(['function', 'level', 'kind', ...shown]))
      said[field] ??= { text: textIn(contact.content, field), isKept: true };
    own.set(contact.id, said);
    const kept = keptFrom.get(contact.id) ?? [];
    keptFrom.set(contact.id, [...kept, { directory: source.directory, key: source.source_key }]);
  }
}
