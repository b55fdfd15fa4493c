import type { Messages } from '../../../platform/languages/catalogue.ts';
import type { MessageKey } from './en.ts';

export const zh: Messages<MessageKey> = {
  'messages.test.subject': '名录测试邮件',
  'messages.test.body':
    '这是您于{at, date, long} {at, time, short}（UTC）要求发送的测试邮件。您能读到它，说明名录的邮件可以送达。',
  'participation.left.subject': '贵国已退出名录',
  'participation.left.body':
    '贵国主管机关已代表贵国退出名录，其联络点不再对任何人显示。如果这并非贵国的意愿，主管机关可在 {until, date, long} {until, time, short}（协调世界时）之前撤回退出，一切将恢复原状。此后，各项同意将终止，联络点将被移除。',
  'review.reminder.subject': '{count, plural, other {贵国有 # 个联络人需要确认}}',
  'review.reminder.intro': '请说明名录中显示的贵国{count, plural, other { # 个联络人}}的信息是否仍然正确。',
  'review.reminder.due':
    '已逾期：{overdue, number}。7天内应确认：{inAWeek, number}；30天内：{inAMonth, number}；60天内：{inTwoMonths, number}。最早日期为{firstDue, date, long}。',
  'review.reminder.how':
    '链接会显示名录目前的内容。您可以一键确认其中一个或全部，在此之前不会确认任何内容。如有变动，请直接在名录中修改：修改即视为确认。逾期不会导致任何内容被删除，但读者会看到逾期标记。',
  'review.reminder.until': '链接仅供贵国主管部门使用，有效期至{until, date, long}。',
  'review.reminder.action': '查看并确认',
  'submission.entered.subject': '贵国以普通照会提出的变更等待贵方确认',
  'submission.intro':
    '名录保管方已按照贵国普通照会（{reference}）的要求，录入了对贵国联络点的{acts, plural, other {#项变更}}。',
  'submission.entered.how':
    '请查看将要变更的内容，并在名录中确认或拒绝。未经贵国主管部门同意，任何变更均不生效。',
  'submission.due': '请在{due, date, long} {due, time, short}（UTC）之前答复。未作答复的，不作任何变更。',
  'submission.reminder.subject': '还剩{days, plural, other {#天}}：贵国以普通照会提出的变更等待贵方确认',
  'submission.confirmed.subject': '以普通照会提出的变更已生效',
  'submission.confirmed.body':
    '普通照会（{reference}）所要求的内容已在名录中生效，共{acts, plural, other {#项变更}}。',
  'submission.refused.subject': '以普通照会提出的变更被拒绝',
  'submission.refused.body':
    '该国主管部门拒绝了依普通照会（{reference}）录入的内容，其中任何内容均未生效。理由见名录。',
  'submission.withdrawn.subject': '依普通照会录入的变更已撤回',
  'submission.withdrawn.body':
    '保管方撤回了依普通照会（{reference}）录入的内容，其中任何内容均未生效。理由见名录。',
  'submission.expired.subject': '以普通照会提出的变更未生效',
  'submission.expired.body':
    '依普通照会（{reference}）录入的内容未在期限内得到确认，其中任何内容均未生效。该国可自行变更，或重新发送照会。',
};
