import type { Instant } from '../../../platform/clock/clock.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import type { ClaimedField } from '../contacts/claims.ts';
import type { PrecedenceRow, PrecedenceScope } from '../storage/precedence-row.ts';

/** Whose word counts first, as the states of a draft said. */
export class Precedences {
  readonly #rows = new Map<string, PrecedenceRow>();
  readonly touched = new Set<PrecedenceRow>();

  constructor(rows: readonly PrecedenceRow[]) {
    for (const row of rows) this.#rows.set(keyOf(row.iso3, row.scope, row.name), row);
  }

  /** What is remembered for the field goes before the order for the function. */
  order(iso3: string, field: ClaimedField, contactFunction: ContactFunction): readonly string[] {
    return [...this.#of(iso3, 'FIELD', field), ...this.#of(iso3, 'FUNCTION', contactFunction)];
  }

  set(iso3: string, contactFunction: ContactFunction, directories: readonly string[], by: Said): void {
    this.#save(iso3, 'FUNCTION', contactFunction, directories, by);
  }

  /** Puts one directory first for a field, before those remembered for it already. */
  remember(iso3: string, field: string, directory: string, by: Said): void {
    const others = this.#of(iso3, 'FIELD', field).filter((other) => other !== directory);
    this.#save(iso3, 'FIELD', field, [directory, ...others], by);
  }

  #of(iso3: string, scope: PrecedenceScope, name: string): readonly string[] {
    return this.#rows.get(keyOf(iso3, scope, name))?.directories ?? [];
  }

  #save(iso3: string, scope: PrecedenceScope, name: string, directories: readonly string[], by: Said): void {
    const row = { iso3, scope, name, directories: [...directories], set_at: by.at, set_by: by.subject };
    this.#rows.set(keyOf(iso3, scope, name), row);
    this.touched.add(row);
  }
}

interface Said {
  readonly at: Instant;
  readonly subject: string;
}

const keyOf = (iso3: string, scope: PrecedenceScope, name: string) => JSON.stringify([iso3, scope, name]);
