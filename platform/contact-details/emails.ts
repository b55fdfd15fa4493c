import { publicHost, withPlainStops } from './host.ts';

/**
 * Addresses split by whitespace, `;`, `,`, `/` or line break, also `Name <a@b>` and `mailto:`; internationalised ones
 * (RFC 6531) too. Each once, compared without case; the domain lower-cased, the local part as written. Cautious: what is no
 * address is given back in `rejected`, words that stand together as one, and never mended by guessing.
 */
export function parseEmails(text: string): { emails: string[]; rejected: string[] } {
  const found = new Map<string, string>();
  const rejected: string[] = [];
  for (const segment of segments(text)) {
    let refused: string[] = [];
    const closeRefused = () => {
      if (refused.some((word) => !connectors.has(word.toLowerCase()))) rejected.push(refused.join(' '));
      refused = [];
    };
    for (const word of segment.split(/\s+/)) {
      const candidate = bare(word);
      if (candidate === '') continue;
      const address = addressOf(candidate);
      if (!address) {
        refused.push(word);
        continue;
      }
      closeRefused();
      if (!found.has(address.key)) found.set(address.key, address.email);
    }
    closeRefused();
  }
  return { emails: [...found.values()], rejected };
}

const connectors = new Set(['and', 'or', 'y', 'o', 'e', 'ou', 'et', 'и', 'или', '&', '-', '–']);

const label = /^(?:e-?mails?|mail|correos?|courriel|эл\.?почта|почта)\s*:\s*/i;

function segments(text: string): string[] {
  const visible = text.normalize('NFC').replace(/[\u200b\u2060\ufeff\u00ad]/g, '');
  return unwrapped(visible)
    .split(/[;,/|、，；\r\n]+/)
    .map((segment) => segment.trim().replace(label, ''));
}

/** `Name <address>`: the name goes, unless it holds an address itself. In one pass: a text may be as long as anybody likes. */
function unwrapped(text: string): string {
  let kept = '';
  let from = 0;
  for (const { 0: whole, 1: inner, index } of text.matchAll(/<([^<>]*)>/g)) {
    const before = text.slice(from, index);
    const name = nameAtEnd(before);
    kept += `${before.slice(0, before.length - name.length)}${name.includes('@') ? name : ''};${inner};`;
    from = index + whole.length;
  }
  return kept + text.slice(from);
}

function nameAtEnd(text: string): string {
  const opened = text.endsWith('"') && text.length > 1 ? text.lastIndexOf('"', text.length - 2) : -1;
  if (opened >= 0) return text.slice(opened);
  let start = text.length;
  while (start > 0 && !'<>;,/|\r\n"'.includes(text.charAt(start - 1))) start -= 1;
  return text.slice(start);
}

/** Takes off what encloses a word, and the full stop of a sentence (in a domain, the root: the same name). */
function bare(word: string): string {
  let candidate = word.replace(label, '');
  for (const [open, close] of ['()', '[]', '""', "''", '“”', '«»', '‘’']) {
    if (open && close && candidate.startsWith(open) && candidate.endsWith(close)) {
      candidate = candidate.slice(1, -1);
    }
  }
  if (/^mailto:/i.test(candidate)) candidate = withoutScheme(candidate);
  return candidate.includes('@') ? candidate.replace(/\.$/, '') : candidate;
}

function withoutScheme(link: string): string {
  const path = link.slice('mailto:'.length).split('?')[0] ?? '';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Without the at sign and the brackets. */
const longestPath = 253;

function addressOf(candidate: string): { email: string; key: string } | null {
  const parts = candidate.split('@');
  const local = parts[0];
  const domain = withPlainStops(parts[1] ?? '');
  if (parts.length !== 2 || !local || !domain) return null;
  // RFC 5321 §4.5.3.1: 64 octets for the local part, 255 for the domain; RFC 5322 §3.2.3: dot-atom.
  if (Buffer.byteLength(local) > 64 || !/^[\p{L}\p{M}\p{N}!#$%&'*+=?^_`{|}~.-]+$/u.test(local)) return null;
  if (/^\.|\.\.|\.$/.test(local)) return null;
  const ascii = publicHost(domain);
  // RFC 5321 §4.5.3.1.3: 256 octets with the angle brackets around it, in the longer of its two forms.
  if (!ascii || Math.max(Buffer.byteLength(domain), ascii.length) + Buffer.byteLength(local) > longestPath)
    return null;
  return { email: `${local}@${domain.toLowerCase()}`, key: `${local.toLowerCase()}@${ascii}` };
}
