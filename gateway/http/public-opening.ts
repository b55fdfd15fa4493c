import { z } from 'zod';
import type { Clock } from '../../platform/clock/clock.ts';
import type { GraphQLService } from '../../platform/graphql/service.ts';

const rememberedFor = 5000;
const Stages = z.object({ openingStages: z.array(z.object({ audience: z.string(), open: z.boolean() })) });

/**
 * Whether the custodian has opened the directory to the public, as it was a few seconds ago: until then nothing is read of a
 * request without a token. The directory itself decides on each such request, by what holds at that instant.
 */
export function publicOpening(directory: GraphQLService, clock: Clock): () => Promise<boolean> {
  let known: { readonly open: Promise<boolean>; readonly until: number } | undefined;
  const ask = async () => {
    try {
      const { openingStages } = await directory.request('{ openingStages { audience open } }', {}, Stages);
      return openingStages.some(({ audience, open }) => open && audience === 'PUBLIC');
    } catch {
      return false; // a directory that cannot be asked shows nobody anything
    }
  };
  return () => {
    const now = clock.now().getTime();
    if (!known || known.until <= now) known = { open: ask(), until: now + rememberedFor };
    return known.open;
  };
}
