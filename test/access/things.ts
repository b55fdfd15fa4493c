import { randomUUID } from 'node:crypto';

/** Whose the things are that everything is tried on. */
export const thing = { state: 'CAN', directory: 'OSCE', otherState: 'USA', otherDirectory: 'OAS' } as const;
export const observer = 'institute';
export const otherObserver = 'academy';

/** Real things to try an operation on. Each is there when it is asked for, as often as it is. */
export interface Things {
  readonly state: string;
  readonly directory: string;
  /** A url that organisations may have called. */
  readonly endpoint: string;
  copiedContact(): Promise<string>;
  /** One that the state wrote itself. */
  ownContact(): Promise<string>;
  /** A copied one of which the state wrote the title. */
  editedContact(): Promise<string>;
  /** One copied from two directories, with the entry in `directory`. */
  mergedContact(): Promise<{ readonly id: string; readonly sourceKey: string }>;
  consent(): Promise<string>;
  proposal(): Promise<string>;
  conflict(): Promise<string>;
  webhook(): Promise<string>;
  newWebhook(): Promise<string>;
  /** One that can be replayed. */
  delivery(): Promise<string>;
  heldPull(): Promise<string>;
  /** An entry of the directory that the state refused, by its key. */
  refusedEntry(): Promise<string>;
  /** A person whom the state has just invited. */
  account(): Promise<string>;
  /** An organisation's service. */
  serviceClient(): Promise<string>;
  /** One that the directory has written to somebody. */
  message(): Promise<string>;
  /** One that waits for the state's yes. */
  submission(): Promise<string>;
  /** The document of a note verbale that no submission names yet. */
  submissionDocument(): Promise<string>;
  /** A calendar link of the state's. */
  calendarFeed(): Promise<string>;
  /** A body that the state sponsors. */
  sponsored(): Promise<string>;
}

/** Ids of nothing, where there could be something. */
export function unknownThings({ state, directory, endpoint }: Things): Things {
  const nothing = async () => randomUUID();
  return {
    state,
    directory,
    endpoint,
    copiedContact: nothing,
    ownContact: nothing,
    editedContact: nothing,
    mergedContact: async () => ({ id: randomUUID(), sourceKey: 'submitted:nothing' }),
    consent: nothing,
    proposal: nothing,
    conflict: nothing,
    webhook: nothing,
    newWebhook: nothing,
    delivery: nothing,
    heldPull: async () => `${thing.directory}-${randomUUID().replaceAll('-', '')}`,
    refusedEntry: nothing,
    account: nothing,
    serviceClient: nothing,
    message: nothing,
    submission: nothing,
    submissionDocument: nothing,
    calendarFeed: nothing,
    sponsored: nothing,
  };
}
