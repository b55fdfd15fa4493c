import { describe, expect, it } from 'vitest';
import { translators } from '../languages/catalogue.ts';
import { officialLanguages } from '../vocabulary/terms.ts';
import { composer } from './compose.ts';

type Key = 'subject' | 'due' | 'confirm';
const english = {
  subject: 'Review of {entity}',
  due: '{days, plural, one {# day} other {# days}} are left for {entity}, until {until, date, long}.',
  confirm: 'Still correct',
};
const russian = {
  subject: 'Проверка: {entity}',
  due: '{days, plural, one {Остался # день} few {Осталось # дня} many {Осталось # дней} other {Осталось # дня}}: {entity}, {until, date, long}.',
  confirm: 'Всё верно',
};
const arabic = {
  subject: 'مراجعة {entity}',
  due: '{days, plural, zero {لا أيام} one {يوم واحد} two {يومان} few {# أيام} many {# يوما} other {# يوم}} {entity} {until, date, long}',
  confirm: 'لا يزال صحيحا',
};
const inLanguage = translators<Key>({
  AR: arabic,
  EN: english,
  ES: english,
  FR: english,
  RU: russian,
  ZH: english,
});
const sample = {
  entity: 'Agency',
  days: 7,
  until: new Date('2027-03-31T22:30:00Z'),
  path: '/review?token=abc&x=1&lang=en',
  contacts: 'one\ntwo',
};
const compose = composer<Key>({
  inLanguage,
  templates: {
    reminder: {
      subject: 'subject',
      body: [{ say: 'due' }, { list: 'contacts' }, { action: 'confirm', path: 'path' }],
      sample,
    },
  },
});
const address = 'https://directory.un.example';
const inEnglish = (values: Partial<typeof sample> = {}, name = 'Mari Mets') =>
  compose('reminder', { name, language: 'EN' }, { ...sample, ...values }, address);

describe('a message', () => {
  it('says the same as text and as HTML, with its link below the public address', () => {
    const { subject, text, html } = inEnglish();
    expect(subject).toBe('Review of Agency');
    expect(text).toBe(
      [
        'Dear Mari Mets,',
        '7 days are left for Agency, until March 31, 2027.',
        '- one\n- two',
        'Still correct\nhttps://directory.un.example/review?token=abc&x=1&lang=en',
        '-- \nThe global directory of points of contact sent this message automatically. Please do not reply to it.\n',
      ].join('\n\n'),
    );
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html).toContain('<p>7 days are left for Agency, until March 31, 2027.</p>');
    expect(html).toContain('href="https://directory.un.example/review?token=abc&amp;x=1&amp;lang=en"');
    expect(html).toContain('<li dir="auto">one</li><li dir="auto">two</li>');
  });

  it('is written with the plural forms of its language', () => {
    const said = (days: number) =>
      compose('reminder', { name: '', language: 'RU' }, { ...sample, days }, address).text;
    expect(said(1)).toContain('Остался 1 день');
    expect(said(2)).toContain('Осталось 2 дня');
    expect(said(5)).toContain('Осталось 5 дней');
  });

  it('runs from right to left in Arabic, and what is not Arabic in it is set apart', () => {
    const { subject, text, html } = compose('reminder', { name: 'Mari', language: 'AR' }, sample, address);
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(subject).toBe('مراجعة \u2068Agency\u2069');
    expect(text).toContain('\u2068Mari\u2069');
    expect(html).toContain('<bdi dir="ltr"');
  });

  it('sets Arabic names apart in other languages, and leaves the rest alone', () => {
    expect(inEnglish({ entity: 'وزارة' }).subject).toBe('Review of \u2068وزارة\u2069');
    expect(inEnglish().text).not.toMatch(/[\u2068\u2069]/);
  });

  it('lets nothing that somebody wrote become markup, a header or a line of its own in the subject', () => {
    const evil = '<img src=x onerror=alert(1)>\r\nBcc: all@example.org {days}';
    const { subject, html, text } = inEnglish({ entity: evil, contacts: evil }, evil);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img');
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text.split('\n')[0]).toContain('Dear <img');
    expect(subject).toContain('{days}');
  });

  it('addresses nobody by name where there is none', () => {
    expect(inEnglish({}, ' ').text.startsWith('Good day,')).toBe(true);
  });

  it.each(['//evil.example/x', '/\\evil.example', 'https://evil.example', ''])(
    'leads to no other host: %s',
    (path) => {
      expect(() => inEnglish({ path })).toThrow('no path below the public address');
    },
  );

  it('is not written where its template or a value is missing', () => {
    expect(() => compose('toString', { name: '', language: 'EN' }, sample, address)).toThrow('toString');
    const { days: _, ...lacking } = sample;
    expect(() => compose('reminder', { name: '', language: 'EN' }, lacking, address)).toThrow('days');
  });

  it.each(officialLanguages)('loads nothing from anywhere, in %s', (language) => {
    const { html } = compose('reminder', { name: 'M', language }, sample, address);
    expect(html).not.toMatch(/<(img|script|link|style|iframe|form)\b|url\(/);
  });
});
