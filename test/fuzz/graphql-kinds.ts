import { act, graphqlAnswer } from './acts.ts';
import { Defect } from './defect.ts';
import { DocumentWriter } from './graphql-documents.ts';
import { plainRequest, spoiltRequest } from './graphql-requests.ts';
import type { Ground, Kind } from './kind.ts';
import { askers } from './product.ts';
import type { Tape } from './tape.ts';

/** Requests at /graphql, made from the schema: as every role, right and wrong, and spoilt on their way. */
export function graphqlKinds(ground: Ground): Kind[] {
  const { product, schema, things } = ground;
  function write(tape: Tape, isMutation: boolean) {
    // Acts are mostly the authorities'; and of those who may not, all are tried.
    const at = isMutation && tape.chance(0.75) ? tape.pick(1, 2, 3, 0, 4, 1) : tape.below(askers.length);
    const operation = DocumentWriter.write(schema, tape, ground, askers[at] ?? null, isMutation);
    return { operation, token: product.tokens[at] ?? null };
  }
  const codes = new Map<string, number>();

  async function ask(tape: Tape): Promise<void> {
    const { operation, token } = write(tape, false);
    const answer = await product.caller.call(plainRequest(operation, token, tape));
    const told = graphqlAnswer(answer);
    if (answer && !told) throw new Defect('not an answer of GraphQL', '/graphql', answer.text.slice(0, 500));
    for (const error of told?.errors ?? [undefined]) {
      const code = error ? codeOf(error) : 'answered';
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    things.learn(told?.data);
  }

  async function change(tape: Tape): Promise<void> {
    const { operation, token } = write(tape, true);
    const answer = await act(ground, plainRequest(operation, token, tape), operation.roots);
    for (const error of graphqlAnswer(answer)?.errors ?? [undefined]) {
      const code = error ? codeOf(error) : 'done';
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  }

  async function spoil(tape: Tape): Promise<void> {
    const isMutation = tape.chance(0.25);
    const { operation, token } = write(tape, isMutation);
    const call = spoiltRequest(plainRequest(operation, token, tape), tape);
    await (isMutation ? act(ground, call, operation.roots) : product.caller.call(call));
  }

  const told = () => [...codes].map(([code, count]) => `${code} ${count}`).join(', ');
  return [
    { name: 'questions', share: 24, run: ask, told },
    { name: 'acts', share: 18, run: change },
    { name: 'spoilt requests', share: 16, run: spoil },
  ];
}

function codeOf(error: Readonly<Record<string, unknown>>): string {
  const { extensions } = error;
  if (typeof extensions !== 'object' || extensions === null || !('code' in extensions)) return 'no code';
  return String(extensions.code);
}
