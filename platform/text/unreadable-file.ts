/** A file from outside that cannot be read; the message says, to a person, what it is. */
export class UnreadableFile extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UnreadableFile';
  }
}
