import { isForAnotherFunction } from '../links.ts';
import { states } from '../universe.ts';
import { Findings, type Rule } from './rule.ts';

/**
 * 2. The last contact of a state for a function goes only with the state's yes: where a pull leaves a function without a
 * contact, that is not because entries are gone, nor because they are for another function now.
 */
export const lastContactStays: Rule = ({ model, before, now }) => {
  const findings = new Findings();
  for (const state of states)
    for (const purpose of ['DIPLOMATIC', 'TECHNICAL']) {
      const of = (sight: typeof now) =>
        sight.stored.contacts.filter(
          (row) => row.iso3 === state && row.removed_at === null && row.content.function === purpose,
        );
      if (of(before).length === 0 || of(now).length > 0) continue;
      const entries = before.stored.sources.filter((row) =>
        of(before).some(({ id }) => id === row.contact_id),
      );
      const areGone = entries.every((row) => {
        const link = model.link(state, row.directory, row.source_key);
        return link !== undefined && (link.seen === 'GONE' || isForAnotherFunction(link, row));
      });
      findings.expect(!areGone, () => `${state} lost its last ${purpose} contact to a pull`);
    }
  return findings.found;
};
