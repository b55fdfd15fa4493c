import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** A message as it arrived. */
export interface ArrivedMail {
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  readonly raw: string;
  readonly parsed: ParsedMail;
}

/** What the server does with a message; `hang` says nothing until `release`, `drop` cuts the line after it has taken the message. */
export type Reaction = 'take' | 'hang' | 'drop' | { readonly code: number; readonly says: string };

const error = ({ code, says }: { readonly code: number; readonly says: string }) =>
  Object.assign(new Error(says), { responseCode: code });

/** A real SMTP server on this machine that takes, refuses or hangs as the test says. */
export class MailServer {
  /** In the order of arrival; a message that was handed over twice is there twice. */
  readonly arrived: ArrivedMail[] = [];
  atGreeting: Reaction = 'take';
  atSender: Reaction = 'take';
  atRecipient: (address: string) => Reaction = () => 'take';
  atData: (mail: ArrivedMail) => Reaction = () => 'take';
  readonly #server: SMTPServer;
  readonly #host: string;
  readonly #port: number;
  readonly #waiting: (() => void)[] = [];

  private constructor(server: SMTPServer, host: string, port: number) {
    this.#server = server;
    this.#host = host;
    this.#port = port;
  }

  static async start(port = 0, host = '127.0.0.1'): Promise<MailServer> {
    let mine: MailServer | undefined;
    const there = () => {
      if (!mine) throw new Error('The server is not there yet.');
      return mine;
    };
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 50,
      onConnect: (_session, done) => there().#react(there().atGreeting, done),
      onMailFrom: (_address, _session, done) => there().#react(there().atSender, done),
      onRcptTo: ({ address }, _session, done) => there().#react(there().atRecipient(address), done),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          void there().#take(Buffer.concat(chunks), session, done);
        });
      },
    });
    server.on('error', () => undefined);
    const listening = server.listen(port, host);
    await once(listening, 'listening');
    const address = listening.address();
    mine = new MailServer(server, host, typeof address === 'object' && address ? address.port : 0);
    return mine;
  }

  get url(): string {
    return `smtp://${this.#host}:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  /** Each message once, whatever how often it was handed over: what a reader's mail program shows. */
  get shown(): readonly ArrivedMail[] {
    return [...new Map(this.arrived.map((mail) => [mail.messageId, mail])).values()];
  }

  to(address: string): readonly ArrivedMail[] {
    return this.arrived.filter((mail) => mail.to === address);
  }

  /** Answers whoever was left hanging. */
  release(): void {
    for (const answer of this.#waiting.splice(0)) answer();
  }

  async close(): Promise<void> {
    this.release();
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }

  async #take(raw: Buffer, session: SMTPServerSession, done: (error?: Error | null) => void): Promise<void> {
    const parsed = await simpleParser(raw);
    const { mailFrom, rcptTo } = session.envelope;
    const mail = {
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo[0]?.address ?? '',
      messageId: parsed.messageId ?? '',
      raw: raw.toString('utf8'),
      parsed,
    };
    const reaction = this.atData(mail);
    if (reaction === 'take' || reaction === 'drop') this.arrived.push(mail);
    this.#react(reaction, done);
  }

  #react(reaction: Reaction, done: (error?: Error | null) => void): void {
    if (reaction === 'take') done();
    else if (reaction === 'hang') this.#waiting.push(() => done());
    else if (reaction === 'drop') for (const connection of this.#server.connections) connection.close();
    else done(error(reaction));
  }
}
