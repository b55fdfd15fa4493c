import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ConfigurationError } from '../../platform/config/config.ts';
import type { HttpSettings } from '../../platform/config/http.ts';
import type { Log } from '../../platform/log/log.ts';

interface KeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The certificate to serve by, read again when its files change: a renewal needs no restart. */
export interface RenewedCertificate {
  current(): KeyPair;
  onRenewal(use: (pair: KeyPair) => void): void;
  stop(): void;
}

const lookEveryMilliseconds = 2_000;

/** @throws ConfigurationError where the files cannot be read, or are no certificate and its key */
export function renewedCertificate(
  { certificateFile, keyFile }: NonNullable<HttpSettings['tls']>,
  log: Log,
): RenewedCertificate {
  const read = (): KeyPair => ({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) });
  const same = (a: KeyPair, b: KeyPair) => a.cert.equals(b.cert) && a.key.equals(b.key);
  let pair: KeyPair;
  try {
    pair = read();
    createSecureContext(pair);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(
      `TLS_CERT_FILE and TLS_KEY_FILE must be a certificate (with its chain) and its private key, as PEM files: ${why}`,
    );
  }
  const users: ((renewed: KeyPair) => void)[] = [];
  let complained = false;

  // Both files are written one after the other, or a link is turned round: they are looked at until they fit together.
  const look = () => {
    try {
      const found = read();
      if (same(found, pair)) return;
      createSecureContext(found);
      pair = found;
      for (const use of users) use(found);
      complained = false;
      log.info('the certificate was renewed');
    } catch {
      if (!complained) log.warn('the certificate changed and cannot be used yet; the one before is kept');
      complained = true;
    }
  };
  const timer = setInterval(look, lookEveryMilliseconds).unref();
  return {
    current: () => pair,
    onRenewal: (use) => users.push(use),
    stop: () => clearInterval(timer),
  };
}
