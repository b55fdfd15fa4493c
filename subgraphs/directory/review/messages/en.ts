/** The page behind a reminder's link, in English. The keys are those of every language; the syntax is ICU's. */
export const en = {
  product: 'Crosspoint',
  purpose:
    'The global directory of points of contact on the security of information and communications technologies',
  languages: 'Language',
  title: 'Are these points of contact still correct?',
  intro:
    '{count, plural, one {This is a point of contact of {state} as the directory has it now.} other {These are # points of contact of {state} as the directory has them now.}} Nothing is confirmed before you press a button.',
  due: 'To be confirmed by {date, date, long}',
  overdue: 'Overdue: was to be confirmed by {date, date, long}',
  one: 'Still correct',
  all: '{count, plural, one {It is still correct} other {All # are still correct}}',
  otherwise:
    'Is something not correct any more? Sign in and change it in the directory: that counts as confirmation. Nothing is deleted because it is overdue.',
  confirmed:
    '{count, plural, one {One point of contact is confirmed.} other {# points of contact are confirmed.}}',
  nothingLeft: 'Nothing is left to confirm here. Thank you.',
  changed: 'Something changed since it was shown, so nothing was confirmed. This is how it is now.',
  stale: 'The form was not complete, so nothing was confirmed. Please try again.',
  later: 'The directory does not answer just now. Try again in a minute.',
  'link.title': 'This link cannot be used',
  'link.unknown': 'There is no such link. Check that it was copied whole.',
  'link.USED': 'All that it could confirm is confirmed already, or is no longer in the directory.',
  'link.EXPIRED':
    'Its time is over. The next reminder brings a new one; or sign in and confirm in the directory.',
  function: 'Function',
  'function.DIPLOMATIC': 'Diplomatic and policy',
  'function.TECHNICAL': 'Technical',
  'function.LEGAL': 'Legal',
  'function.ASSISTANCE': 'Assistance and capacity-building',
  kind: 'Kind',
  'kind.PERSON': 'Person',
  'kind.OFFICE': 'Office',
  name: 'Name',
  position: 'Title or position',
  entity: 'Entity',
  webPage: 'Web page',
  email: 'E-mail',
  telephone: 'Telephone',
  aroundTheClock: '{number} (around the clock)',
  spoken: 'Languages spoken',
  hours: 'Hours',
  allHours: 'Around the clock ({zone})',
  hoursOfDay: '{day}, {from} to {to} ({zone})',
  key: 'Encryption key',
  keyUntil: '{fingerprint} (until {date, date, long})',
  unofficial: '{text} (unofficial English translation)',
} as const;

export type MessageKey = keyof typeof en;
