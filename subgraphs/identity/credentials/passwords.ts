import { hash, verify } from '@node-rs/argon2';
import { Problem } from '../../../platform/errors/problem.ts';

// RFC 9106, 4: Argon2id (the library's own choice) with 64 MiB and three passes, the second recommended option.
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
const atOnce = 2;
const mayWait = 40;

/** Hashes of people's passwords. Few are computed at once: each takes memory and time, which is the point. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Without a hash it takes as long and is wrong: nobody learns from the time which accounts exist. */
  matches(password: string, hash: string | null): Promise<boolean>;
}

/** @throws Problem RATE_LIMITED from its functions, where too many wait for their turn */
export function passwords(): Passwords {
  const turn = takingTurns();
  // Begun now, so that the first who guesses learns nothing from its time either.
  const nobodys = hash('nobody has this password', cost);
  return {
    hash: (password) => turn(() => hash(password.normalize('NFKC'), cost)),
    matches: async (password, stored) => {
      const right = await turn(async () => verify(stored ?? (await nobodys), password.normalize('NFKC')));
      return right && stored !== null;
    },
  };
}

function takingTurns() {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= mayWait)
        throw new Problem('RATE_LIMITED', 'Many people are signing in just now. Try again in a minute.');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
