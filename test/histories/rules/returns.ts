import { isAsRejected, isContentRefused } from '../links.ts';
import { directories, states } from '../universe.ts';
import { Findings, type Rule } from './rule.ts';

/**
 * 5. What a state said no to does not come back: the same content is neither asked again nor copied while the entry says the
 * same, a removed contact's entries stay away, and a copy kept although its entry is gone is not asked about again.
 */
export const refusedStaysRefused: Rule = ({ model, now }) => {
  const findings = new Findings();
  for (const state of states)
    for (const directory of directories) {
      const consent = model.consent(state, directory);
      if (!consent) continue;
      for (const link of model.linksOf(state, directory)) {
        const name = `${directory} ${link.key} of ${state}`;
        const waiting = now.stored.proposals.filter(
          (row) =>
            row.iso3 === state &&
            row.directory === directory &&
            row.source_key === link.key &&
            row.status === 'WAITING' &&
            row.cause !== 'MERGE',
        );
        if (link.isKept && link.seen === 'GONE')
          findings.expect(
            waiting.length === 0,
            () => `the state kept the copy of ${name} and is asked again`,
          );
        const { rejected, seen } = link;
        if (!rejected || link.wasGone || seen === 'GONE' || seen.listed.withheld.length > 0) continue;
        if (!isAsRejected(link, consent.terms)) continue;
        findings.expect(
          isContentRefused(now, link) || waiting.length === 0,
          () => `${name} was refused as it is, and the state is asked again`,
        );
      }
    }
  return findings.found;
};
