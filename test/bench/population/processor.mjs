// Processor time of this process, and of the PostgreSQL server that works for it, where it was started for the benchmark.
import { readdirSync, readFileSync } from 'node:fs';

const millisecondsATick = 10;

/** The fields of a process from its parent on (proc_pid_stat(5)); null where it has ended, or there is no /proc. */
function fieldsOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat
      .slice(stat.lastIndexOf(')') + 4)
      .split(' ')
      .map(Number);
  } catch {
    return null;
  }
}

function serverMilliseconds(postmaster) {
  if (!postmaster) return 0;
  const own = fieldsOf(postmaster);
  if (!own) return 0;
  // Of children that ended, the parent keeps the time.
  let ticks = own[10] + own[11] + own[12] + own[13];
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? fieldsOf(name) : null;
    if (fields?.[0] === postmaster) ticks += fields[10] + fields[11];
  }
  return ticks * millisecondsATick;
}

/** @param postmaster the server's process, if any */
export function processorMilliseconds(postmaster) {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + serverMilliseconds(postmaster);
}
