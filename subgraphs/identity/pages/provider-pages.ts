import type { KoaContextWithOIDC } from 'oidc-provider';
import { languageOfHeader, languageOfList, languageOfTag } from '../../../platform/languages/languages.ts';
import { inLanguage } from '../messages/catalogue.ts';
import type { ProviderPages } from '../provider/configuration.ts';
import type { PageContext } from './layout.ts';
import { errorPage, signedOutPage, signOutPage } from './sign-in-pages.ts';

/** The pages that the provider itself shows, in the product's look. */
export function providerPages(base: string, languageCookie: string): ProviderPages {
  const contextOf = (ctx: KoaContextWithOIDC): PageContext => {
    const locales = ctx.query.ui_locales;
    const language =
      languageOfTag(ctx.cookies.get(languageCookie, { signed: false }) ?? '') ??
      languageOfList(typeof locales === 'string' ? locales : undefined) ??
      languageOfHeader(ctx.get('accept-language')) ??
      'EN';
    return { language, t: inLanguage(language), base, path: null };
  };
  const send = (ctx: KoaContextWithOIDC, page: string) => {
    ctx.type = 'html';
    ctx.body = page;
  };
  return {
    logout: async (ctx, form) => send(ctx, signOutPage(contextOf(ctx), form)),
    loggedOut: async (ctx) => send(ctx, signedOutPage(contextOf(ctx))),
    // The code alone: what else the provider says of an error is for those who write clients, not for people.
    error: async (ctx, { error }) => send(ctx, errorPage(contextOf(ctx), error)),
  };
}
