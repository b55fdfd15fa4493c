/** The directory's messages in English. The keys are those of every language, feature by feature; the syntax is ICU's. */
export const en = {
  'messages.test.subject': 'Test message of the directory',
  'messages.test.body':
    'This is a test that you asked for on {at, date, long} at {at, time, short} UTC. That you can read it means that the directory’s messages arrive.',
  'participation.left.subject': 'Your state has left the directory',
  'participation.left.body':
    'In the name of your state, its authority has left the directory. Nobody sees its points of contact any more. If that is not what your state wants, its authority can take it back until {until, date, long}, {until, time, short} UTC, and find everything as it was. After that the consents end and the points of contact are removed.',
  'review.reminder.subject':
    '{count, plural, one {A point of contact of your state is to be confirmed} other {# points of contact of your state are to be confirmed}}',
  'review.reminder.intro':
    'Please say whether what the directory shows of {count, plural, one {a point of contact of your state} other {# points of contact of your state}} is still correct.',
  'review.reminder.due':
    'Overdue: {overdue, number}. To be confirmed within 7 days: {inAWeek, number}; within 30 days: {inAMonth, number}; within 60 days: {inTwoMonths, number}. The earliest date is {firstDue, date, long}.',
  'review.reminder.how':
    'The link shows what the directory has now. You confirm one or all with one click, and nothing before. If something has changed, change it in the directory instead: that counts as confirmation. Nothing is deleted because it is overdue; readers see that it is.',
  'review.reminder.until':
    'The link is for the authority of your state alone. It works until {until, date, long}.',
  'review.reminder.action': 'Show and confirm',
  'submission.entered.subject': 'Changes that your state sent by note verbale await your yes',
  'submission.intro':
    'The custodian of the directory entered {acts, plural, one {a change} other {# changes}} of your state’s points of contact, as your state asked for in its note verbale {reference}.',
  'submission.entered.how':
    'Please look at what would change, and confirm or refuse it in the directory. Nothing takes effect without the yes of your state’s authority.',
  'submission.due':
    'Your answer is awaited until {due, date, long}, {due, time, short} UTC. Without it nothing changes.',
  'submission.reminder.subject':
    '{days, plural, one {One day} other {# days}} left: changes that your state sent by note verbale await your yes',
  'submission.confirmed.subject': 'Changes sent by note verbale took effect',
  'submission.confirmed.body':
    'What the note verbale {reference} asked for has taken effect in the directory: {acts, plural, one {one change} other {# changes}}.',
  'submission.refused.subject': 'Changes sent by note verbale were refused',
  'submission.refused.body':
    'The authority of the state refused what was entered for the note verbale {reference}. Nothing of it took effect. The reason is in the directory.',
  'submission.withdrawn.subject': 'Changes entered for a note verbale were taken back',
  'submission.withdrawn.body':
    'The custodian took back what it had entered for the note verbale {reference}. Nothing of it took effect. The reason is in the directory.',
  'submission.expired.subject': 'Changes sent by note verbale did not take effect',
  'submission.expired.body':
    'Nobody confirmed in time what was entered for the note verbale {reference}. Nothing of it took effect. The state can make the changes itself, or send its note again.',
} as const;

export type MessageKey = keyof typeof en;
