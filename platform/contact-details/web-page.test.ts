import { describe, expect, it } from 'vitest';
import { mixesScripts } from './host.ts';
import { parseWebPage, withScheme } from './web-page.ts';

describe('the address of a web page', () => {
  it.each([
    'https://cert.example/contact',
    'http://cert.example:8080/a?b=c#d',
    'HTTPS://CERT.example/',
    'https://mañana.example/página',
    'https://xn--maana-pta.example/',
    'https://пример.example/контакты?тема=связь',
    'https://例え.テスト/連絡先',
    'https://مثال.إختبار/اتصال',
    'https://cert.example/50%25',
  ])('%s is taken as written', (written) => {
    expect(parseWebPage(` ${written} `)).toBe(written);
  });

  it.each([
    'cert.example',
    'ftp://cert.example/',
    'javascript:alert(1)',
    'mailto:desk@cert.example',
    'https:cert.example',
    'https://',
    'https:///cert.example',
    'https://cert',
    'https://localhost/',
    'https://192.0.2.1/',
    'https://0x7f.1/',
    'https://[2001:db8::1]/',
    'https://desk:secret@cert.example/',
    'https://@cert.example/',
    'https://cert.example\\@other.example/',
    'https://cert.example/a b',
    'https://cert.example/<script>',
    'https://xn--a.example/',
    'https://-cert.example/',
    `https://${'a'.repeat(64)}.example/`,
    'see cert.example',
  ])('%s is refused', (written) => {
    expect(parseWebPage(written)).toBeNull();
  });

  it('is guessed where only its beginning is missing', () => {
    expect(withScheme('cert.example/contact')).toBe('https://cert.example/contact');
    expect(withScheme('see the page')).toBeNull();
    expect(withScheme('ftp://cert.example')).toBeNull();
  });
});

it.each([
  ['mfa.example', false],
  ['пример.example', false],
  ['mfа.example', true],
  ['例えtest.example', false],
])('a name that mixes letters which look alike is told from one that does not: %s', (name, mixed) => {
  expect(mixesScripts(name)).toBe(mixed);
});
