import { CronExpressionParser } from 'cron-parser';

/** The next time a cron expression (UTC) comes due after an instant. @throws where the expression is not one */
export function nextDue(expression: string, after: Date): Date {
  return CronExpressionParser.parse(expression, { currentDate: after, tz: 'UTC' }).next().toDate();
}
