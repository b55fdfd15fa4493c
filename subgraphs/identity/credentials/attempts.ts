import { createHash } from 'node:crypto';
import { LessThan } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import type { IdentityParts } from '../parts.ts';
import { AttemptRow } from '../storage/attempt-row.ts';

// Guessing is slowed where it comes from: an account in combination with a device or an address, and an address by itself. Nothing counts
// against an account alone while somebody without its password tries, so nobody can lock another out.

/** A place attempts come from, and how many may fail there before one must wait. */
export interface AttemptPlace {
  readonly place: string;
  readonly free: number;
}

const longestWaitSeconds = 60 * 60;
const firstWaitSeconds = 30;
const forgottenAfterMilliseconds = 24 * 60 * 60_000;

const placeOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('base64url');

/** A known device counts by itself: failures of others, wherever they sit, do not touch it. */
export function passwordPlaces(email: string, address: string, device: string | null): AttemptPlace[] {
  if (device !== null) return [{ place: placeOf('password', email, 'device', device), free: 5 }];
  return [
    { place: placeOf('password', email, 'address', address), free: 5 },
    { place: placeOf('address', address), free: 50 },
  ];
}

/** Whoever is asked for the second factor has given the password: here the account counts, but for known devices. */
export function secondFactorPlaces(account: string, device: string | null): AttemptPlace[] {
  return [{ place: placeOf('second factor', account, device ?? ''), free: 5 }];
}

/** Links are unguessable; trying many from one address is slowed all the same. */
export function linkPlaces(address: string): AttemptPlace[] {
  return [{ place: placeOf('link', address), free: 50 }];
}

/**
 * Counts an attempt as failed before it is made, so that many at once count as many; `succeeded` takes it back.
 * @returns the seconds to wait where it may not be made now; else for how long none may be made there once it has failed, 0 for not at all
 */
export function beginAttempt(
  { database, clock }: Pick<IdentityParts, 'database' | 'clock'>,
  places: readonly AttemptPlace[],
): Promise<{ readonly wait: number } | { readonly wait: null; readonly blocks: number }> {
  return database.write(async (manager) => {
    const now = clock.now();
    const rows = await Promise.all(
      places.map(async ({ place, free }) => {
        const known = await manager.findOneBy(AttemptRow, { place });
        const forgotten = known && now.getTime() - Date.parse(known.last_at) > forgottenAfterMilliseconds;
        return { place, free, known: forgotten ? null : known };
      }),
    );
    const waits = rows.map(({ known }) => (known?.blocked_until ? Date.parse(known.blocked_until) : 0));
    const wait = Math.max(0, ...waits) - now.getTime();
    if (wait > 0) return { wait: Math.ceil(wait / 1000) };
    let blocks = 0;
    for (const { place, free, known } of rows) {
      const failures = (known?.failures ?? 0) + 1;
      const over = failures - free;
      const seconds = over < 0 ? 0 : Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** over);
      blocks = Math.max(blocks, seconds);
      const blocked_until = seconds === 0 ? null : instant(new Date(now.getTime() + seconds * 1000));
      await manager.save(AttemptRow, { place, failures, last_at: instant(now), blocked_until });
    }
    return { wait: null, blocks };
  });
}

/** The attempt was right: where it came from starts anew. An address that others share gets only this one back. */
export async function attemptSucceeded(
  { database }: Pick<IdentityParts, 'database'>,
  places: readonly AttemptPlace[],
): Promise<void> {
  await database.write(async (manager) => {
    const [own, ...shared] = places;
    if (own) await manager.delete(AttemptRow, { place: own.place });
    for (const { place, free } of shared) {
      const row = await manager.findOneBy(AttemptRow, { place });
      if (!row) continue;
      const failures = Math.max(0, row.failures - 1);
      const blocked_until = failures < free ? null : row.blocked_until;
      await manager.update(AttemptRow, { place }, { failures, blocked_until });
    }
  });
}

export async function forgetAttempts({ database, clock }: IdentityParts): Promise<void> {
  const before = instant(new Date(clock.now().getTime() - forgottenAfterMilliseconds));
  await database.write((manager) => manager.delete(AttemptRow, { last_at: LessThan(before) }));
}
