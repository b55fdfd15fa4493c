import type { MessageValues } from '../languages/catalogue.ts';
import { directionOf } from '../languages/languages.ts';
import type { Language } from '../vocabulary/terms.ts';

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}\p{Script=Syriac}\p{Script=Nko}]/u;
/** First strong isolate and pop directional isolate (Unicode Standard Annex 9, 2.4). */
const [open, close] = ['\u2068', '\u2069'];

/**
 * Values whose direction may differ from the sentence's are isolated from it, so that an address in Latin letters does not tear an Arabic
 * sentence apart, nor an Arabic name a Latin one.
 */
export function isolated(values: MessageValues, language: Language): MessageValues {
  const mixed = (text: string) => directionOf(language) === 'rtl' || rightToLeft.test(text);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && value !== '' && mixed(value) ? `${open}${value}${close}` : value,
    ]),
  );
}
