import type { MessageValues } from '../../../platform/languages/catalogue.ts';
import { type Compose, composer } from '../../../platform/messages/compose.ts';
import type { TemplateOf } from '../../../platform/messages/template.ts';
import { inLanguage } from './catalogue.ts';
import type { MessageKey } from './en.ts';

const template = <Values extends MessageValues>(
  given: TemplateOf<MessageKey, Values>,
): TemplateOf<MessageKey, Values> => given;

const submission = { reference: 'Note verbale 12/2027', acts: 2, due: new Date('2027-04-14T12:00:00Z') };

/** Every message the directory sends, by name. Its words are in the catalogue beside it, a file for each language. */
export const templates = {
  'messages.test': template({
    subject: 'messages.test.subject',
    body: [{ say: 'messages.test.body' }],
    sample: { at: new Date('2027-03-31T12:00:00Z') },
  }),
  'participation.left': template({
    subject: 'participation.left.subject',
    body: [{ say: 'participation.left.body' }],
    sample: { until: new Date('2027-04-30T12:00:00Z') },
  }),
  'review.reminder': template({
    subject: 'review.reminder.subject',
    body: [
      { say: 'review.reminder.intro' },
      { say: 'review.reminder.due' },
      { say: 'review.reminder.how' },
      { action: 'review.reminder.action', path: 'link' },
      { say: 'review.reminder.until' },
    ],
    sample: {
      count: 3,
      overdue: 1,
      inAWeek: 0,
      inAMonth: 2,
      inTwoMonths: 0,
      firstDue: new Date('2027-03-28T00:00:00Z'),
      until: new Date('2027-05-01T00:00:00Z'),
      link: '/review/0000000000000000000000000000000000000000000',
    },
  }),
  'submission.entered': template({
    subject: 'submission.entered.subject',
    body: [{ say: 'submission.intro' }, { say: 'submission.entered.how' }, { say: 'submission.due' }],
    sample: submission,
  }),
  'submission.reminder': template({
    subject: 'submission.reminder.subject',
    body: [{ say: 'submission.intro' }, { say: 'submission.entered.how' }, { say: 'submission.due' }],
    sample: { ...submission, days: 7 },
  }),
  'submission.confirmed': template({
    subject: 'submission.confirmed.subject',
    body: [{ say: 'submission.confirmed.body' }],
    sample: submission,
  }),
  'submission.refused': template({
    subject: 'submission.refused.subject',
    body: [{ say: 'submission.refused.body' }],
    sample: submission,
  }),
  'submission.withdrawn': template({
    subject: 'submission.withdrawn.subject',
    body: [{ say: 'submission.withdrawn.body' }],
    sample: submission,
  }),
  'submission.expired': template({
    subject: 'submission.expired.subject',
    body: [{ say: 'submission.expired.body' }],
    sample: submission,
  }),
};

export type TemplateName = keyof typeof templates;

export const composeDirectoryMessage: Compose = composer({ templates, inLanguage });

export const isTemplateName = (name: string): name is TemplateName => Object.hasOwn(templates, name);
