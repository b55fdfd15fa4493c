import type { EntryChange } from './diff.ts';
import { withFieldOf, withoutField } from './going.ts';
import type { HeldSubject } from './guard.ts';
import type { HeldChange } from './hold-back.ts';
import { contentRevision } from './revision.ts';
import type { Snapshot, SnapshotEntry } from './snapshot.ts';

/** One entry of a held pull: what it loses, and the change that approving publishes. */
export interface ApprovedEntry {
  readonly losses: readonly HeldSubject[];
  readonly before: SnapshotEntry;
  readonly change: EntryChange;
}

/** What held changes come to once they may take effect, in the order of the feed: what stays first, what goes last. */
export function approved(known: Snapshot, held: readonly HeldChange[]): ApprovedEntry[] {
  const byKey = new Map<string, HeldChange[]>();
  for (const change of held) byKey.set(change.sourceKey, [...(byKey.get(change.sourceKey) ?? []), change]);
  const staying: ApprovedEntry[] = [];
  const going: ApprovedEntry[] = [];
  for (const [key, changes] of [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = known.get(key);
    if (before?.status !== 'PRESENT') continue;
    const losses = changes.map(({ subject }) => subject);
    const gone = changes.find(({ subject }) => subject === 'ENTRY')?.becomes;
    if (gone) {
      const { content, source, revision } = before;
      const after = { content, source, revision, status: gone };
      going.push({ losses, before, change: { sourceKey: key, kind: gone, before, after } });
      continue;
    }
    const after = without(before, changes);
    staying.push({ losses, before, change: { sourceKey: key, kind: 'CHANGED', before, after } });
  }
  return [...staying, ...going];
}

function without(before: SnapshotEntry, changes: readonly HeldChange[]): EntryChange['after'] {
  const moved = changes.find(({ subject }) => subject === 'STATE')?.pending;
  const { source, content: start } = moved ?? before;
  let content = start;
  for (const { subject, pending } of changes) {
    if (subject === 'ENTRY' || subject === 'STATE') continue;
    if (subject !== 'FUNCTION') content = withoutField(content, subject);
    else if (pending) content = withFieldOf(pending.content, content, 'function');
  }
  return { content, source, revision: contentRevision(content), status: 'PRESENT' };
}
