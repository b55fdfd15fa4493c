import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLError } from 'graphql';
import { ConfigurationError } from '../../platform/config/config.ts';

/** @returns the text of a composed supergraph. @throws ConfigurationError where the file is none that can be served */
export function readSupergraph(file: string): string {
  const refuse = (why: string): never => {
    throw new ConfigurationError(`--supergraph: ${file} ${why}`);
  };
  const text = textOf(file, refuse);
  if (text.trim() === '') return refuse('is empty.');
  for (const { name, url } of subgraphsOf(text, refuse)) {
    if (!isHttp(url))
      refuse(`gives the subgraph ${name} no http: or https: address, but ${JSON.stringify(url)}.`);
  }
  return text;
}

function textOf(file: string, refuse: (why: string) => never): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    return refuse(`cannot be read (${cause instanceof Error ? cause.message : cause}).`);
  }
}

function subgraphsOf(text: string, refuse: (why: string) => never) {
  try {
    return Supergraph.build(text).subgraphsMetadata();
  } catch (cause) {
    if (!(cause instanceof GraphQLError)) throw cause;
    const at = cause.locations?.[0];
    const where = at ? ` (line ${at.line}, column ${at.column})` : '';
    if (cause.message.startsWith('Syntax Error'))
      return refuse(`is no GraphQL schema: ${cause.message}${where}`);
    return refuse(`is no composed supergraph of Federation 2: ${cause.message}${where}`);
  }
}

const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
