import { contactShowing } from '../pairs.ts';
import { entryName, Findings, type Rule } from './rule.ts';

/**
 * 5. Two entries of which the state said that they are two are never one contact while they say the same: neither copied, nor
 * kept by the state, nor copied again.
 */
export const apartStaysApart: Rule = ({ model: { facts }, now }) => {
  const findings = new Findings();
  for (const { entries } of facts.apart.values()) {
    const [one, other] = entries;
    const home = contactShowing(facts, now, one);
    findings.expect(
      home === undefined || home !== contactShowing(facts, now, other),
      () => `the state said that ${entryName(one)} and ${entryName(other)} are two, and they are one contact`,
    );
  }
  return findings.found;
};
