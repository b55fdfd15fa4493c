import { parseTelephone, type Telephone } from '../../platform/contact-details/telephone.ts';

/**
 * The numbers of a contact point, each once: a number that is also the one for round-the-clock calls is that one.
 * `iso2` is whose numbering plan counts where there is no country code.
 */
export function phonesOf(
  usual: readonly string[],
  aroundTheClock: readonly string[],
  iso2: string | null,
): Telephone[] {
  const phones = new Map<string, Telephone>();
  for (const phone of [
    ...usual.map((written) => parseTelephone(written, iso2)),
    ...aroundTheClock.map((written) => parseTelephone(written, iso2, true)),
  ]) {
    const key = JSON.stringify([phone.e164 ?? phone.asWritten, phone.extension]);
    const known = phones.get(key);
    phones.set(
      key,
      known ? { ...known, aroundTheClock: known.aroundTheClock || phone.aroundTheClock } : phone,
    );
  }
  return [...phones.values()];
}
