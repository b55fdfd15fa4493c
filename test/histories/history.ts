import fc from 'fast-check';
import {
  type Content,
  content,
  type Directory,
  directories,
  functions,
  type Key,
  keys,
  levelsOf,
  mostly,
  oneField,
  purpose,
  type State,
  states,
  type TextField,
  textFields,
} from './universe.ts';

type Purpose = (typeof functions)[number];

export interface Terms {
  readonly mode: 'AUTOMATIC' | 'REVIEW';
  readonly functions: readonly Purpose[] | null;
  readonly fields: readonly TextField[] | null;
  readonly levels: readonly { readonly level: string; readonly function: Purpose }[];
  /** Null: without an end. */
  readonly hours: number | null;
}

/** What somebody does. `nth` counts among what there is at that time; where there is nothing, the step is left out. */
export type Act =
  | {
      readonly act: 'list';
      readonly directory: Directory;
      readonly key: Key;
      readonly state: State;
      readonly content: Content;
    }
  | {
      readonly act: 'edit';
      readonly directory: Directory;
      readonly key: Key;
      readonly change: Partial<Content>;
    }
  | { readonly act: 'move'; readonly directory: Directory; readonly key: Key; readonly state: State }
  | {
      readonly act: 'withhold';
      readonly directory: Directory;
      readonly key: Key;
      readonly fields: readonly TextField[];
    }
  | { readonly act: 'remove'; readonly directory: Directory; readonly key: Key }
  | { readonly act: 'omit'; readonly directory: Directory; readonly key: Key }
  | { readonly act: 'pull'; readonly directory: Directory }
  | { readonly act: 'grant'; readonly state: State; readonly directory: Directory; readonly terms: Terms }
  | {
      readonly act: 'withdraw';
      readonly state: State;
      readonly directory: Directory;
      readonly copies: 'WITHDRAW' | 'KEEP';
    }
  | { readonly act: 'wait'; readonly hours: number }
  | { readonly act: 'create'; readonly state: State; readonly content: Content }
  | { readonly act: 'write'; readonly state: State; readonly nth: number; readonly change: Partial<Content> }
  | { readonly act: 'drop'; readonly state: State; readonly nth: number }
  | { readonly act: 'release field'; readonly state: State; readonly nth: number }
  | { readonly act: 'release entry'; readonly state: State; readonly nth: number }
  | { readonly act: 'split'; readonly state: State; readonly nth: number }
  | {
      readonly act: 'accept';
      readonly state: State;
      readonly nth: number;
      readonly many: boolean;
      readonly purpose: Purpose;
    }
  | { readonly act: 'reject'; readonly state: State; readonly nth: number; readonly many: boolean }
  | {
      readonly act: 'resolve';
      readonly state: State;
      readonly nth: number;
      readonly claim: number;
      readonly remember: boolean;
    }
  | {
      readonly act: 'precedence';
      readonly state: State;
      readonly purpose: Purpose;
      readonly order: readonly Directory[];
    };

/** One step of a history: an act; one during which the process is killed, and which is then repeated; two at the same time. */
export type Step =
  | Act
  | { readonly act: 'restart' }
  | { readonly act: 'killed'; readonly atStatement: number; readonly during: Act }
  | { readonly act: 'together'; readonly one: Act; readonly other: Act };

const state = mostly<State>('EST', states);
const directory = fc.constantFrom(...directories);
const key = fc.constantFrom(...keys);
const nth = fc.nat(5);
const entry = { directory, key };

const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** Mostly an answer for each level, and mostly the same. */
const levelAnswers = fc
  .tuple(seldom(purpose), seldom(purpose), mostly(true, [false]))
  .map(([high, working, areAnswered]) =>
    levelsOf.ARF.flatMap((level, index) => {
      const said = (index === 0 ? high : working) ?? (areAnswered ? 'TECHNICAL' : null);
      return said ? [{ level, function: said }] : [];
    }),
  );

const terms = (of: Directory): fc.Arbitrary<Terms> =>
  fc.record({
    mode: fc.oneof(
      { weight: 2, arbitrary: fc.constant('AUTOMATIC' as const) },
      { weight: 1, arbitrary: fc.constant('REVIEW' as const) },
    ),
    functions: seldom(purpose.map((one) => [one])),
    fields: seldom(fc.subarray([...textFields], { minLength: 1 })),
    levels: of === 'ARF' ? levelAnswers : fc.constant([]),
    hours: seldom(fc.constantFrom(2, 5)),
  });

const does = <A extends Act['act'], T extends object>(
  act: A,
  fields: { [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<{ act: A } & T> => fc.record<T>(fields).map((rest) => ({ ...rest, act }));

const change: fc.Arbitrary<Partial<Content>> = fc.oneof(
  { weight: 5, arbitrary: oneField },
  { weight: 1, arbitrary: fc.record({ purpose }) },
  { weight: 1, arbitrary: fc.record({ level: fc.constantFrom(0 as const, 1 as const) }) },
);

const pull = does('pull', { directory });
const grant = directory.chain((of) => does('grant', { state, directory: fc.constant(of), terms: terms(of) }));
const withdraw = does('withdraw', {
  state,
  directory,
  copies: fc.constantFrom('WITHDRAW' as const, 'KEEP' as const),
});
const create = does('create', { state, content });
const write = does('write', { state, nth, change });
const accept = does('accept', { state, nth, many: fc.boolean(), purpose });
const reject = does('reject', { state, nth, many: fc.boolean() });
const precedence = does('precedence', {
  state,
  purpose,
  order: fc.shuffledSubarray([...directories], { minLength: 1 }),
});

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 14, arbitrary: does('list', { ...entry, state, content }) },
  { weight: 8, arbitrary: does('edit', { ...entry, change }) },
  { weight: 2, arbitrary: does('move', { ...entry, state }) },
  {
    weight: 2,
    arbitrary: does('withhold', { ...entry, fields: fc.subarray([...textFields], { maxLength: 2 }) }),
  },
  { weight: 4, arbitrary: does('remove', entry) },
  { weight: 2, arbitrary: does('omit', entry) },
  { weight: 16, arbitrary: pull },
  { weight: 14, arbitrary: grant },
  { weight: 4, arbitrary: withdraw },
  { weight: 3, arbitrary: does('wait', { hours: fc.constantFrom(1, 3) }) },
  { weight: 3, arbitrary: create },
  { weight: 4, arbitrary: write },
  { weight: 2, arbitrary: does('drop', { state, nth }) },
  { weight: 2, arbitrary: does('release field', { state, nth }) },
  { weight: 1, arbitrary: does('release entry', { state, nth }) },
  { weight: 2, arbitrary: does('split', { state, nth }) },
  { weight: 8, arbitrary: accept },
  { weight: 5, arbitrary: reject },
  { weight: 3, arbitrary: does('resolve', { state, nth, claim: fc.nat(2), remember: fc.boolean() }) },
  { weight: 2, arbitrary: precedence },
);

/** Acts of which either order is good, and of which the outcome says which it was. */
const simultaneous: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: pull },
  { weight: 2, arbitrary: grant },
  { weight: 1, arbitrary: does('withdraw', { state, directory, copies: fc.constant('WITHDRAW' as const) }) },
  { weight: 1, arbitrary: write },
  { weight: 1, arbitrary: accept },
  { weight: 1, arbitrary: reject },
  { weight: 1, arbitrary: precedence },
  { weight: 1, arbitrary: create },
);

const killed = fc.record({
  act: fc.constant('killed' as const),
  atStatement: fc.integer({ min: 1, max: 24 }),
  during: act,
});
const together = fc.record({ act: fc.constant('together' as const), one: simultaneous, other: simultaneous });

const usually = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 6 });
const firstEntry = (of: Directory, listed: Key) =>
  usually(
    does('list', {
      directory: fc.constant(of),
      key: fc.constant(listed),
      state: mostly<State>('EST', states),
      content,
    }),
  );
const firstConsent = (of: Directory) =>
  usually(does('grant', { state: fc.constant<State>('EST'), directory: fc.constant(of), terms: terms(of) }));

/** How most histories begin: some entries, some consents. */
const opening: fc.Arbitrary<Step[]> = fc
  .tuple(
    ...directories.flatMap((of) => [firstEntry(of, 'K1'), fc.option(firstEntry(of, 'K2'))]),
    ...directories.map(firstConsent),
  )
  .map((steps) => steps.filter((step) => step !== null));

const stepsOf = (more: { weight: number; arbitrary: fc.Arbitrary<Step> }[]): fc.Arbitrary<Step[]> =>
  fc
    .tuple(
      opening,
      fc.array(
        fc.oneof(
          { weight: 30, arbitrary: act },
          { weight: 1, arbitrary: fc.record({ act: fc.constant('restart' as const) }) },
          ...more,
        ),
        { maxLength: 28, size: 'max' },
      ),
    )
    .map(([first, then]) => [...first, ...then]);

/** @param instances how many instances of the directory there are: with two, some things happen at the same time */
export const history = (instances: 1 | 2): fc.Arbitrary<Step[]> =>
  instances === 1
    ? stepsOf([{ weight: 4, arbitrary: killed }])
    : fc.oneof(
        stepsOf([{ weight: 4, arbitrary: killed }]),
        stepsOf([
          { weight: 1, arbitrary: killed },
          { weight: 8, arbitrary: together },
        ]),
      );

/** A step in one line, for people. */
export function told(step: Step): string {
  switch (step.act) {
    case 'killed':
      return `killed at write ${step.atStatement}, started again and repeated: ${told(step.during)}`;
    case 'together':
      return `at the same time: ${told(step.one)} | ${told(step.other)}`;
    default: {
      const { act: what, ...rest } = step;
      return `${what} ${JSON.stringify(rest)}`;
    }
  }
}
