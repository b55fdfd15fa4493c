import type { FastifyPluginAsync } from 'fastify';
import { type Html, html } from '../../platform/languages/html.ts';
import { directionOf, languageTag } from '../../platform/languages/languages.ts';
import type { MailboxReader, MailInBox } from '../../platform/outbox/sender.ts';
import { answerNotFound } from './answers.ts';
import { type PagePolicy, plainPage, sendPage } from './headers.ts';

const newest = 200;

const styles = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { max-width: 48rem; margin: 2rem auto; padding: 0 1.25rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: start; padding: 0.35rem 0.6rem 0.35rem 0; border-block-end: 1px solid #8886; vertical-align: top; }
pre { background: #8882; padding: 1rem; border-radius: 0.5rem; white-space: pre-wrap; font: inherit; overflow-wrap: anywhere; }
iframe { width: 100%; height: 34rem; border: 1px solid #8886; border-radius: 0.5rem; background: Canvas; }
`;

/** A page that shows the HTML of a message in a frame. */
const withFrame: PagePolicy = { ...plainPage, 'frame-src': ["'self'"] };
/** A message as a mail program would show it: with the styles on its elements, without scripts, forms and anything from elsewhere. */
const message: PagePolicy = {
  'style-src': ["'unsafe-inline'"],
  'frame-ancestors': ["'self'"],
  sandbox: ['allow-popups', 'allow-top-navigation-by-user-activation'],
};

/** The messages of a development server, in place of sending them. Whoever reaches it reads all of them: never in production. */
export function mailboxRoutes(mailbox: MailboxReader): FastifyPluginAsync {
  return async (server) => {
    server.get('/mailbox', async (_request, reply) =>
      sendPage(reply, page('Mailbox', list(await mailbox.newest(newest))), plainPage),
    );
    server.get('/mailbox.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(styles));
    server.get<{ Params: { id: string } }>('/mailbox/:id', async (request, reply) => {
      const found = await mailbox.one(request.params.id);
      if (!found) return answerNotFound(request, reply);
      return sendPage(reply, page(found.mail.subject, one(found)), withFrame);
    });
    server.get<{ Params: { id: string } }>('/mailbox/:id/html', async (request, reply) => {
      const found = await mailbox.one(request.params.id);
      if (!found) return answerNotFound(request, reply);
      reply.header('x-frame-options', 'SAMEORIGIN');
      return sendPage(reply, found.mail.html, message);
    });
  };
}

/** Where the directory runs by itself, its mailbox is there. */
export function mailboxElsewhere(directoryUrl: string): FastifyPluginAsync {
  return async (server) => {
    server.get('/mailbox', async (_request, reply) =>
      reply.redirect(`${new URL(directoryUrl).origin}/mailbox`),
    );
  };
}

function list(mails: readonly MailInBox[]): Html {
  if (mails.length === 0) return html`<p>No message has been written yet.</p>`;
  const rows = mails.map(
    ({ id, at, mail }) => html`<tr>
<td><time datetime="${at}">${at.slice(0, 16).replace('T', ' ')}</time></td>
<td>${mail.to}</td>
<td><a href="/mailbox/${id}" lang="${languageTag(mail.language)}" dir="${directionOf(mail.language)}">${mail.subject}</a></td>
</tr>
`,
  );
  return html`<table>
<thead><tr><th>Written (UTC)</th><th>To</th><th>Subject</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`;
}

function one({ id, at, template, mail }: MailInBox): Html {
  const [tag, direction] = [languageTag(mail.language), directionOf(mail.language)];
  return html`<p><a href="/mailbox">All messages</a></p>
<table>
<tbody>
<tr><th>From</th><td>${mail.from}</td></tr>
<tr><th>To</th><td>${mail.to}</td></tr>
<tr><th>Written (UTC)</th><td>${at}</td></tr>
<tr><th>Template</th><td>${template}</td></tr>
</tbody>
</table>
<h2>Text</h2>
<pre lang="${tag}" dir="${direction}">${mail.text}</pre>
<h2>HTML</h2>
<iframe src="/mailbox/${id}/html" title="The message as HTML" sandbox="allow-popups allow-top-navigation-by-user-activation"></iframe>`;
}

function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Crosspoint</title>
<link rel="stylesheet" href="/mailbox.css">
</head>
<body>
<main>
<h1 dir="auto">${title}</h1>
<p>This development server sends no messages. It keeps them here.</p>
${body}
</main>
</body>
</html>
`.markup;
}
