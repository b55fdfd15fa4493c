import { open, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { exportFiles } from '../subgraphs/directory/schema.ts';

export interface ExportCommand {
  /** Where the server is reached, without a trailing slash. */
  readonly url: string;
  /** A file with a bearer token of whoever exports: it reads what that account may. */
  readonly tokenFile: string;
  readonly format: string;
  readonly states: readonly string[];
  readonly function: string | null;
  readonly out: string;
}

const Refusal = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });

/**
 * Fetches an export from the running server into a file that only its owner reads. The file is there once it is whole.
 * @throws Error with a sentence for a person
 */
export async function fetchExport(command: ExportCommand): Promise<void> {
  const response = await ask(command);
  const unfinished = `${command.out}.part`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    try {
      if (response.body) for await (const piece of response.body) await file.write(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, command.out);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw new Error('The export broke off; nothing was kept of it. Try again.', { cause });
  }
}

async function ask({ url, tokenFile, format, states, function: wanted }: ExportCommand): Promise<Response> {
  const file = exportFiles.find((one) => one.format === format.toUpperCase());
  if (!file)
    throw new Error(`--format is one of ${exportFiles.map((one) => one.format.toLowerCase()).join(', ')}.`);
  const token = (await readFile(tokenFile, 'utf8')).trim();
  const address = new URL(`${url}${file.path}`);
  if (states.length > 0) address.searchParams.set('state', states.join(','));
  if (wanted !== null) address.searchParams.set('function', wanted);
  const response = await fetch(address, {
    // What is no header's value would be refused with the token in the message.
    headers: { authorization: `Bearer ${/^[\w.~+/=-]+$/.test(token) ? token : 'none'}` },
    redirect: 'error',
  }).catch((cause) => {
    throw new Error(`The server at ${url} cannot be reached. Is it running?`, { cause });
  });
  if (response.ok) return response;
  const refusal = Refusal.safeParse(await response.json().catch(() => null));
  const why = refusal.success ? refusal.data.errors[0]?.message : `The server answered ${response.status}.`;
  throw new Error(why);
}
