import type { Listed } from '../directory/scripted-adapter.ts';
import type { Deed, Done } from './deeds.ts';
import { type Facts, nothing, ownOf, pairKey, sameTerms } from './facts.ts';
import { learnKept } from './kept.ts';
import { rememberLawful } from './lawful.ts';
import {
  allow,
  type Consent,
  covers,
  coversPurpose,
  isAsRejected,
  isContentRefused,
  isHeldBack,
  isTelling,
  type Link,
  newLink,
  purposeOf,
  rowOf,
} from './links.ts';
import { forgetOthers, learnApart, learnSplit, learnTogether } from './pairs.ts';
import { settleFacts } from './settle-facts.ts';
import type { Sight } from './sight.ts';
import { type Directory, textFields } from './universe.ts';
import { fieldText, textIn } from './values.ts';

/**
 * What should be, worked out from what was done by rules that are simpler than the product's and know nothing of it: sources,
 * consents, the states' own words and answers. Where the product may choose, it says what must hold whatever it chose.
 */
export class Model {
  readonly facts: Facts;

  constructor(facts: Facts = nothing()) {
    this.facts = facts;
  }

  copy(): Model {
    return new Model(structuredClone(this.facts));
  }

  consent(state: string, directory: string): Consent | undefined {
    return this.facts.consents.get(pairKey(state, directory));
  }

  link(state: string, directory: string, key: string): Link | undefined {
    return this.facts.links.get(pairKey(state, directory, key));
  }

  linksOf(state: string, directory: string): Link[] {
    return [...this.facts.links.values()].filter(
      (link) => link.state === state && link.directory === directory,
    );
  }

  /**
   * What was done, and how it was answered, changes what should be. What the product was free to choose is learned from `after`.
   * @param isAlone false where something else was done at the same time: then nobody saw what stood in between
   */
  learn(done: Done, before: Sight, after: Sight, now: Date, isAlone: boolean): void {
    this.#expire(now);
    if (done.answer.error === null) this.#take(done.deed, done.created, before, after, isAlone);
    for (const { id, iso3 } of after.stored.contacts) this.facts.ownerOf.set(id, iso3);
    // It was so for a moment, also where something else ended it at the same time.
    rememberLawful(this.facts);
    settleFacts(this.facts, before, after, isAlone);
    forgetOthers(this.facts, after);
  }

  #expire(now: Date): void {
    for (const [name, { validUntil }] of this.facts.consents) {
      const [state = '', directory = ''] = name.split(' ');
      if (validUntil !== null && validUntil <= now.toISOString()) this.#end(state, directory);
    }
  }

  #end(state: string, directory: string): void {
    this.facts.consents.delete(pairKey(state, directory));
    for (const [name, link] of this.facts.links)
      if (link.state === state && link.directory === directory) this.facts.links.delete(name);
  }

  #take(deed: Deed, created: string | null, before: Sight, after: Sight, isAlone: boolean): void {
    const { facts } = this;
    switch (deed.deed) {
      case 'source': {
        const { directory, key, listed, status } = deed;
        facts.feeds[directory].push({ key, listed, status });
        facts.regions[directory].set(key, { listed, status });
        break;
      }
      case 'pull':
        this.#follow(deed.directory, after);
        break;
      case 'grant':
        this.#grant(deed, before, after, isAlone);
        break;
      case 'withdraw':
        if (deed.copies === 'KEEP') learnKept(facts, deed.consentId, before);
        this.#end(deed.state, deed.directory);
        break;
      case 'wait':
        break;
      case 'create':
        if (created !== null) facts.own.set(created, ownOf(deed.written, false));
        break;
      case 'write': {
        const { id } = deed.contact;
        const own = facts.own.get(id) ?? {};
        const isCopied = before.stored.sources.some(({ contact_id }) => contact_id === id);
        const written = ownOf(deed.written, false);
        if (isCopied && own.kind === undefined) delete written.kind;
        for (const [field, said] of Object.entries(written))
          if (own[field]?.text === said.text) delete written[field];
        facts.own.set(id, { ...own, ...written });
        break;
      }
      case 'drop':
        facts.own.delete(deed.contact.id);
        for (const row of before.stored.sources) {
          if (row.contact_id !== deed.contact.id) continue;
          const link = this.link(row.iso3, row.directory, row.source_key);
          if (link) Object.assign(link, { isRefused: true, isCopied: false, rejected: null, isKept: false });
        }
        break;
      case 'release field':
        delete facts.own.get(deed.contact.id)?.[deed.field];
        break;
      case 'release entry': {
        const link = this.link(deed.state, deed.directory, deed.key);
        if (!link) break;
        Object.assign(link, { isRefused: false, rejected: null });
        const listed = facts.regions[deed.directory].get(deed.key);
        if (listed && listed.listed.state === deed.state && listed.status !== 'REMOVED')
          this.#observe(deed.state, deed.directory, deed.key, listed, after);
        else this.#miss(link, after);
        break;
      }
      case 'split':
        learnSplit(facts, deed, before);
        break;
      case 'accept':
        for (const proposal of deed.proposals) this.#accept(proposal.id, deed.purpose, before, after);
        break;
      case 'reject':
        for (const proposal of deed.proposals) this.#reject(proposal.id, before);
        break;
      case 'resolve': {
        const { state, conflict, choose, remember } = deed;
        facts.chosen.set(pairKey(conflict.contact.id, conflict.field), choose);
        if (!remember || choose === 'DIRECT') break;
        const name = pairKey(state, conflict.field);
        const others = (facts.precedences.get(name) ?? []).filter((other) => other !== choose);
        facts.precedences.set(name, [choose, ...others]);
        break;
      }
      case 'precedence':
        facts.precedences.set(pairKey(deed.state, deed.purpose), deed.order);
        break;
    }
  }

  #follow(directory: Directory, after: Sight): void {
    const { feeds, cursors, consents } = this.facts;
    const feed = feeds[directory];
    for (let index = cursors[directory]; index < feed.length; index++) {
      const change = feed[index];
      if (!change) continue;
      for (const [name, consent] of consents) {
        const [state = '', of] = name.split(' ');
        if (of !== directory || index < consent.position) continue;
        const isOwn = change.listed.state === state && change.status !== 'REMOVED';
        if (isOwn) this.#observe(state, directory, change.key, change, after);
        else this.#miss(this.link(state, directory, change.key), after);
      }
    }
    cursors[directory] = feed.length;
  }

  #grant(deed: Extract<Deed, { deed: 'grant' }>, before: Sight, after: Sight, isAlone: boolean): void {
    const { state, directory, terms, validUntil } = deed;
    const current = this.consent(state, directory);
    if (current && sameTerms(current, terms, validUntil)) return;
    const consent = { terms, validUntil, position: this.facts.feeds[directory].length };
    this.facts.consents.set(pairKey(state, directory), consent);
    for (const link of this.linksOf(state, directory)) {
      const row = rowOf(before, link);
      const copiedAs = row?.claims.function?.value;
      // Nobody is left of a copy once neither a name nor a way to reach it is covered.
      if (isAlone && !(row && copiedAs && coversPurpose(terms, copiedAs) && isTelling(row.claims, terms)))
        link.isCopied = false;
      if (!isAlone) link.isCopied &&= rowOf(after, link) !== undefined;
      // What stands copied was let in before.
      if (row) for (const field of textFields) allow(link, field, textIn(row.claims, field));
    }
    const { regions } = this.facts;
    for (const [key, entry] of regions[directory])
      if (entry.listed.state === state && entry.status !== 'REMOVED')
        this.#observe(state, directory, key, entry, after);
    for (const link of this.linksOf(state, directory)) {
      const entry = regions[directory].get(link.key);
      if (!entry || entry.listed.state !== state || entry.status === 'REMOVED') this.#miss(link, after);
    }
  }

  /** The entry is listed for the state, or merely no longer mentioned. */
  #observe(
    state: string,
    directory: Directory,
    key: string,
    { listed, status }: { readonly listed: Listed; readonly status: string },
    after: Sight,
  ): void {
    const consent = this.consent(state, directory);
    if (!consent) return;
    const name = pairKey(state, directory, key);
    const link = this.facts.links.get(name) ?? newLink(state, directory, key);
    this.facts.links.set(name, link);
    const isPresent = status === 'PRESENT';
    link.seen = { listed, status: isPresent ? 'PRESENT' : 'ABSENT' };
    if (link.isRefused) return;
    if (isPresent && !isHeldBack(after, link)) link.isKept = false;
    if (!link.isCopied && !isPresent) return;
    const purpose = purposeOf(link, consent.terms);
    if (purpose !== null && !coversPurpose(consent.terms, purpose)) {
      link.isCopied = isHeldBack(after, link);
      return;
    }
    // Another content is another question; what is withheld, or tells of nobody, may be one or not.
    if (listed.withheld.length > 0 || !isTelling(listed, consent.terms)) link.wasGone = true;
    else if (!isAsRejected(link, consent.terms)) link.rejected = null;
    for (const field of textFields) {
      const text = fieldText(listed[field]);
      if (covers(consent.terms, field)) link.known.push({ field, text, purpose });
      if (consent.terms.mode === 'AUTOMATIC' || this.#isOwnIn(after, link, field)) allow(link, field, text);
    }
    if (purpose === null) link.isCopied = isHeldBack(after, link);
    else if (isTelling(listed, consent.terms)) {
      if (consent.terms.mode === 'AUTOMATIC' && !isContentRefused(after, link)) link.isCopied = true;
    } else if (consent.terms.mode === 'AUTOMATIC') link.isCopied = rowOf(after, link) !== undefined;
  }

  /** Of a field that the state wrote itself, the source's newest word is taken up unseen. */
  #isOwnIn(after: Sight, link: Link, field: string): boolean {
    const contact = rowOf(after, link)?.contact_id;
    return contact !== undefined && this.facts.own.get(contact)?.[field] !== undefined;
  }

  #miss(link: Link | undefined, after: Sight): void {
    if (!link) return;
    link.seen = 'GONE';
    link.wasGone = true;
    link.isCopied = rowOf(after, link) !== undefined;
  }

  #accept(id: string, answer: string | null, before: Sight, after: Sight): void {
    for (const sight of [before, after]) {
      const proposal = sight.stored.proposals.find((row) => row.id === id);
      if (!proposal) continue;
      if (proposal.cause === 'MERGE') {
        learnTogether(this.facts, proposal);
        continue;
      }
      const link = this.link(proposal.iso3, proposal.directory, proposal.source_key);
      if (!link) continue;
      if (proposal.kind === 'REMOVE') {
        link.isCopied = false;
        continue;
      }
      link.isCopied = true;
      if (proposal.cause === 'LEVEL') link.answer = answer;
      for (const field of textFields)
        if (proposal.claims?.[field]) allow(link, field, textIn(proposal.claims, field));
    }
  }

  #reject(id: string, before: Sight): void {
    const proposal = before.stored.proposals.find((row) => row.id === id);
    if (!proposal) return;
    if (proposal.cause === 'MERGE') learnApart(this.facts, proposal, before);
    const link = this.link(proposal.iso3, proposal.directory, proposal.source_key);
    if (!link || proposal.cause === 'MERGE') return;
    if (proposal.kind === 'REMOVE') link.isKept = true;
    else {
      const claims = proposal.claims ?? {};
      link.rejected = Object.fromEntries(Object.keys(claims).map((field) => [field, textIn(claims, field)]));
      link.wasGone = false;
    }
  }
}
