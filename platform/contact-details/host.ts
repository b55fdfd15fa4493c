import { domainToASCII } from 'node:url';

/** The full stops of other scripts, which separate the labels of a name as well (UTS 46 §2.3). */
const otherStops = /[\u3002\uff0e\uff61]/g;

export const withPlainStops = (domain: string): string => domain.replace(otherStops, '.');

/**
 * The name of a host on the public Internet in its ASCII form (IDNA by UTS 46, RFC 5890 ff.): two labels or more, and no
 * address of numbers. Null for anything else.
 */
export function publicHost(name: string): string | null {
  // Where joiners may stand depends on their neighbours (RFC 5892, appendix A): domainToASCII sees to that.
  if (!/^(?:[\p{L}\p{M}\p{N}.-]|\u200c|\u200d)+$/u.test(name)) return null;
  const ascii = domainToASCII(name);
  const labels = ascii.split('.');
  const top = labels.at(-1) ?? '';
  if (ascii.length > 253 || labels.length < 2 || !/^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(top)) return null;
  return labels.every((part) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(part)) ? ascii : null;
}

const confusable = ['Latin', 'Cyrillic', 'Greek', 'Armenian'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

/** Whether a label mixes scripts whose letters look alike, so that it may be mistaken for another (UTS 39 §5). */
export function mixesScripts(name: string): boolean {
  return name.split('.').some((label) => confusable.filter((script) => script.test(label)).length > 1);
}
