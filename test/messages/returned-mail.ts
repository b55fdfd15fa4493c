/** A delivery status notification as mail servers write them (RFC 3464). */
export interface Returned {
  readonly id: string;
  readonly action?: string;
  readonly status?: string;
  readonly diagnostic?: string;
  /** How the notification says which message it is about. */
  readonly names?: 'envelope' | 'headers' | 'whole message' | 'nothing';
  readonly encoding?: '7bit' | 'base64';
}

const original = (id: string) =>
  [
    'Return-Path: <bounces@un.example>',
    'From: Directory <directory@un.example>',
    'To: desk@est.example',
    'Message-ID:',
    ` <${id}@un.example>`,
    'Subject: Review',
    '',
  ].join('\r\n');

export function returnedMail({
  id,
  action = 'failed',
  status = '5.1.1',
  diagnostic = 'smtp; 550 5.1.1 <desk@est.example>: Recipient address rejected:\r\n User unknown',
  names = 'headers',
  encoding = '7bit',
}: Returned): string {
  const report = [
    'Reporting-MTA: dns; mail.un.example',
    ...(names === 'envelope' ? [`Original-Envelope-Id: ${id}`] : []),
    'Arrival-Date: Mon, 1 Mar 2027 09:00:00 +0000',
    '',
    'Final-Recipient: rfc822; desk@est.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${diagnostic}`,
    '',
  ].join('\r\n');
  const third =
    names === 'headers'
      ? ['Content-Type: text/rfc822-headers', '', original(id)]
      : names === 'whole message'
        ? ['Content-Type: message/rfc822', '', `${original(id)}\r\nIt is due.`]
        : ['Content-Type: text/plain', '', 'It is not included.'];
  return [
    'From: MAILER-DAEMON@mail.un.example (Mail Delivery System)',
    'To: bounces@un.example',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <20270301090000.ABCDEF@mail.un.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="edge"',
    '',
    '--edge',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Your message could not be delivered. Action: failed',
    '--edge',
    'Content-Type: message/delivery-status',
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    encoding === 'base64' ? Buffer.from(report).toString('base64') : report,
    '--edge',
    ...third,
    '--edge--',
    '',
  ].join('\r\n');
}
