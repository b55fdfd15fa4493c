import {
  type Located,
  type SetAside,
  type Source,
  SourceFailure,
  type SourceRead,
  type SourceTools,
} from '../contract.ts';
import { conditionsOf, resumeOf } from '../formats/conditional.ts';
import { type Fetched, fetchSource, looksLikeHtml } from '../formats/fetch.ts';
import { readXmlList, type XmlList } from '../formats/xml.ts';
import { longestText, osceNamespace, readContactPoint } from './contact-point.ts';
import type { OsceRecord } from './record.ts';
import type { OsceSettings } from './settings.ts';

const mostBytes = 20_000_000;
const limits = { depth: 16, elements: 400_000, text: longestText };

/** The feed: one document, with a bearer token where one is set. */
export function openOsce(url: URL, settings: OsceSettings, tools: SourceTools): Source<OsceRecord> {
  return {
    read: async (since, signal) => {
      const fetched = await fetchSource(url, {
        ...tools,
        signal,
        headers: { Accept: 'application/xml, text/xml', ...authorisation(settings), ...conditionsOf(since) },
        maxBytes: mostBytes,
        accept: (status) => status === 401 || status === 403,
      });
      if (fetched.status === 401 || fetched.status === 403) throw refused(fetched.status, settings);
      return fetched.status === 304 ? { kind: 'unchanged' } : readFeed(fetched);
    },
  };
}

function authorisation({ token }: OsceSettings): Record<string, string> {
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

function refused(status: number, { token }: OsceSettings): SourceFailure {
  if (token === null) return new SourceFailure(`The source wants a token (HTTP ${status}). Set OSCE_TOKEN.`);
  return new SourceFailure(`The source refused the token (HTTP ${status}). Check OSCE_TOKEN.`);
}

/** @throws SourceFailure where it is no feed at all */
function readFeed({ body, headers }: Fetched): SourceRead<OsceRecord> {
  if (looksLikeHtml(body)) {
    throw new SourceFailure(
      'The source answered with a web page in place of the feed, such as a sign-in or maintenance page. Check OSCE_SOURCE_URL.',
    );
  }
  if (body.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) {
    throw new SourceFailure('The source answered with nothing at all in place of the feed.');
  }
  const list = readXmlList(body, limits);
  checkRoot(list);

  const contactPoints = list.items.filter(
    ({ name, namespace }) => name === 'contactPoint' && namespace === osceNamespace,
  );
  const records: Located<OsceRecord>[] = [];
  const setAside: SetAside[] = [];
  for (const [index, contactPoint] of contactPoints.entries()) {
    const read = readContactPoint(contactPoint, index + 1);
    if ('record' in read) records.push(read);
    else setAside.push(read);
  }
  const reasons = incompleteness(list, contactPoints.length);
  if (reasons.length > 0) {
    return { kind: 'incomplete', reason: reasons.join(' '), records, setAside, resume: null };
  }
  return { kind: 'complete', records, setAside, resume: resumeOf(headers) };
}

function checkRoot({ root, broken }: XmlList): void {
  if (!root) {
    const why = broken ? `: ${broken.why}` : '';
    throw new SourceFailure(
      `The source answered with something that is not the feed${why}. Check OSCE_SOURCE_URL.`,
    );
  }
  if (root.name !== 'contactPoints' || root.namespace !== osceNamespace) {
    const namespace =
      root.namespace === '' ? 'in no namespace' : `in the namespace “${root.namespace.slice(0, 80)}”`;
    throw new SourceFailure(
      `The source answered with XML whose root is “${root.name.slice(0, 80)}” ${namespace}, not “contactPoints” in “${osceNamespace}”. Check OSCE_SOURCE_URL.`,
    );
  }
}

/** Every reason not to take the feed for the whole list, a sentence each. */
function incompleteness({ root, broken }: XmlList, present: number): string[] {
  const complete = root?.attributes.get('complete')?.trim();
  const count = root?.attributes.get('count')?.trim() ?? '';
  const reasons: string[] = [];
  if (broken) {
    reasons.push(
      `The feed is damaged at line ${broken.line}: ${broken.why}. What stands before that was read: ${present} of ${count || 'an unknown number of'} contact points.`,
    );
  }
  if (complete === 'false' || complete === '0')
    reasons.push('The feed says of itself that it is not complete.');
  else if (complete !== 'true' && complete !== '1')
    reasons.push('The feed does not say whether it is complete.');
  if (!/^\d{1,9}$/.test(count)) reasons.push('The feed does not say how many contact points it has.');
  else if (!broken && Number(count) !== present) {
    reasons.push(`The feed says it has ${Number(count)} contact points, and ${present} are present.`);
  }
  return reasons;
}
