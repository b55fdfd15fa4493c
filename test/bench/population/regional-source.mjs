// A big regional directory, made up as it is asked for and never kept: an API of movements in the form of OAS. The same number
// always gives the same movement. All of it is invented; domains and telephone numbers are of the reserved kinds of the sample.
// Run as a process of its own, so that what it costs is not counted with those who read it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const sample = new URL('../../../adapters/oas/sample/participants.json', import.meta.url);
const { participants } = JSON.parse(readFileSync(fileURLToPath(sample), 'utf8'));
const [size] = process.argv.slice(2).map(Number);

const syllables = 'ba ce di fo gu la me ni po ru sa te vi xo zu ar en il or us'.split(' ');
const titles = ['Director', 'Subdirector', 'Asesora', 'Coordinador', 'Jefa de Unidad'];

/** A word for a number: other numbers, other words. */
function word(number) {
  let text = '';
  for (let rest = number + 20; rest > 0; rest = Math.floor(rest / 20)) text += syllables[rest % 20];
  return text[0].toUpperCase() + text.slice(1);
}

const mixed = (number) => Math.imul(number ^ (number >>> 15), 0x2c1b3c6d) >>> 8;

function telephone(pattern, number) {
  let rest = mixed(number);
  return pattern.replace(/#/g, () => {
    const digit = rest % 10;
    rest = Math.floor(rest / 10);
    return String(digit);
  });
}

/** @param edition how often the point was corrected before */
function nomination(id, point, edition) {
  const [iso3, country, domain, pattern, languages, ministry, agency] =
    participants[point % participants.length];
  const given = word(mixed(point) % 8000);
  const family = `${word(point)} ${word(mixed(point + 7) % 8000)}`;
  return {
    id,
    point_id: `OAS-${iso3}-${String(point).padStart(7, '0')}`,
    action: 'NOMINATION',
    country,
    full_name: `${given} ${family}`,
    official_position: `${titles[point % titles.length]}${edition > 0 ? `, ${edition}` : ''}`,
    affiliated_institution: point % 2 ? agency : ministry,
    email: `${given}.${family.replace(' ', '-')}@example.${domain}.example`.toLowerCase(),
    telephone: telephone(pattern, point),
    languages,
    category: point % 2 ? 'CYBER_POLICY' : 'FOREIGN_AFFAIRS',
    note_verbale_ref: `NV 6/2025-${point}`,
    note_date: `${String(1 + (point % 28)).padStart(2, '0')}/11/2025`,
  };
}

/** Each round of changes corrects points spread over the whole directory, and its last two movements take points out. */
const rounds = [];
let last = size;
const removalsInRound = 2;

function movement(id) {
  if (id <= size) return nomination(id, id, 0);
  const number = rounds.findLastIndex(({ after }) => after < id);
  const { after, count } = rounds[number];
  const place = id - after - 1;
  if (place >= count - removalsInRound) {
    const { point_id, country, category } = nomination(
      id,
      size - number * removalsInRound - (count - place) + 1,
      0,
    );
    return { id, point_id, action: 'REMOVAL', country, category };
  }
  return nomination(id, 1 + ((place * Math.max(1, Math.floor(size / count))) % size), number + 1);
}
let requests = 0;

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const answer = (body) => {
    const bytes = Buffer.from(JSON.stringify(body));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.end(bytes);
  };
  if (url.pathname === '/correct') {
    const count = Number(url.searchParams.get('count'));
    rounds.push({ after: last, count });
    last += count;
    return answer({ last });
  }
  if (url.pathname === '/requests') return answer({ requests });
  requests += 1;
  const since = Number(url.searchParams.get('since') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 100);
  const data = [];
  for (let id = since + 1; id <= last && data.length < limit; id++) data.push(movement(id));
  return answer({ data, next: data.at(-1)?.id ?? since, has_more: since + data.length < last });
});
server.keepAliveTimeout = 0; // the reader may be busy for long
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
