import type { SampleEntry, SampleField } from '../contract.ts';
import type { ServedSample } from './index.ts';
import { html, type Markup } from './markup.ts';

/** The console: one directory's entries, those of `search` only where it is not empty. */
export function listPage(
  all: readonly ServedSample[],
  shown: ServedSample,
  search: string,
  saved: string | null,
): string {
  const { code, name, sample, sourcePath } = shown;
  const entries = sample.entries();
  const found = entries.filter((entry) => holds(entry, search));
  const country = sample.fields[0]?.name ?? '';
  const tabs = all.map(
    (each) =>
      html`<a href="/samples/?directory=${each.code}"${each === shown ? html` aria-current="page"` : null}>${each.code}</a>`,
  );
  const notice = saved
    ? html`<p class="saved" role="status"><strong>${saved}</strong> Now run <code>npm run pull -- ${code}</code>, or wait for the next pull.</p>`
    : null;
  return document(
    `${code} sample`,
    html`<nav aria-label="Directories">${tabs}</nav>
<h1>${name}</h1>
<p>Read from <code>${sourcePath}</code> like any regional source. A change here is a change at the source.</p>
${notice}
<form class="search" method="get" action="/samples/" role="search">
<input type="hidden" name="directory" value="${code}">
<label for="search">Search by country, name or mailbox</label>
<input type="search" id="search" name="search" value="${search}">
<button>Search</button>
<a class="button" href="/samples/${code.toLowerCase()}/_new">Add an entry</a>
</form>
<table>
<caption>${found.length === entries.length ? `${entries.length} entries` : `${found.length} of ${entries.length} entries`}</caption>
<thead><tr><th scope="col">Country</th><th scope="col">Entry</th><th scope="col">Edit</th></tr></thead>
<tbody>${found.map((entry) => row(code, country, sample.fields, entry))}</tbody>
</table>`,
  );
}

function holds({ key, fields }: SampleEntry, search: string): boolean {
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{Mark}/gu, '')
      .toLowerCase();
  const all = plain([key, ...Object.values(fields)].join('\n'));
  return plain(search)
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function row(
  code: string,
  country: string,
  fields: readonly SampleField[],
  { key, fields: values }: SampleEntry,
): Markup {
  const told = fields.filter(({ name }) => name !== country && values[name]);
  return html`<tr>
<th scope="row">${values[country] ?? ''}<small>${key}</small></th>
<td><dl>${told.map(({ name }) => html`<div><dt>${name}</dt><dd>${values[name] ?? ''}</dd></div>`)}</dl></td>
<td><a class="button" href="/samples/${code.toLowerCase()}/_edit?key=${encodeURIComponent(key)}" aria-label="Edit ${key}">Edit</a></td>
</tr>
`;
}

/** The form of one entry; of a new one where `entry` is null. */
export function editPage({ code, sample }: ServedSample, entry: SampleEntry | null): string {
  const path = `/samples/${code.toLowerCase()}`;
  const inputs = sample.fields.map(({ name, hint }, index) => {
    const id = `field-${index}`;
    const value = entry?.fields[name] ?? '';
    const describes = hint ? html` aria-describedby="${id}-hint"` : null;
    return html`<div class="field"><label for="${id}">${name}</label>
<textarea id="${id}" name="field:${name}" rows="${value.split('\n').length}"${describes} dir="auto"${index === 0 ? html` required` : null}>
${value}</textarea>${hint ? html`<small id="${id}-hint">${hint}</small>` : null}</div>
`;
  });
  const key = entry ? html`<input type="hidden" name="key" value="${entry.key}">` : null;
  const removal = entry
    ? html`<form class="removal" method="post" action="${path}/_remove">${key}
<p>To take the entry out of the source:</p><button class="danger">Remove ${entry.key}</button></form>`
    : null;
  const title = entry ? `Edit ${entry.key}` : `Add an entry to ${code}`;
  return document(
    title,
    html`<nav aria-label="Back"><a href="/samples/?directory=${code}">All ${code} entries</a></nav>
<h1>${title}</h1>
<form method="post" action="${path}/${entry ? '_change' : '_add'}">${key}
<div class="fields">${inputs}</div>
<button>${entry ? 'Save' : 'Add'}</button> <a href="/samples/?directory=${code}">Cancel</a>
</form>
${removal}`,
  );
}

export function problemPage(message: string): string {
  return document(
    'Not done',
    html`<h1>Not done</h1><p role="alert">${message}</p><p>Nothing was changed. Go back to mend it, or to <a href="/samples/">all samples</a>.</p>`,
  );
}

function document(title: string, main: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Crosspoint samples</title>
<link rel="stylesheet" href="/samples/_style.css">
</head>
<body>
<p class="banner" role="note"><strong>Invented sample data</strong>, served by this development server. Nobody listed here exists.</p>
<main>${main}</main>
</body>
</html>
`.text;
}
