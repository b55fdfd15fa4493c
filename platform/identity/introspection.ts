import { z } from 'zod';
import { Problem } from '../errors/problem.ts';

const Answer = z.object({ active: z.boolean() });

/**
 * Asks an issuer whether a token is still good (RFC 7662).
 * @throws Problem INTERNAL_SERVER_ERROR where it cannot say: a token that may have been revoked is not taken
 */
export async function introspection(
  endpoint: string | undefined,
  client: { readonly id: string; readonly secret: string },
  token: string,
): Promise<boolean> {
  try {
    if (!endpoint) throw new Error('The issuer has no introspection endpoint.');
    const basic = [client.id, client.secret].map(encodeURIComponent).join(':');
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(basic).toString('base64')}`,
        accept: 'application/json',
      },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
      redirect: 'error',
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(`The issuer answered ${response.status}.`);
    return Answer.parse(await response.json()).active;
  } catch (cause) {
    throw new Problem(
      'INTERNAL_SERVER_ERROR',
      'Whether the token still holds cannot be asked just now. Try again in a minute.',
      { cause },
    );
  }
}
