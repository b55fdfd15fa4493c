import { isDeepStrictEqual } from 'node:util';
import { directories } from '../universe.ts';
import { entryName, Findings, type Rule } from './rule.ts';

/**
 * 4. The position in each feed is exactly what was followed and never past its end; the events of each directory are numbered
 * 1, 2, 3, … and none says again what the one before said of its entry; what was last told of an entry is its last event.
 */
export const feedHasNoGapAndNoRepeat: Rule = ({ model, before, now, feeds }) => {
  const findings = new Findings();
  for (const { code, cursor } of now.stored.directories) {
    const expected = model.facts.cursors[code as (typeof directories)[number]];
    findings.expect(
      cursor <= (feeds[code] ?? 0),
      () => `the position in ${code} is ${cursor}, past the end of its feed`,
    );
    findings.expect(
      cursor === expected,
      () => `${code} was followed to ${expected} and the position is ${cursor}`,
    );
  }
  for (const directory of directories) {
    const events = now.stored.events.filter((event) => event.directory === directory);
    findings.expect(
      events.every(({ seq }, index) => seq === index + 1),
      () => `the events of ${directory} are numbered ${events.map(({ seq }) => seq).join(', ')}`,
    );
    const last = new Map<string, (typeof events)[number]>();
    for (const event of events) {
      const said = last.get(entryName(event));
      const told = ({ cause, fields, contact_id, position }: typeof event) => ({
        cause,
        fields,
        contact_id,
        position,
      });
      findings.expect(
        !said || !isDeepStrictEqual(told(said), told(event)),
        () => `event ${event.seq} of ${directory} repeats event ${said?.seq}`,
      );
      last.set(entryName(event), event);
    }
    for (const row of now.stored.outcomes.filter((one) => one.directory === directory))
      findings.expect(
        last.get(entryName(row))?.seq === row.seq && last.get(entryName(row))?.cause === row.cause,
        () => `what was last told of ${entryName(row)} is not its last event`,
      );
  }
  for (const event of before.stored.events)
    findings.expect(
      now.stored.events.some((one) => isDeepStrictEqual({ ...one }, { ...event })),
      () => `event ${event.seq} of ${event.directory} was changed or is gone`,
    );
  for (const source of now.stored.sources)
    findings.expect(
      now.stored.outcomes.some(
        (row) => entryName(row) === entryName(source) && row.contact_id === source.contact_id,
      ),
      () => `the organisation was not told which contact ${entryName(source)} is copied to`,
    );
  return findings.found;
};

/** 4. The revisions of each contact are 1, 2, 3, …, none is ever changed, and the last one shows the contact as it is. */
export const historyHasNoGap: Rule = ({ before, now }) => {
  const findings = new Findings();
  for (const contact of now.stored.contacts) {
    const steps = now.stored.revisions.filter(({ contact_id }) => contact_id === contact.id);
    findings.expect(
      steps.every(({ revision }, index) => revision === index + 1) && steps.length === contact.revision,
      () =>
        `contact ${contact.id} is at revision ${contact.revision} with ${steps.map(({ revision }) => revision).join(', ')}`,
    );
    const last = steps.at(-1)?.snapshot;
    const isShown =
      contact.removed_at === null ? isDeepStrictEqual(last?.content, contact.content) : last === null;
    findings.expect(isShown, () => `the last revision of contact ${contact.id} does not show it as it is`);
  }
  for (const row of before.stored.revisions)
    findings.expect(
      now.stored.revisions.some((one) => isDeepStrictEqual({ ...one }, { ...row })),
      () => `revision ${row.revision} of contact ${row.contact_id} was changed or is gone`,
    );
  return findings.found;
};

/** 4. Whoever sees a difference sees another number of the directory, and the number never goes back. */
export const revisionTells: Rule = ({ before, now }) => {
  const findings = new Findings();
  const seen = ({ shown }: typeof now) =>
    Object.values(shown).map(({ state, proposals, conflicts }) => ({ state, proposals, conflicts }));
  findings.expect(now.revision >= before.revision, () => 'the number of the directory went back');
  findings.expect(
    now.revision > before.revision || isDeepStrictEqual(seen(before), seen(now)),
    () => 'something visible changed and the number of the directory did not',
  );
  return findings.found;
};
