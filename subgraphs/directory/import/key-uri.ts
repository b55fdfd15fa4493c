/** The armoured OpenPGP key that a `data:` URI (RFC 2397) holds; none where it holds something else. */
export function keyOf(uri: string): string[] {
  const [, base64] =
    /^data:application\/pgp-keys(?:;[^;,]*)*?;base64,([A-Za-z0-9+/=\s]+)$/i.exec(uri.trim()) ?? [];
  if (base64 === undefined) return [];
  const text = Buffer.from(base64, 'base64').toString('utf8');
  return text.includes('-----BEGIN PGP PUBLIC KEY BLOCK-----') ? [text] : [];
}
