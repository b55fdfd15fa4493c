import { createHash } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { consents, pulls } from '../flow/verbs.ts';
import { TestClock } from '../support/clock.ts';
import { databases } from '../support/databases.ts';
import type { Answer } from '../support/world.ts';
import { World } from '../support/world.ts';
import { lists, outcomes, writes } from './cached-world.ts';

const steps = Number(process.env.SAME_AS_ANEW_STEPS ?? 24);
const seed = process.env.SAME_AS_ANEW_SEED ?? 'seed';
const hour = 3_600_000;

const callers: readonly (Caller | null)[] = [
  { role: 'custodian', subject: 'custodian' },
  { role: 'custodian', subject: 'another officer' },
  { role: 'state', subject: 'authority of EST', state: 'EST' },
  { role: 'state', subject: 'somebody else of EST', state: 'EST' },
  { role: 'contact', subject: 'contact of EST', state: 'EST' },
  { role: 'state', subject: 'authority of KEN', state: 'KEN' },
  { role: 'organisation', subject: 'service of OSCE', directory: 'OSCE' },
  { role: 'observer', subject: 'Red Team', sponsor: 'EST' },
  { role: 'observer', subject: 'Blue Team', sponsor: 'EST' },
  null,
];

const contact = `id function kind level name title entity emails phones telephones { e164 } languages shownFields
  texts { text } inLanguages { name { text } }`;
const whole = `${contact} revision updatedAt provenance { field origin consentId at } ownFields copiedFrom { sourceKey consentId }
  linked { extent } withheld formerIds reachedThrough { id } routesTo { function } review { dueAt confirmedAt overdue }
  availability { timeZone answering { open opens { local } } } publicKeys { status }`;
const questions: readonly string[] = [
  `{ state(iso3: "EST") { name contacts { ${contact} } } }`,
  `{ states { iso3 contacts { id name emails } } }`,
  `{ states(participating: true) { iso3 regionalGroup } directoryRevision }`,
  `{ state(iso3: "EST") { contacts { ${whole} } } }`,
  `{ state(iso3: "EST") { consents(includeEnded: true) { id status validUntil endedAt endReason paused } } }`,
  `{ state(iso3: "EST") { participating participation { status since } nomination { model } } }`,
  `{ state(iso3: "EST") { name osceEntries { name emails lastSeenAt } contacts { name } } }`,
  `{ osce { entryCount participants lastSuccessAt entries(first: 5) { nodes { name } totalCount } } }`,
  `{ state(iso3: "EST") { contacts { availability { answering { open closes { local } opens { local } } } } } }`,
  `{ state(iso3: "EST") { contacts { review { overdue dueAt } } } }`,
  `{ state(iso3: "EST") { contacts { revisions { at actor action reason } notices { daysLate } } } }`,
  `{ searchContacts(text: "cert") { totalCount nodes { id entity } } openingStages { audience open } }`,
  `{ conflicts { totalCount } }`,
  `{ me { role account { name } } }`,
  `{ overdueReviews { totalCount } }`,
];

/** Those whose answers change while nothing is written. */
const ofTheMoment = questions.filter((question) => /answering|overdue|consents/.test(question)).slice(0, 4);
const whoReadsAll = callers
  .filter((caller) => caller?.role === 'custodian' || caller?.role === 'state')
  .slice(0, 4);

let world: World | undefined;
afterEach(() => world?.stop());

/** One word per draw, the same for the same seed. */
function dice(): (sides: number) => number {
  let draw = 0;
  return (sides) => {
    draw += 1;
    return createHash('sha256').update(`${seed} ${draw}`).digest().readUInt32BE(0) % sides;
  };
}

it.each(databases)(
  'is what would be answered anew, whatever was written and however late it is, on $name',
  async ({ make }) => {
    const clock = new TestClock();
    const product = await World.start(make, 'one process', clock);
    world = product;
    const roll = dice();
    const estonia = product.state('EST');
    const openToo = `mutation ($audience: Audience!, $open: Boolean!) {
    setOpeningStage(audience: $audience, open: $open, reason: "A test.") { open } }`;
    const releases = `mutation ($audience: Audience!, $fields: [String!]) {
    releaseContacts(state: "EST", audience: $audience, fields: $fields) { releasedAt } }`;
    await pulls(product, 'OSCE');
    const availability = {
      timeZone: 'UTC',
      hours: [{ days: ['SUNDAY'], from: '09:00', to: '10:00' }],
    };
    const office = await lists(estonia, 'EST', { emails: ['a@cert.example'], availability });
    await lists(product.state('KEN'), 'KEN', { phones: ['+1 202 555 0100'] });

    let told = 0;
    const done = async (answer: Answer) => {
      if (!answer.errors) told += 1;
    };
    /** Each may be refused, as where there is nothing to withdraw; mostly it is done. */
    const acts: readonly (() => Promise<unknown>)[] = [
      () => writes(estonia, office, { emails: [`${roll(1000)}@cert.example`] }),
      async () =>
        consents(product, 'EST', 'OSCE', {
          validUntil: new Date(clock.now().getTime() + (1 + roll(30)) * hour).toISOString(),
        }),
      async () => {
        const shape = z.object({ state: z.object({ consents: z.array(z.object({ id: z.string() })) }) });
        const { state } = await estonia.get('{ state(iso3: "EST") { consents { id } } }', shape);
        const input = { consentId: state.consents[0]?.id ?? 'none', copies: 'WITHDRAW' };
        await done(
          await estonia.ask(
            'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { affected } }',
            { input },
          ),
        );
      },
      () => pulls(product, 'OSCE'),
      async () => done(await estonia.ask('mutation { pauseParticipation(state: "EST") { iso3 } }')),
      async () => done(await estonia.ask('mutation { resumeParticipation(state: "EST") { iso3 } }')),
      async () => {
        for (const audience of ['REGIONAL_ORGANISATIONS', 'NON_GOVERNMENTAL', 'PUBLIC'])
          await done(await product.custodian.ask(openToo, { audience, open: true }));
      },
      async () => done(await product.custodian.ask(openToo, { audience: 'NON_GOVERNMENTAL', open: false })),
      async () => {
        const audience = ['REGIONAL_ORGANISATIONS', 'NON_GOVERNMENTAL', 'PUBLIC'][roll(3)];
        const fields = roll(2) === 0 ? ['entity', 'emails'] : ['entity'];
        await done(await estonia.ask(releases, { audience, fields }));
      },
      async () => {
        const sponsors =
          'mutation { sponsorObserver(state: "EST", observer: "Red Team", name: "Red Team") { since } }';
        await done(await estonia.ask(sponsors));
      },
      async () => clock.advance((1 + roll(40)) * hour),
      async () => clock.advance(400 * 24 * hour),
      async () => clock.advance(60_000 * (1 + roll(59))),
    ];

    const asked = (question: string, caller: Caller | null) =>
      (caller ? product.as(caller) : product.nobody).ask(question);
    let anews = 0;
    /** A text that was never asked before is answered by Apollo, from the parts. */
    const anew = (question: string, caller: Caller | null) => asked(`${question} # ${++anews}`, caller);
    let compared = 0;
    const compare = async (question: string, caller: Caller | null) => {
      const before = await anew(question, caller);
      const given = await asked(question, caller);
      const after = await anew(question, caller);
      // What the product does by itself meanwhile may come in between.
      if (JSON.stringify(before) !== JSON.stringify(after)) return;
      expect(given, `${question} as ${JSON.stringify(caller)}`).toEqual(after);
      compared += 1;
    };

    const drawn = <T>(list: readonly T[]): T => {
      const [first] = list;
      const one = list[roll(list.length)] ?? first;
      if (one === undefined) throw new Error('nothing to draw from');
      return one;
    };
    for (const question of questions)
      for (let time = 0; time < 3; time++) await asked(question, drawn(callers));
    for (let step = 0; step < steps; step++) {
      const some: [string, Caller | null][] = [];
      for (let time = 0; time < 4; time++) some.push([drawn(questions), drawn(callers)]);
      for (const question of ofTheMoment) some.push([question, drawn(whoReadsAll)]);
      // Of two of one role, one may see what the other may not.
      const [first = ''] = questions;
      for (const caller of callers) if (caller?.role === 'observer') some.push([first, caller]);
      // What is asked before is kept, where it may be, and asked again after.
      for (const [question, caller] of some)
        for (let time = 0; time < 2; time++) await asked(question, caller);
      const act = step < acts.length ? acts[step] : drawn(acts);
      await act?.();
      for (const [question, caller] of some) await compare(question, caller);
    }
    const { hit = 0, field = 0 } = await outcomes(product);
    expect(told).toBeGreaterThan(3);
    expect(compared).toBeGreaterThan(steps * 4);
    expect(hit).toBeGreaterThan(steps);
    expect(field).toBeGreaterThan(0);
  },
  240_000,
);
