import type { Tape } from './tape.ts';

const most = 60;

/** What answers named so far: ids by type, one-time links, secrets. */
export class KnownThings {
  readonly #ids = new Map<string, string[]>();

  ids(tape: Tape): string {
    const type = tape.of([...this.#ids.keys()]);
    return tape.of(this.#ids.get(type ?? '') ?? []) ?? 'none';
  }

  of(type: string, tape: Tape): string {
    return tape.of(this.#ids.get(type) ?? []) ?? this.ids(tape);
  }

  count(type: string): number {
    return this.#ids.get(type)?.length ?? 0;
  }

  add(type: string, id: string): void {
    const known = this.#ids.get(type) ?? [];
    if (known.includes(id)) return;
    if (known.length >= most) known.shift();
    this.#ids.set(type, [...known, id]);
  }

  /** Takes up every id that an answer names. */
  learn(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.learn(item);
    else if (typeof value === 'object' && value !== null) {
      if ('__typename' in value && typeof value.__typename === 'string') {
        if ('id' in value && typeof value.id === 'string') this.add(value.__typename, value.id);
        if ('revision' in value && typeof value.revision === 'number')
          this.add('revision', String(value.revision));
        if ('sourceKey' in value && typeof value.sourceKey === 'string')
          this.add('sourceKey', value.sourceKey);
        if ('link' in value && typeof value.link === 'string') this.add('link', value.link);
      }
      for (const inner of Object.values(value)) this.learn(inner);
    }
  }
}
