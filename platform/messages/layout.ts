import { type Html, html } from '../languages/html.ts';

// Mail programs read styles that stand on the elements themselves. Nothing is loaded from anywhere: no image tells who read it.

interface Page {
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
}

export function document({ tag, direction, title }: Page, body: Html): string {
  return html`<!doctype html>
<html lang="${tag}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body dir="${direction}" style="margin:0 auto;max-width:36rem;padding:1.5rem;font:1rem/1.6 system-ui,sans-serif">
${body}
</body>
</html>
`.markup;
}

export function button(label: string, url: string, saying: string): Html {
  return html`<p style="margin:1.5rem 0"><a href="${url}" style="display:inline-block;padding:0.6rem 1.2rem;border-radius:0.4rem;background:#1d4e89;color:#ffffff;text-decoration:none">${label}</a></p>
<p style="font-size:0.85rem">${saying}<br><bdi dir="ltr" style="word-break:break-all">${url}</bdi></p>`;
}

export const small = (text: string): Html =>
  html`<p style="margin-top:2rem;padding-top:0.75rem;border-top:1px solid #8888;font-size:0.85rem">${text}</p>`;
