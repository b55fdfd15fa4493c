import { z } from 'zod';
import { graphqlAnswer } from './acts.ts';
import { Defect } from './defect.ts';
import type { Ground, Kind } from './kind.ts';
import { partsOf } from './mutate-zip.ts';
import { changed, type Samples } from './reader-kinds.ts';
import { type SourceServer, whole } from './source-answers.ts';
import type { Tape } from './tape.ts';

const query = `mutation ($directory: ID!) { pullDirectory(directory: $directory) {
  __typename id outcome read added changed removed problem } }`;
const Pulled = z.object({ outcome: z.string(), removed: z.number(), problem: z.string().nullable() });

/** Whole pulls of changed sources through the running product, into its storage and the directory. */
export function pullKind(ground: Ground, sources: SourceServer, given: Samples): Kind {
  const { product } = ground;
  const parts = partsOf(given.arf);
  const outcomes = new Map<string, number>();
  let since = 0;

  function pull(directory: string) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${product.tokens[0]}` };
    const body = JSON.stringify({ query, variables: { directory } });
    return product.caller.call({ method: 'POST', path: '/graphql', headers, body });
  }

  async function pullChanged(tape: Tape): Promise<void> {
    const code = tape.pick('osce', 'arf');
    const made = changed(tape, code, given[code], parts);
    const directory = code.toUpperCase();
    const before = product.entriesOf(directory);
    sources.answer(`/live/${code}`, whole(made.body));
    const answer = await pull(directory);
    const after = product.entriesOf(directory);
    sources.answer(`/live/${code}`, whole(given[code]));
    if (!answer) return; // the connection ended, as one does that carried something spoilt before
    const pulled = Pulled.safeParse(graphqlAnswer(answer)?.data?.pullDirectory).data;
    if (!pulled) throw new Defect('a pull without an outcome', directory, answer.text.slice(0, 1000));
    outcomes.set(pulled.outcome, (outcomes.get(pulled.outcome) ?? 0) + 1);
    const mayRemove = pulled.outcome === 'CHANGED' && code === 'osce' && made.change !== 'cut';
    if (!mayRemove && (pulled.removed > 0 || after < before))
      throw new Defect(
        'a wrong read removes',
        `${directory} ${made.change} ${pulled.outcome}`,
        `${before} entries before, ${after} after; ${JSON.stringify(pulled)}`,
      );
    since += 1;
    if (since % 5 === 0) await pull(directory);
  }

  return {
    name: 'pulls',
    share: 0.6,
    // Nobody else changes entries meanwhile: a submission, or a decision on a held pull, would.
    run: (tape) => ground.acts.do(() => pullChanged(tape)),
    told: () => [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', '),
  };
}
