import type { ContactField } from '../../platform/vocabulary/terms.ts';
import type { Evidence } from './guard.ts';

const fieldNames: Readonly<Record<ContactField, string>> = {
  name: 'name',
  title: 'title',
  entity: 'entity',
  webPage: 'web page',
  emails: 'e-mail addresses',
  phones: 'telephone numbers',
  languages: 'languages',
};

/** Why a pull is held, in sentences for the custodian. */
export function holdProblem(evidence: readonly Evidence[]): string {
  return [
    ...evidence.map(sentence),
    'Everything else took effect. Approve the pull to let this take effect too, or reject it to read the source anew.',
  ].join(' ');
}

function sentence({ subject, going, accepted, limit }: Evidence): string {
  const most = `more than the ${limit} that go without asking`;
  const of = `${going} of ${accepted} entries`;
  if (subject === 'ENTRY') return `${of} would go, ${most}: none of them was taken out.`;
  if (subject === 'STATE') return `${of} would move to another state, ${most}: they stay as they were.`;
  if (subject === 'FUNCTION')
    return `${of} would be for another function, ${most}: they stay for the one they had.`;
  return `${of} that had ${fieldNames[subject]} would lose them, ${most}: they keep what was known.`;
}
