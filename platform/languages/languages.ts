import type { Language } from '../vocabulary/terms.ts';

/** The six official languages as people are offered them: by their own names, in the alphabetical order of their codes. */
export const languages: readonly { readonly code: Language; readonly tag: string; readonly name: string }[] =
  [
    { code: 'AR', tag: 'ar', name: 'العربية' },
    { code: 'EN', tag: 'en', name: 'English' },
    { code: 'ES', tag: 'es', name: 'Español' },
    { code: 'FR', tag: 'fr', name: 'Français' },
    { code: 'RU', tag: 'ru', name: 'Русский' },
    { code: 'ZH', tag: 'zh', name: '中文' },
  ];

const byTag = new Map(languages.map(({ code, tag }) => [tag, code]));

/** The tag (BCP 47) of a language, as `lang` attributes and formatting want it. */
export const languageTag = (language: Language): string => language.toLowerCase();

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'AR' ? 'rtl' : 'ltr');

/** The official language a tag such as `fr-CA` or `zh-Hant` asks for; undefined where it is none. */
export function languageOfTag(tag: string): Language | undefined {
  return byTag.get(tag.trim().toLowerCase().split(/[-_]/)[0] ?? '');
}

/** The first official language in a space-separated list of tags, such as `ui_locales` (OpenID Connect Core 1.0, 3.1.2.1). */
export function languageOfList(tags: string | undefined): Language | undefined {
  return first((tags ?? '').slice(0, 200).split(/\s+/));
}

/** The official language an Accept-Language header (RFC 9110, 12.5.4) likes best. */
export function languageOfHeader(header: string | undefined): Language | undefined {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((item, position) => {
      const [tag = '', ...parameters] = item.split(';');
      const quality = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return { tag, position, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.position - b.position);
  return first(wanted.map(({ tag }) => tag));
}

function first(tags: readonly string[]): Language | undefined {
  for (const tag of tags) {
    const language = languageOfTag(tag);
    if (language) return language;
  }
  return undefined;
}
