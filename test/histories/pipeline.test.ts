import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allEntriesOf, consents, contactsOf, decides, heldPulls, pulls, withdraws } from '../flow/verbs.ts';
import { databases } from '../support/databases.ts';
import type { Fault } from '../support/faults.ts';
import { World } from '../support/world.ts';
import { type Listing, serveListing, stateOf } from './osce-source.ts';

// Whole histories from a source's HTTP server to the contacts: the guard, held pulls and their decisions, and faults.

const all = ['EST-1', 'EST-2', 'EST-3', 'FIN-1', 'FIN-2', 'FIN-3', 'LVA-1', 'LVA-2', 'SWE-1', 'SWE-2'];
const original: Listing = new Map(all.map((key) => [key, `${key.toLowerCase()}@team.example`]));
const observed = ['EST', 'FIN'] as const;

const faults = {
  down: { kind: 'down' },
  html: { kind: 'html' },
  empty: { kind: 'empty' },
  truncated: { kind: 'truncated', share: 0.6 },
  dropped: { kind: 'dropped' },
  busy: { kind: 'status', status: 503 },
} as const satisfies Record<string, Fault>;

type Step =
  | { readonly step: 'list'; readonly keys: readonly string[] }
  | { readonly step: 'rename'; readonly key: string; readonly to: number }
  | { readonly step: 'pull' }
  | { readonly step: 'faulty pull'; readonly fault: keyof typeof faults }
  | { readonly step: 'decide'; readonly decision: 'approve' | 'reject' }
  | { readonly step: 'consent' | 'withdraw'; readonly state: (typeof observed)[number] };

const state = fc.constantFrom(...observed);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ step: fc.constant('list' as const), keys: listedKeys() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('rename' as const),
      key: fc.constantFrom(...all),
      to: fc.nat(3),
    }),
  },
  { weight: 5, arbitrary: fc.constant({ step: 'pull' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('faulty pull' as const),
      fault: fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[])),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('decide' as const),
      decision: fc.constantFrom('approve' as const, 'reject' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('consent' as const), state }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('withdraw' as const), state }) },
);

/** Most of the time a few are missing; now and then many are. */
function listedKeys(): fc.Arbitrary<string[]> {
  return fc.oneof(
    fc.subarray(all, { minLength: all.length - 2 }),
    fc.subarray(all, { minLength: 1 }),
    fc.constant(all),
  );
}

/** Of ten accepted, more than two at once are held; of fewer than ten, more than one. */
const mostAtOnce = (accepted: number) => Math.min(Math.max(1, Math.floor(accepted / 5)), 3);

class Telling {
  readonly #consents = new Map<string, string>();
  constructor(
    readonly world: World,
    readonly source: { listing: Listing },
  ) {}

  /** The source lists everybody again, and nobody consents. */
  async begin(): Promise<void> {
    this.source.listing = original;
    await pulls(this.world, 'OSCE');
    expect(await heldPulls(this.world, 'OSCE')).toEqual([]);
  }

  async end(): Promise<void> {
    for (const iso3 of this.#consents.keys()) await this.take({ step: 'withdraw', state: iso3 as 'EST' });
  }

  async take(given: Step): Promise<void> {
    switch (given.step) {
      case 'list': {
        const { listing } = this.source;
        this.source.listing = new Map(given.keys.map((key) => [key, mailboxIn(listing, key)]));
        break;
      }
      case 'rename':
        if (!this.source.listing.has(given.key)) break;
        this.source.listing = new Map([
          ...this.source.listing,
          [given.key, `${given.key.toLowerCase()}.${given.to}@team.example`],
        ]);
        break;
      case 'pull':
        await this.pull();
        break;
      case 'faulty pull':
        await this.faultyPull(faults[given.fault]);
        break;
      case 'decide':
        await this.decide(given.decision);
        break;
      case 'consent':
        if (!this.#consents.has(given.state))
          this.#consents.set(given.state, (await consents(this.world, given.state, 'OSCE')).id);
        break;
      case 'withdraw': {
        const id = this.#consents.get(given.state);
        if (id) await withdraws(this.world, given.state, id, 'WITHDRAW');
        this.#consents.delete(given.state);
        break;
      }
    }
    await this.#checkCopies();
  }

  /** What is listed takes effect; what is missing goes if that is not too much, and not one of it otherwise. */
  async pull(): Promise<void> {
    const before = await this.#entries();
    const pull = await pulls(this.world, 'OSCE');
    const now = await this.#entries();
    for (const [key, mailbox] of this.source.listing) expect(now.get(key)).toBe(mailbox);
    const missing = [...before.keys()].filter((key) => !this.source.listing.has(key));
    const gone = missing.filter((key) => !now.has(key));
    const held = await heldPulls(this.world, 'OSCE');
    if (missing.length > mostAtOnce(before.size)) {
      expect(gone).toEqual([]);
      expect(held).toHaveLength(1);
    } else expect(gone.length === missing.length || held.length === 1, pull.outcome).toBe(true);
    if (missing.length === 0) expect(held).toEqual([]);
  }

  async faultyPull(fault: Fault): Promise<void> {
    const [entries, contacts] = [await this.#entries(), await this.#contacts()];
    this.world.server.fail('OSCE', fault);
    const { outcome, removed } = await pulls(this.world, 'OSCE');
    this.world.server.fail('OSCE', null);
    expect(['FAILED', 'INCOMPLETE']).toContain(outcome);
    expect(removed).toBe(0);
    const after = await this.#entries();
    // Of half a list nothing is taken for missing; what is on the half may be new.
    for (const key of entries.keys()) expect(after.has(key)).toBe(true);
    if (outcome === 'FAILED') expect([after, await this.#contacts()]).toEqual([entries, contacts]);
  }

  async decide(decision: 'approve' | 'reject'): Promise<void> {
    const [held] = await heldPulls(this.world, 'OSCE');
    if (!held) return;
    const before = await this.#entries();
    await decides(this.world, decision, held.id, 'Asked the secretariat.');
    const now = await this.#entries();
    const gone = [...before.keys()].filter((key) => !now.has(key));
    // An approval takes out what was held, which a later read may have lifted; a rejection, nothing that was too much.
    expect(gone.every((key) => !this.source.listing.has(key)) || decision === 'approve').toBe(true);
    if (decision === 'reject') expect(gone.length).toBeLessThanOrEqual(mostAtOnce(before.size));
  }

  /** Each entry of a state that consents is copied as it was accepted, and nothing of anybody else. */
  async #checkCopies(): Promise<void> {
    const entries = await this.#entries();
    for (const iso3 of observed) {
      const contacts = await contactsOf(this.world.custodian, iso3);
      const copied = new Map(
        contacts.flatMap(({ copiedFrom, emails }) =>
          copiedFrom.map(({ sourceKey, present }) => [sourceKey, { present, mailbox: emails.join() }]),
        ),
      );
      if (!this.#consents.has(iso3)) {
        expect(contacts).toEqual([]);
        continue;
      }
      const own = [...entries].filter(([key]) => stateOf(key) === iso3);
      for (const [key, mailbox] of own) expect(copied.get(key)).toEqual({ present: true, mailbox });
      // One that is gone may be kept: the last of its state.
      const kept = [...copied].filter(([key]) => !entries.has(key));
      expect(kept.every(([, { present }]) => !present)).toBe(true);
      expect(kept.length === 0 || own.length === 0).toBe(true);
    }
  }

  /** The mailbox of each entry that is listed, as the adapter has accepted it. */
  async #entries(): Promise<Map<string, string>> {
    const entries = await allEntriesOf(this.world.custodian, 'OSCE');
    return new Map(
      entries
        .filter(({ status, sourceKey }) => status === 'PRESENT' && all.includes(sourceKey))
        .map(({ sourceKey, emails }) => [sourceKey, emails.join()]),
    );
  }

  #contacts() {
    return Promise.all(observed.map((iso3) => contactsOf(this.world.custodian, iso3)));
  }
}

const mailboxIn = (listing: Listing, key: string) => listing.get(key) ?? original.get(key) ?? '';

describe('random histories of a source on its way to the contacts', () => {
  let world: World;
  let source: { listing: Listing };
  beforeAll(async () => {
    const [sqlite] = databases;
    if (!sqlite) throw new Error('There is no database.');
    world = await World.start(sqlite.make);
    // What the product pulled at its start is another list: all of it is gone from this one, and that is approved.
    source = serveListing(world);
    source.listing = original;
    await pulls(world, 'OSCE');
    for (const { id } of await heldPulls(world, 'OSCE')) await decides(world, 'approve', id, 'Another list.');
  });
  afterAll(() => world.stop());

  test('no fault and no held pull loses anybody, and each copy is what was accepted', {
    timeout: 600_000,
  }, async () => {
    const { HISTORIES_SEED: seed, HISTORIES_PATH: path } = process.env;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12, size: 'max' }), async (steps) => {
        const telling = new Telling(world, source);
        await telling.begin();
        try {
          for (const one of steps) await telling.take(one);
          await telling.pull();
          await telling.take({ step: 'pull' });
        } finally {
          await telling.end();
        }
      }),
      { numRuns: 6, ...(seed ? { seed: Number(seed) } : {}), ...(path ? { path } : {}) },
    );
  });
});
