import { expect } from 'vitest';

interface Shown {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A person with a browser that has no scripts: keeps cookies, follows redirects, fills in forms. */
export class Visitor {
  readonly #origin: string;
  readonly #cookies = new Map<string, { value: string; path: string }>();
  #page: Shown = { url: '', status: 0, text: '', headers: new Headers() };
  readonly #headers: Record<string, string>;

  constructor(origin: string, headers: Record<string, string> = {}) {
    this.#origin = origin;
    this.#headers = { accept: 'text/html', 'accept-language': 'en', ...headers };
  }

  get page(): Shown {
    return this.#page;
  }

  get title(): string {
    return text(/<h1>(.*?)<\/h1>/s.exec(this.#page.text)?.[1] ?? '');
  }

  get problem(): string | null {
    const found = /<p class="problem"[^>]*>(.*?)<\/p>/s.exec(this.#page.text)?.[1];
    return found === undefined ? null : text(found);
  }

  get notice(): string | null {
    const found = /<p class="notice"[^>]*>(.*?)<\/p>/s.exec(this.#page.text)?.[1];
    return found === undefined ? null : text(found);
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)?.value;
  }

  forget(name: string): void {
    this.#cookies.delete(name);
  }

  /** The same browser, somewhere else. */
  copy(): Visitor {
    const other = new Visitor(this.#origin, this.#headers);
    for (const [name, cookie] of this.#cookies) other.#cookies.set(name, cookie);
    return other;
  }

  async open(address: string, follow = true): Promise<this> {
    return this.#go('GET', new URL(address, this.#page.url || this.#origin).href, null, follow);
  }

  /** Sends the form on the page whose `action` field says so, as it is, with these fields filled in. */
  async send(action: string, fields: Readonly<Record<string, string>> = {}, follow = true): Promise<this> {
    const forms = this.#page.text.match(/<form[\s\S]*?<\/form>/g) ?? [];
    const form = forms.find(
      (candidate) => action === '' || candidate.includes(`name="action" value="${action}"`),
    );
    if (!form) throw new Error(`There is no form "${action}" on "${this.title}": ${this.#page.text}`);
    const given: Record<string, string> = {};
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const name = /\bname="([^"]*)"/.exec(input)?.[1];
      if (name) given[name] = text(/\bvalue="([^"]*)"/.exec(input)?.[1] ?? '');
    }
    const target = /^<form[^>]*\baction="([^"]*)"/.exec(form)?.[1] ?? this.#page.url;
    return this.post(text(target), { ...given, ...fields }, follow);
  }

  async post(address: string, fields: Readonly<Record<string, string>>, follow = true): Promise<this> {
    const url = new URL(address, this.#page.url || this.#origin).href;
    return this.#go('POST', url, new URLSearchParams(fields).toString(), follow);
  }

  async #go(method: string, url: string, body: string | null, follow: boolean): Promise<this> {
    let next = { method, url, body };
    for (let hops = 0; hops < 20; hops++) {
      const { pathname } = new URL(next.url);
      const cookies = [...this.#cookies]
        .filter(
          ([, { path }]) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
        )
        .map(([name, { value }]) => `${name}=${value}`);
      const response = await fetch(next.url, {
        method: next.method,
        redirect: 'manual',
        headers: {
          ...this.#headers,
          ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}),
          ...(next.body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(next.body === null ? {} : { body: next.body }),
      });
      for (const header of response.headers.getSetCookie()) this.#take(header);
      this.#page = {
        url: next.url,
        status: response.status,
        text: await response.text(),
        headers: response.headers,
      };
      const location = response.headers.get('location');
      if (!location || !follow) return this;
      const target = new URL(location, next.url).href;
      // Where the portal takes over: what it was sent is what matters.
      if (!new URL(target).pathname.startsWith('/oidc/')) {
        this.#page = { ...this.#page, url: target, text: '' };
        return this;
      }
      next = { method: 'GET', url: target, body: null };
    }
    throw new Error('Redirected without end.');
  }

  #take(header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const value = pair.slice(at + 1);
    expect(attributes.map((attribute) => attribute.toLowerCase())).toContain('httponly');
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
    const expired = attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute));
    if (expired || value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, { value, path });
  }
}

const text = (markup: string) =>
  markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
