import type { ComposedMessage } from '../messages/compose.ts';

/** A mailbox with the name it is shown by, which may be empty. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** A message on its way to one reader. */
export interface Mail extends ComposedMessage {
  /** The left part of the Message-ID: the same at each attempt. */
  readonly id: string;
  readonly to: Mailbox;
  readonly date: Date;
}

/**
 * What became of an attempt. `refused`: the mail server will not have this message, for good or for now; the others are not concerned.
 * `unreachable`: the mail server does not answer, or takes nothing from us; the next message would fare no better. Whether it had taken this
 * one cannot always be known then.
 */
export type Attempt =
  | { readonly kind: 'sent' }
  | {
      readonly kind: 'refused';
      readonly forGood: boolean;
      readonly replyCode: number | null;
      readonly enhancedStatus: string | null;
      readonly problem: string;
    }
  | { readonly kind: 'unreachable'; readonly problem: string };

/** How messages leave: by a mail server, into the mailbox page of a development server, or not yet, for want of a mail server. */
export type Sending =
  | {
      readonly kind: 'smtp';
      /** Never throws: what went wrong is the attempt's outcome. */
      deliver(mail: Mail, signal: AbortSignal): Promise<Attempt>;
    }
  | { readonly kind: 'mailbox'; readonly from: Mailbox }
  | { readonly kind: 'unconfigured' };
