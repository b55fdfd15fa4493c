import { readFileSync } from 'node:fs';
import { ConfigurationError } from './configuration-error.ts';

/** Variables whose values open something: an environment shows them to whoever may look at the process. */
const secretInFile = /^(.+_(?:URL|TOKEN|SECRET))_FILE$/;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables, with those that stand in files: `DATABASE_URL_FILE` names a file that holds `DATABASE_URL`, and so for every URL,
 * token and secret.
 * @throws ConfigurationError
 */
export function withSecretFiles(variables: Variables): Variables {
  const read = Object.entries(variables).flatMap(([variable, file]) => {
    const name = secretInFile.exec(variable)?.[1];
    if (name === undefined || file === undefined) return [];
    if (variables[name] !== undefined) throw new ConfigurationError(`Set ${name} or ${variable}, not both.`);
    return [[name, contentOf(variable, file)] as const];
  });
  return { ...variables, ...Object.fromEntries(read) };
}

function contentOf(variable: string, file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch (cause) {
    throw new ConfigurationError(
      `${variable}: ${file} cannot be read (${cause instanceof Error ? cause.message : cause}).`,
    );
  }
}
