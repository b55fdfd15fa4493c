import type { MessageValues } from '../languages/catalogue.ts';

/**
 * A piece of a message, in order. `say`: a paragraph. `list`: the lines of a value, one under the other. `action`: what the reader is asked
 * to do, with a link; `path` names the value that holds where below the public address it leads, such as `/review?token=…`.
 */
export type Block<Key extends string, Value extends string> =
  | { readonly say: Key }
  | { readonly list: Value }
  | { readonly action: Key; readonly path: Value };

/** What a message consists of: keys of a catalogue, and the values that complete them. The greeting and the foot come by themselves. */
export interface MessageTemplate<Key extends string> {
  readonly subject: Key;
  readonly body: readonly Block<Key, string>[];
  /** Invented values, for previews; their names and types are those that the template needs. */
  readonly sample: MessageValues;
}

/** A template with the values it needs, so that a block names one that there is. */
export interface TemplateOf<Key extends string, Values extends MessageValues> extends MessageTemplate<Key> {
  readonly body: readonly Block<Key, Extract<keyof Values, string>>[];
  readonly sample: Values;
}

/** The values a template needs, as `enqueueMessage` takes them. */
export type ValuesOf<Template> = Template extends { readonly sample: infer Values } ? Values : never;
