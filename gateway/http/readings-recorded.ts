import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { toClientError } from '../../platform/errors/graphql-error.ts';
import type { Log } from '../../platform/log/log.ts';
import { recordReadings } from '../../platform/readings/request-readings.ts';

/** Of a part served by itself: no answer leaves before what it shows is recorded, and none where that fails. */
export const readingsRecorded = (log: Log): ApolloServerPlugin<object> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ contextValue, response }) => {
      try {
        await recordReadings(contextValue);
      } catch (cause) {
        const originalError = cause instanceof Error ? cause : new Error(String(cause));
        const failed = new GraphQLError('failed', { originalError });
        const error = toClientError(failed, (err) => log.error({ err }, 'readings not recorded'));
        response.body = { kind: 'single', singleResult: { data: null, errors: [error.toJSON()] } };
      }
    },
  }),
});
