/** It is large, and few messages come back: a start does not wait for it. */
const parser = () => import('mailparser');

/** What a delivery status notification (RFC 3464) says of one of our messages. */
export interface DeliveryStatus {
  /** The left part of the Message-ID of the message it is about. */
  readonly id: string;
  /** FAILED: it is given up. DELAYED: it is still being tried. */
  readonly action: 'FAILED' | 'DELAYED';
  /** RFC 3463, such as `5.1.1`; null where it names none. */
  readonly enhancedStatus: string | null;
  /** What the last server said. */
  readonly diagnostic: string;
}

const longestDiagnostic = 500;

/**
 * Reads a message that came back to the address of bounces.
 * @returns null where it is no delivery status notification about a message of ours: an automatic reply, a good delivery, spam
 */
export async function readDeliveryStatus(raw: Buffer): Promise<DeliveryStatus | null> {
  const mail = await (await parser())
    .simpleParser(raw, {
      keepDeliveryStatus: true,
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipImageLinks: true,
      checksumAlgo: false,
    })
    .catch(() => null);
  if (!mail) return null;
  const status = mail.attachments.find(({ contentType }) => contentType === 'message/delivery-status');
  if (!status) return null;
  const [ofMessage = '', ...ofRecipients] = status.content.toString('utf8').split(/\r?\n\r?\n/);
  const returned = mail.attachments.map(({ content }) => content.toString('latin1'));
  const id =
    ourId(field(ofMessage, 'Original-Envelope-Id')) ?? idAmong([...returned, raw.toString('latin1')]);
  if (id === null) return null;
  for (const fields of ofRecipients) {
    const action = field(fields, 'Action')?.toLowerCase();
    if (action !== 'failed' && action !== 'delayed') continue;
    return {
      id,
      action: action === 'failed' ? 'FAILED' : 'DELAYED',
      enhancedStatus: /^[245]\.\d{1,3}\.\d{1,3}/.exec(field(fields, 'Status') ?? '')?.[0] ?? null,
      diagnostic: (field(fields, 'Diagnostic-Code') ?? '')
        .replace(/^\w+;\s*/, '')
        .slice(0, longestDiagnostic),
    };
  }
  return null;
}

/** A field of a header block, with its continuation lines (RFC 5322, 2.2.3). */
function field(block: string, name: string): string | undefined {
  const line = block
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .find((text) => text.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim();
}

const ourId = (text: string | undefined): string | null => /^[0-9a-f]{40}$/.exec(text ?? '')?.[0] ?? null;

/** The Message-ID of the message that is returned, whole or its headers alone, with the notification. */
function idAmong(texts: readonly string[]): string | null {
  for (const text of texts) {
    const id = /^Message-ID:\s*<([0-9a-f]{40})@/im.exec(text)?.[1];
    if (id !== undefined) return id;
  }
  return null;
}
