import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  languageOfHeader,
  languageOfList,
  languageOfTag,
  languageTag,
} from '../../../platform/languages/languages.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import { inLanguage } from '../messages/catalogue.ts';
import type { PageContext } from '../pages/layout.ts';

const Query = z.looseObject({ lang: z.string().optional(), ui_locales: z.string().optional() });

/** What a form sent. A field sent twice counts once. */
export type FormFields = Readonly<Record<string, string>>;

/** How the product is reached. */
export interface Site {
  /** The path before `/oidc`. */
  readonly base: string;
  readonly secure: boolean;
}

export function siteOf(publicUrl: string): Site {
  const { pathname, protocol } = new URL(publicUrl);
  return { base: pathname.replace(/\/$/, ''), secure: protocol === 'https:' };
}

/** A browser's visit to a page. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly site: Site;
  cookie(name: string): string | undefined;
  setCookie(name: string, value: string, seconds: number): void;
  /** @param known what is known of the person or the request beside the browser's own wish */
  page(
    path: string | null,
    known?: { account?: Language | undefined; locales?: string | undefined },
  ): PageContext;
  send(status: number, page: string): FastifyReply;
}

const languageCookie = 'language';

export const languageCookieName = (site: Site): string => cookieName(site, languageCookie);

export function visit(request: FastifyRequest, reply: FastifyReply, site: Site): Visit {
  const cookies = readCookies(request.headers.cookie);
  const query = Query.safeParse(request.query);
  const chosen = languageOfTag((query.success ? query.data.lang : undefined) ?? '');
  const self: Visit = {
    request,
    reply,
    site,
    cookie: (name) => cookies.get(cookieName(site, name)),
    setCookie(name, value, seconds) {
      const attributes = [
        `${cookieName(site, name)}=${value}`,
        'Path=/',
        `Max-Age=${seconds}`,
        'HttpOnly',
        'SameSite=Lax',
        ...(site.secure ? ['Secure'] : []),
      ];
      reply.header('set-cookie', attributes.join('; '));
    },
    page(path, known = {}) {
      const wished = chosen ?? languageOfTag(self.cookie(languageCookie) ?? '');
      const locales = known.locales ?? (query.success ? query.data.ui_locales : undefined);
      const language =
        wished ??
        known.account ??
        languageOfList(locales) ??
        languageOfHeader(request.headers['accept-language']) ??
        'EN';
      return { language, t: inLanguage(language), base: site.base, path };
    },
    send: (status, page) => {
      if (chosen) self.setCookie(languageCookie, languageTag(chosen), 365 * 24 * 3600);
      return reply.code(status).type('text/html; charset=utf-8').send(page);
    },
  };
  return self;
}

/** A browser takes `__Host-` from this very host by TLS only, and for all of it. */
const cookieName = ({ secure }: Site, name: string): string => (secure ? `__Host-${name}` : name);

function readCookies(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(';').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, Math.max(0, at)).trim(), pair.slice(at + 1).trim()];
  });
  return new Map(pairs);
}

/** @throws never: what is no form has no fields */
export function fieldsOf(body: unknown): FormFields {
  return body instanceof URLSearchParams ? Object.fromEntries(body) : {};
}

/** Minutes to wait, as people count them. */
export const minutesOf = (seconds: number): number => Math.max(1, Math.ceil(seconds / 60));
