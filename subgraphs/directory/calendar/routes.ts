import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { GraphQLService } from '../../../platform/graphql/service.ts';

const Parameters = z.object({ file: z.string().regex(/^[\w-]{43}\.ics$/) });
const Calendar = z.object({ reviewCalendar: z.string().nullable() });

/**
 * Calendars of reviews, for calendar programs: they cannot sign in, so that the link's secret says who may read. It is in no log.
 * @param directory asked by the gateway for itself
 */
export function calendarRoutes(directory: GraphQLService): FastifyPluginAsync {
  return async (server) => {
    server.get('/calendar/:file', { exposeHeadRoute: false }, async (request, reply) => {
      const { data } = Parameters.safeParse(request.params);
      const secret = data?.file.slice(0, -'.ics'.length);
      const calendar =
        secret === undefined
          ? null
          : (
              await directory.request(
                'query ($secret: String!) { reviewCalendar(secret: $secret) }',
                { secret },
                Calendar,
              )
            ).reviewCalendar;
      if (calendar === null)
        return reply
          .code(404)
          .type('text/plain; charset=utf-8')
          .send('There is no such calendar, or its link was revoked.\n');
      return reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'attachment; filename="reviews.ics"')
        .send(calendar);
    });
  };
}
