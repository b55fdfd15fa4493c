import { describe, expect, it } from 'vitest';
import { parseEmails } from './emails.ts';

describe('e-mail addresses', () => {
  it.each([
    ['a@mfa.example b@mfa.example', ['a@mfa.example', 'b@mfa.example']],
    ['a@mfa.example;b@mfa.example , c@mfa.example', ['a@mfa.example', 'b@mfa.example', 'c@mfa.example']],
    ['a@mfa.example\r\nb@mfa.example', ['a@mfa.example', 'b@mfa.example']],
    ['a@mfa.example / b@mfa.example', ['a@mfa.example', 'b@mfa.example']],
    ['a@mfa.example/b@mfa.example', ['a@mfa.example', 'b@mfa.example']],
    ['a@mfa.example or b@mfa.example', ['a@mfa.example', 'b@mfa.example']],
    ['Cyber Desk <desk@mfa.example>', ['desk@mfa.example']],
    ['"TAN, Wei Ming" <tan@mfa.example>; Duty <duty@mfa.example>', ['tan@mfa.example', 'duty@mfa.example']],
    ['a@mfa.example <b@mfa.example>', ['a@mfa.example', 'b@mfa.example']],
    ['mailto:desk@mfa.example?subject=Hello', ['desk@mfa.example']],
    ['<mailto:desk@mfa.example>', ['desk@mfa.example']],
    ['E-mail: desk@mfa.example', ['desk@mfa.example']],
    ['Email:desk@mfa.example', ['desk@mfa.example']],
    ['(desk@mfa.example)', ['desk@mfa.example']],
    ['Write to desk@mfa.example.', ['desk@mfa.example']],
    ["o'brien+cyber@mfa.example", ["o'brien+cyber@mfa.example"]],
    ['desk@sub.mfa.gov.example', ['desk@sub.mfa.gov.example']],
    ['', []],
    ['  \n ', []],
  ])('reads %j', (text, emails) => {
    expect(parseEmails(text).emails).toEqual(emails);
  });

  it('takes internationalised addresses', () => {
    expect(parseEmails('дежурный@пример.example josé@mañana.example').emails).toEqual([
      'дежурный@пример.example',
      'josé@mañana.example',
    ]);
    expect(parseEmails('desk@例え.xn--hxajbheg2az3al').emails).toHaveLength(1);
    expect(parseEmails('用户@例子。测试').emails).toEqual(['用户@例子.测试']);
    expect(parseEmails('मेल@उदाहरण.परीक्षा').emails).toEqual(['मेल@उदाहरण.परीक्षा']);
    // A joiner belongs to the name where its neighbours need it, and nowhere else.
    expect(parseEmails('info@نامه\u200cای.example').emails).toEqual(['info@نامه\u200cای.example']);
    expect(parseEmails('info@mf\u200ca.example').emails).toEqual([]);
  });

  it('gives each address once, lower-cases the domain, and keeps the local part as written', () => {
    expect(parseEmails('Desk@MFA.Example, desk@mfa.example').emails).toEqual(['Desk@mfa.example']);
    expect(parseEmails('a@mañana.example a@xn--maana-pta.example').emails).toEqual(['a@mañana.example']);
  });

  it('ignores characters nobody sees', () => {
    expect(parseEmails('\u200bdesk@mfa.example\ufeff').emails).toEqual(['desk@mfa.example']);
  });

  it.each([
    'desk(at)mfa.example',
    'desk [at] mfa.example',
    'desk @ mfa.example',
    'desk@mfa',
    'desk@mfa .example',
    '@mfa.example',
    'desk@',
    'desk@@mfa.example',
    'desk@mfa@example.org',
    'desk..one@mfa.example',
    '.desk@mfa.example',
    'desk@-mfa.example',
    'desk@mfa..example',
    'desk@192.0.2.1',
    'desk@mfa.example\\',
    `${'x'.repeat(65)}@mfa.example`,
    'desk＠mfa.example',
    'desk@xn--.example',
    'desk@xn--a.example',
    'desk@пример.1',
    'desk@אבc.example',
    `${'x'.repeat(60)}@${'mfa.'.repeat(48)}example`,
    'see website',
    'TBC',
  ])('rejects %j whole and mends nothing', (text) => {
    expect(parseEmails(text)).toEqual({ emails: [], rejected: [text] });
  });

  it('keeps the good ones beside a bad one', () => {
    expect(parseEmails('desk@mfa.example; duty(at)mfa.example; ask the office')).toEqual({
      emails: ['desk@mfa.example'],
      rejected: ['duty(at)mfa.example', 'ask the office'],
    });
  });

  it('takes an address out of its name, and an address that stands in the name', () => {
    expect(
      parseEmails('Anna <a@mfa.example>, "Doe, B"<b@mfa.example>; c@mfa.example <d@mfa.example>'),
    ).toEqual({
      emails: ['a@mfa.example', 'b@mfa.example', 'c@mfa.example', 'd@mfa.example'],
      rejected: [],
    });
  });

  it.each([
    ['spaces', ' '.repeat(2_000_000)],
    ['brackets', '<'.repeat(2_000_000)],
    ['quotation marks', '"'.repeat(2_000_000)],
    ['letters before a bracket', `${'a'.repeat(2_000_000)}<`],
  ])('is done with two million %s in one pass', (_what, text) => {
    expect(parseEmails(`${text};a@mfa.example`).emails).toEqual(['a@mfa.example']);
  });
});
