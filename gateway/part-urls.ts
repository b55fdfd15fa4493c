import { type Config, ConfigurationError } from '../platform/config/config.ts';
import { partNames } from './parts.ts';

const gatewayPort = 4000;

/** The port a part listens on where PORT is not set: the gateway's, and after it one for each part, in a fixed order. */
export function defaultPort(part: string): number {
  const position = partNames.indexOf(part);
  return position < 0 ? gatewayPort : gatewayPort + 1 + position;
}

/** Where a part started by itself is found: `{PART}_URL`, or its default port on this machine. @throws ConfigurationError */
export function partUrl(config: Config, part: string): string {
  const variable = `${part.toUpperCase()}_URL`;
  const value = config.variables[variable] ?? `http://127.0.0.1:${defaultPort(part)}/graphql`;
  if (!URL.canParse(value))
    throw new ConfigurationError(`${variable} is not a URL, such as http://10.0.0.7:4001/graphql.`);
  return value;
}
