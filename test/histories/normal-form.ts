import type { Stored } from './sight.ts';

/**
 * What a directory holds, told without the names that are dealt out at random and without times: two directories with the same
 * normal form are the same to everybody.
 */
export function normalForm(stored: Stored): string[] {
  const names = new Map<string, string>();
  const live = stored.contacts.filter(({ removed_at }) => removed_at === null);
  const told = live.map((contact) => {
    const { content, direct, provenance, kept_from, iso3, id } = contact;
    const copies = stored.sources
      .filter(({ contact_id }) => contact_id === id)
      .map(({ directory, source_key, present, withheld, claims }) => [
        directory,
        source_key,
        present,
        [...withheld].sort(),
        valuesOf(claims),
      ])
      .map((copy) => JSON.stringify(copy))
      .sort();
    const from = provenance
      .map(({ field, origin, directory, sourceKey }) => JSON.stringify([field, origin, directory, sourceKey]))
      .sort();
    const kept = kept_from.map(({ directory, sourceKey }) => JSON.stringify([directory, sourceKey])).sort();
    const conflicts = stored.conflicts
      .filter(({ contact_id }) => contact_id === id)
      .map(({ field, status, chosen, claims }) =>
        JSON.stringify([field, status, chosen, claims.map(({ origin, value }) => [origin, value])]),
      )
      .sort();
    const line = `contact ${JSON.stringify([iso3, inOrder(content), valuesOf(direct), from, copies, kept, conflicts])}`;
    names.set(id, line);
    return line;
  });
  const named = (id: string | null) => (id === null ? '-' : (names.get(id) ?? 'a contact that is gone'));
  const waiting = stored.proposals
    .filter(({ status }) => status === 'WAITING')
    .map(
      ({ iso3, directory, source_key, kind, cause, changes, contact_id }) =>
        `waits ${JSON.stringify([iso3, directory, source_key, kind, cause, changes, named(contact_id)])}`,
    );
  const consents = stored.consents.map(
    ({ iso3, directory, mode, functions, fields, levels, status, granted_at, ended_at, copies }) =>
      `consent ${JSON.stringify([iso3, directory, granted_at, mode, functions, fields, levels, status, ended_at, copies])}`,
  );
  const answers = stored.decisions.map(
    ({ iso3, directory, source_key, refusal, refused_content, kept, answered_function }) =>
      `answer ${JSON.stringify([iso3, directory, source_key, refusal, refused_content && inOrder(refused_content), kept, answered_function])}`,
  );
  const precedences = stored.precedences.map(
    ({ iso3, scope, name, directories }) => `precedence ${JSON.stringify([iso3, scope, name, directories])}`,
  );
  const cursors = stored.directories.map(({ code, cursor }) => `cursor ${code} ${cursor}`);
  return [...told, ...waiting, ...consents, ...answers, ...precedences, ...cursors].sort();
}

const valuesOf = (claims: Readonly<Record<string, unknown>>) =>
  Object.entries(claims)
    .map(([field, claim]) => [
      field,
      typeof claim === 'object' && claim && 'value' in claim ? claim.value : null,
    ])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

const inOrder = (values: object) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));

/** What stands in the one and not in the other. */
export function difference(one: readonly string[], other: readonly string[]): string {
  const missing = one.filter((line) => !other.includes(line)).map((line) => `  - ${line}`);
  const added = other.filter((line) => !one.includes(line)).map((line) => `  + ${line}`);
  return [...missing, ...added].join('\n');
}
