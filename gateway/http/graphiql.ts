import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import { type PagePolicy, sendPage } from './headers.ts';

const require = createRequire(import.meta.url);
const packageFolder = (name: string) => dirname(require.resolve(`${name}/package.json`));

// GraphiQL as its package ships it: no outside address is ever asked.
const files: Readonly<Record<string, { file: string; type: string }>> = {
  'react.js': { file: join(packageFolder('react'), 'umd/react.production.min.js'), type: 'text/javascript' },
  'react-dom.js': {
    file: join(packageFolder('react-dom'), 'umd/react-dom.production.min.js'),
    type: 'text/javascript',
  },
  'graphiql.js': { file: join(packageFolder('graphiql'), 'graphiql.min.js'), type: 'text/javascript' },
  'graphiql.css': { file: join(packageFolder('graphiql'), 'graphiql.min.css'), type: 'text/css' },
};

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Crosspoint · GraphiQL</title>
<link rel="stylesheet" href="/graphiql/graphiql.css">
<link rel="stylesheet" href="/graphiql/page.css">
</head>
<body>
<div id="graphiql">Loading…</div>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script src="/graphiql/start.js"></script>
</body>
</html>
`;

const start = `const greeting = \`# Crosspoint. Put a token into "Headers" below:
#   { "authorization": "Bearer <npm run token -- --role state --state EST>" }
query Estonia {
  state(iso3: "EST") {
    name
    contacts { function level name entity emails phones copiedFrom { directory present } }
    osceEntries { sourceKey function level name status }
  }
}
\`;
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery: greeting, defaultEditorToolsVisibility: 'headers', shouldPersistHeaders: false }),
);
`;

/** The one style that it writes itself: what keeps the page still behind a dialog, always the same on a page that does not scroll. */
const scrollLock = "'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='";

/** GraphiQL asks this server alone; its icons and its font are data in its own style sheet. */
const policy: PagePolicy = {
  'script-src': ["'self'"],
  'style-src': ["'self'", scrollLock],
  'connect-src': ["'self'"],
  'font-src': ['data:'],
  'img-src': ["'self'", 'data:'],
};

/** The GraphQL explorer for developers at /graphiql. */
export const graphiqlRoutes: FastifyPluginAsync = async (server) => {
  server.get('/graphiql', async (_request, reply) => sendPage(reply, page, policy));
  server.get('/graphiql/page.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send('html, body, #graphiql { height: 100%; margin: 0; }'),
  );
  server.get('/graphiql/start.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(start),
  );
  for (const [name, { file, type }] of Object.entries(files)) {
    server.get(`/graphiql/${name}`, async (_request, reply) =>
      reply
        .type(`${type}; charset=utf-8`)
        .header('cache-control', 'public, max-age=3600')
        .send(createReadStream(file)),
    );
  }
};
