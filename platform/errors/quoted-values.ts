const kinds = 'Name|Int|Float|String|BlockString|Comment';

/**
 * GraphQL's own complaints repeat the value they are about (graphql-js 16), which may be about a person, and suggest names of the schema,
 * which are nobody's but the signed-in's. What is left says what is wrong, and where it is a type or a name of the client's own text, with what.
 */
export function withoutValues(message: string): string {
  const variable = /^Variable "\$(\w+)" got invalid value /.exec(message)?.[1];
  if (variable) {
    const path = new RegExp(` at "(${variable}(?:\\.\\w+|\\[\\d+\\])+)"; `).exec(message)?.[1];
    return `The value of "$${variable}" cannot be read${path ? ` at "${path}"` : ''}. Compare it with the types of the schema.`;
  }
  return message
    .replace(/ ?Did you mean[\s\S]*\?$/, '')
    .replace(/^(Syntax Error: [\s\S]*?)[:,]? ".*"\.?$/s, (whole, before: string) =>
      syntaxError(whole, before),
    )
    .replace(/(cannot represent [^:]*?): [\s\S]*$/, '$1.')
    .replace(/^(Expected value of type "[^"]+"), found [\s\S]*$/, '$1.')
    .replace(
      /^Value "[\s\S]*" does not exist in "(\w+)" enum\.?.*$/s,
      'The value does not exist in "$1" enum.',
    );
}

/** What was found is cut; what was expected, which is GraphQL's own, stays. */
function syntaxError(whole: string, before: string): string {
  const found = new RegExp(`^(Syntax Error: (?:Expected .*?, found|Unexpected) (?:${kinds})) "`, 's').exec(
    whole,
  )?.[1];
  if (found) return `${found}.`;
  return /^Syntax Error: (?:Expected|Unexpected)/.test(whole) ? whole : `${before}.`;
}
