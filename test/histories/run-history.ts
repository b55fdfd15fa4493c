import { isDeepStrictEqual } from 'node:util';
import { carryOut } from './acts.ts';
import { type Deed, type Done, deedOf } from './deeds.ts';
import { type Act, type Step, told } from './history.ts';
import { type HistoryDirectory, pageSize } from './history-directory.ts';
import { Model } from './model.ts';
import { difference, normalForm } from './normal-form.ts';
import { afterAll, createdSince, wasDone } from './repeat.ts';
import { nothingStoredWithoutConsent, nothingWithoutConsent } from './rules/consent.ts';
import {
  contactsShowTheirClaims,
  differencesAreOpen,
  onePersonOneContact,
  precedenceIsAsSaid,
} from './rules/contacts.ts';
import { copiesAreAsConsented } from './rules/copies.ts';
import { feedHasNoGapAndNoRepeat, historyHasNoGap, revisionTells } from './rules/feed.ts';
import { lastContactStays } from './rules/last-contact.ts';
import { apartStaysApart } from './rules/pairs.ts';
import { refusedStaysRefused } from './rules/returns.ts';
import type { Rule } from './rules/rule.ts';
import { look, type Sight, storedIn } from './sight.ts';
import { directories, states } from './universe.ts';

/** A step after which something did not hold. */
export class Broken extends Error {}

export interface Told {
  readonly normalForm: readonly string[];
  /** How often the process was killed. */
  readonly kills: number;
}

/**
 * Tells a history to a fresh directory, and after each step checks what always holds. With `isUndisturbed` nothing is killed,
 * started again or done at the same time, and only the outcome is looked at.
 */
export async function runHistory(
  directory: HistoryDirectory,
  steps: readonly Step[],
  isUndisturbed = false,
): Promise<Told> {
  await directory.begin();
  const telling = new Telling(directory, isUndisturbed);
  await telling.begin();
  for (const [index, step] of steps.entries()) await telling.step(index, step);
  await telling.repeatsNothing();
  return { normalForm: normalForm(await storedIn(directory)), kills: telling.kills };
}

class Telling {
  kills = 0;
  #model = new Model();
  #sight: Sight | undefined;
  readonly #rules: readonly Rule[] = [
    nothingWithoutConsent,
    nothingStoredWithoutConsent,
    copiesAreAsConsented,
    contactsShowTheirClaims,
    precedenceIsAsSaid,
    differencesAreOpen,
    onePersonOneContact,
    feedHasNoGapAndNoRepeat,
    historyHasNoGap,
    revisionTells,
    refusedStaysRefused,
    apartStaysApart,
  ];

  constructor(
    readonly directory: HistoryDirectory,
    readonly isUndisturbed: boolean,
  ) {}

  async begin(): Promise<void> {
    this.#sight = await look(this.directory, 0);
  }

  get sight(): Sight {
    if (!this.#sight) throw new Error('Nothing was looked at yet.');
    return this.#sight;
  }

  async step(index: number, step: Step): Promise<void> {
    const { directory } = this;
    directory.clock.advance(1000);
    const instance = index % directory.instances;
    const before = this.sight;
    const done = await this.#do(instance, step, before);
    const now = await look(directory, instance, before);
    this.#sight = now;
    if (done === null || this.isUndisturbed) {
      if (done) this.#model = this.#learned(done, before, now);
      return;
    }
    this.#check(index, step, done, before, now);
  }

  #check(index: number, step: Step, done: readonly Done[], before: Sight, now: Sight): void {
    const orders = done.length === 2 ? [done, [...done].reverse()] : [done];
    const failures: string[][] = [];
    for (const order of orders) {
      const model = this.#learned(order, before, now);
      const problems = this.#problems(model, order, before, now);
      if (problems.length === 0) {
        this.#model = model;
        return;
      }
      failures.push(problems);
    }
    throw new Broken(
      `after step ${index + 1}, ${told(step)}:\n${(failures[0] ?? []).map((one) => `  * ${one}`).join('\n')}`,
    );
  }

  #learned(done: readonly Done[], before: Sight, now: Sight): Model {
    const model = this.#model.copy();
    for (const one of done) model.learn(one, before, now, this.directory.clock.now(), done.length === 1);
    return model;
  }

  #problems(model: Model, done: readonly Done[], before: Sight, now: Sight): string[] {
    const feeds = Object.fromEntries(
      directories.map((code) => [code, this.directory.adapter(code).position]),
    );
    const time = this.directory.clock.now().toISOString();
    const isOneAct = done.length <= 1 && isFollowedByOnePage(before, now);
    const moment = { model, before, now, time, feeds, isOneAct };
    const isPull = done.every(({ deed }) => deed.deed === 'pull');
    const rules = isPull ? [...this.#rules, lastContactStays] : this.#rules;
    const faults = done.flatMap(({ deed, answer }) =>
      answer.error?.code === 'INTERNAL_SERVER_ERROR' ? [`${deed.deed} failed: ${answer.error.message}`] : [],
    );
    return [...faults, ...rules.flatMap((rule) => rule(moment))];
  }

  /** @returns null where there was nothing to do */
  async #do(instance: number, step: Step, before: Sight): Promise<Done[] | null> {
    switch (step.act) {
      case 'restart':
        if (!this.isUndisturbed) await this.directory.restart(instance);
        return [];
      case 'killed':
        return this.#once(instance, step.during, before, this.isUndisturbed ? null : step.atStatement);
      case 'together': {
        const [one, other] = [this.#deed(step.one, before), this.#deed(step.other, before)];
        const deeds = [one, other].filter((deed) => deed !== null);
        if (deeds.length === 0) return null;
        return Promise.all(deeds.map((deed, index) => carryOut(this.directory, instance + index, deed)));
      }
      default:
        return this.#once(instance, step, before, null);
    }
  }

  #deed(act: Act, before: Sight): Deed | null {
    return deedOf(act, before, this.#model.facts.regions, this.directory.clock.now());
  }

  async #once(instance: number, act: Act, before: Sight, killedAt: number | null): Promise<Done[] | null> {
    const deed = this.#deed(act, before);
    if (!deed) return null;
    const { directory } = this;
    if (killedAt === null || deed.deed === 'source' || deed.deed === 'wait')
      return [await carryOut(directory, instance, deed)];
    let done: Done | undefined;
    const died = await directory.killedAt(instance, killedAt, async () => {
      done = await carryOut(directory, instance, deed);
    });
    if (!died && done) return [done];
    this.kills += 1;
    const left = await storedIn(directory);
    if (deed.deed === 'create' && wasDone(deed, before, left))
      return [{ deed, answer: { data: null, error: null }, created: createdSince(deed, before, left) }];
    const again = await carryOut(directory, instance, deed);
    return [afterAll(again, before, left)];
  }

  /** 3. Following everything to its end, and then once more, changes nothing the second time. */
  async repeatsNothing(): Promise<void> {
    for (const code of directories) await this.step(0, { act: 'pull', directory: code });
    const before = this.sight;
    for (const code of directories) await this.step(0, { act: 'pull', directory: code });
    await this.directory.restart(0);
    const now = await look(this.directory, 0);
    const repeated = difference(normalForm(before.stored), normalForm(now.stored));
    if (now.revision !== before.revision || repeated !== '')
      throw new Broken(`following once more changed the directory:\n${repeated}`);
    for (const state of states)
      if (!isDeepStrictEqual(before.shown[state].state.contacts, now.shown[state].state.contacts))
        throw new Broken(`following once more changed the contacts of ${state}`);
  }
}

/** What a feed brings in several pages takes effect page by page. */
const isFollowedByOnePage = (before: Sight, now: Sight) =>
  now.stored.directories.every(({ code, cursor }) => {
    const known = before.stored.directories.find((one) => one.code === code);
    return cursor - (known?.cursor ?? 0) <= pageSize;
  });
