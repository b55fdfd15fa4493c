import type { FastifyPluginAsync } from 'fastify';
import type { IdentityPart } from '../../subgraphs/identity/schema.ts';
import { plainPage, sendPage } from './headers.ts';

const styles = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { max-width: 42rem; margin: 4rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.75rem; margin-bottom: 0.25rem; }
code { background: #8882; padding: 0.1em 0.35em; border-radius: 0.25em; }
pre { background: #8882; padding: 1rem; border-radius: 0.5rem; overflow-x: auto; }
pre code { background: none; padding: 0; }
`;

const developer = `
<p>This is a development server. To try it out:</p>
<ol>
<li>Print a token: <pre><code>npm run token -- --role state --state EST</code></pre></li>
<li>Open the <a href="/graphiql">GraphQL explorer</a> and put the token into “Headers”.</li>
<li>Change an invented entry in the <a href="/samples/">sample console</a>, pull, and see the copy follow:
<pre><code>npm run pull -- OSCE</code></pre></li>
</ol>
<p>What the directory would have sent by e-mail is in its <a href="/mailbox">mailbox</a>.</p>
<p>The README tells a first session from start to end.</p>`;

const visitor = '<p>Access is for states and for organisations that a state has released data to.</p>';

function page(development: boolean, greeting: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Crosspoint</title>
<link rel="stylesheet" href="/welcome.css">
</head>
<body>
<main>
<h1>Crosspoint</h1>
<p>The global, intergovernmental directory of points of contact on the security of information and communications technologies.</p>
${greeting}
${development ? developer : visitor}
</main>
</body>
</html>
`;
}

/** The first page: what this is, who is signed in, and where to go. */
export function welcomeRoutes(
  development: boolean,
  identity: Pick<IdentityPart, 'greeting'>,
): FastifyPluginAsync {
  return async (server) => {
    server.get('/', async (request, reply) => {
      const { markup } = await identity.greeting(request, reply);
      return sendPage(reply, page(development, markup), plainPage);
    });
    server.get('/welcome.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(styles));
  };
}
