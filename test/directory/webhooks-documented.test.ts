import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { webhookSignature } from '../../platform/webhooks/signature.ts';
import { entryOutcomeKinds } from '../../subgraphs/directory/organisations/outcome.ts';

const page = readFileSync(new URL('../../docs/for-organisations.md', import.meta.url), 'utf8');
const snippet = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
type Verify = (secret: string, header: string, body: string | Buffer, now?: number) => boolean;

async function documented(): Promise<Verify> {
  const module: unknown = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(snippet)}`
  );
  const { isFromCrosspoint } = z
    .object({ isFromCrosspoint: z.custom<Verify>((value) => typeof value === 'function') })
    .parse(module);
  return isFromCrosspoint;
}

describe('the page for organisations', () => {
  const at = new Date('2026-03-01T09:00:00.000Z');
  const body = '{"type":"test","é":1}';
  const header = webhookSignature(body, at, ['whsec_new', 'whsec_former']);

  it('verifies what we sign, with either secret of a rotation, as text or as bytes', async () => {
    const verify = await documented();
    for (const secret of ['whsec_new', 'whsec_former'])
      for (const form of [body, Buffer.from(body)])
        expect(verify(secret, header, form, at.getTime())).toBe(true);
  });

  it('refuses another body, another secret, an old call, and a header that is none', async () => {
    const verify = await documented();
    const now = at.getTime();
    expect(verify('whsec_new', header, body.replace('1', '2'), now)).toBe(false);
    expect(verify('whsec_other', header, body, now)).toBe(false);
    expect(verify('whsec_new', header, body, now + 301_000)).toBe(false);
    expect(verify('whsec_new', header, body, now - 301_000)).toBe(false);
    expect(verify('whsec_new', header.replace(/t=\d+/, `t=${now / 1000 + 10}`), body, now)).toBe(false);
    for (const wrong of ['', 't=,v1=', 'v1=zz', `t=${now / 1000}`, `t=${now / 1000},v1=${'z'.repeat(64)}`])
      expect(verify('whsec_new', wrong, body, now)).toBe(false);
  });

  it('needs no more than ten lines for it', () => {
    expect(snippet.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(10);
  });

  it('names every outcome there is', () => {
    for (const kind of entryOutcomeKinds) expect(page).toContain(`| \`${kind}\` |`);
  });
});
