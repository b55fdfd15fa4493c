import type { Caller } from '../identity/caller.ts';
import { actorOf } from '../ledger/actor.ts';
import type { Reading } from './reading.ts';
import type { ReadingsLedger } from './readings-ledger.ts';
import { noState } from './storage.ts';

/** Whose details are shown, and what shows them. */
export interface Shown {
  /** ISO 3166-1 alpha-3; null where the participant of an entry is no Member State. */
  readonly state: string | null;
  /** The contact's id, or the entry's key. */
  readonly id: string;
}

/** Where a directory is open to the public. */
const nobodySignedIn = { role: 'public', subject: '', party: null };

type Request = { readonly requestId: string; readonly operation?: string | undefined };

/** Contact details that a request was shown, as they were recorded. Who is shown the very same again is recorded by it too. */
export class RecordedReading {
  readonly #ledger: ReadingsLedger;
  readonly #shown: Pick<Reading, 'through' | 'contacts'>;

  constructor(ledger: ReadingsLedger, shown: Pick<Reading, 'through' | 'contacts'>) {
    this.#ledger = ledger;
    this.#shown = shown;
  }

  /** @throws where it cannot be recorded: then the answer must not leave */
  again(caller: Caller | null, { requestId, operation }: Request): Promise<void> {
    return this.#ledger.record({
      reader: caller ? actorOf(caller) : nobodySignedIn,
      operation: operation ?? null,
      request: requestId,
      ...this.#shown,
    });
  }

  /** About how much memory it takes, in octets. */
  get size(): number {
    const { contacts, through } = this.#shown;
    return [...Object.entries(contacts).flat(2), ...through].reduce(
      (sum, text) => sum + text.length + 40,
      200,
    );
  }
}

/** The contact details that one request to a part has read so far. */
export class RequestReadings {
  readonly #ledger: ReadingsLedger;
  readonly #caller: Caller | null;
  readonly #request: Request;
  #contacts = new Map<string, Set<string>>();
  #through = new Set<string>();

  constructor(ledger: ReadingsLedger, caller: Caller | null, request: Request) {
    this.#ledger = ledger;
    this.#caller = caller;
    this.#request = request;
  }

  note({ state, id }: Shown, through: string): void {
    const key = state ?? noState;
    const ids = this.#contacts.get(key);
    if (ids) ids.add(id);
    else this.#contacts.set(key, new Set([id]));
    this.#through.add(through);
  }

  /**
   * Records what was read, once. One part of the product that reads another is nobody's reading: what a person sees of it is
   * recorded where it is shown.
   * @returns null where there was nothing to record
   * @throws where it cannot be recorded: then the answer must not leave
   */
  async record(): Promise<RecordedReading | null> {
    const contacts = this.#contacts;
    const through = this.#through;
    if (contacts.size === 0 || this.#caller?.role === 'service') return null;
    this.#contacts = new Map();
    this.#through = new Set();
    const recorded = new RecordedReading(this.#ledger, {
      through: [...through].sort(),
      contacts: Object.fromEntries([...contacts].map(([state, ids]) => [state, [...ids].sort()])),
    });
    await recorded.again(this.#caller, this.#request);
    return recorded;
  }
}

/** What every part's context of a request has that shows contact details. */
export interface ReadingContext {
  readonly readings: RequestReadings;
}

/** Call it when the answer to a request is made and before it leaves. @throws where what was read cannot be recorded */
export async function recordReadings(context: object): Promise<RecordedReading | null> {
  return 'readings' in context && context.readings instanceof RequestReadings
    ? context.readings.record()
    : null;
}
