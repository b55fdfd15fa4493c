// Counts what is sent to the databases, by what it does.
import { subscribe } from 'node:diagnostics_channel';

export const counted = { all: 0, writes: 0, kinds: new Map() };

subscribe('crosspoint.statement', ({ text }) => {
  counted.all += 1;
  if (/^\s*(INSERT|UPDATE|DELETE|WITH)/i.test(text)) counted.writes += 1;
  const kind = text.replace(/\s+/g, ' ').slice(0, 60);
  counted.kinds.set(kind, (counted.kinds.get(kind) ?? 0) + 1);
});

export function reset() {
  counted.all = 0;
  counted.writes = 0;
  counted.kinds.clear();
}
