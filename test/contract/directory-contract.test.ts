import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenSample, RegionalDirectory, SampleEntry } from '../../adapters/contract.ts';
import { registry } from '../../adapters/registry.ts';
import { memberState } from '../../platform/states/states.ts';
import {
  type AdapterHarness,
  type Entry,
  openHarness,
  service,
  TestClock,
} from '../support/adapter-harness.ts';
import { testKeys } from '../support/encryption-keys.ts';
import { type Fault, type FaultyServer, faultyServer, rateLimited } from '../support/faults.ts';

/** What every regional directory promises, shown on its built-in sample over real HTTP. */
describe.each(registry.map((directory) => ({ code: directory.code, directory })))(
  'the contract of a regional directory: $code',
  ({ code, directory }) => {
    const prefix = code.toLowerCase();
    const settings = () => directory.settings(directory.sample.environment);
    let folder: string;
    let clock: TestClock;
    let server: FaultyServer;
    let sample: OpenSample;
    let adapter: AdapterHarness;

    const url = () => server.url(`${prefix}/${directory.sample.path}`);
    const open = (as: RegionalDirectory = directory) =>
      openHarness({
        directory: as,
        storage: { kind: 'sqlite', folder, keys: testKeys },
        clock,
        sourceUrl: url(),
        settings: settings(),
      });

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'crosspoint-contract-'));
      clock = new TestClock();
      server = await faultyServer();
      sample = directory.sample.open(join(folder, 'sample.json'), clock);
      server.mount(prefix, (request) => sample.handle(request));
      adapter = await open();
    });
    afterEach(async () => {
      await adapter.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const known = async () => (await adapter.entries()).filter(({ status }) => status !== 'REMOVED');
    const contents = (entries: readonly Entry[]) =>
      entries.map(({ sourceKey, sourceRevision }) => [sourceKey, sourceRevision]);

    /** The last row, element or point of the sample that stands for an entry of its own, and the field that its title or name is in. */
    async function lastUsed(): Promise<SampleEntry & { readonly field: string }> {
      const published = await known();
      for (const { key, fields } of sample.entries().toReversed()) {
        const written = Object.values(fields).join(' ').toLowerCase();
        const here = published.filter(({ emails }) =>
          emails.some((email) => written.includes(email.toLowerCase())),
        );
        const [entry, ...others] = here;
        if (!entry || others.length > 0) continue;
        const texts = [entry.title, entry.entity, entry.name].filter((text) => text !== null);
        const field = texts
          .flatMap((text) => Object.keys(fields).filter((name) => fields[name] === text))
          .at(0);
        if (field !== undefined) return { key, fields, field };
      }
      throw new Error(
        'No entry of the sample can be found again by its e-mail address and its title or name.',
      );
    }

    /** Changes one plain field of one entry at the source. */
    async function editOne(): Promise<void> {
      const { key, fields, field } = await lastUsed();
      clock.passMinutes(1);
      sample.change(key, { [field]: `${fields[field]} (acting)` });
    }

    it('has an upper-case code, a name, functions or levels, and a schedule', () => {
      expect(code).toMatch(/^[A-Z][A-Z0-9]*$/);
      expect(directory.name).not.toBe('');
      expect(directory.rules.namesFunctions || directory.rules.levels.length > 0).toBe(true);
      expect(directory.rules.version).toBeGreaterThan(0);
      expect(registry.filter((other) => other.code === code)).toHaveLength(1);
    });

    it('gives a whole first read whose records survive storage and mean something', async () => {
      const source = directory.open(url(), settings(), { clock, userAgent: 'contract' });
      const read = await source.read(null, new AbortController().signal);
      if (read.kind !== 'complete') throw new Error(`The sample's first read is ${read.kind}.`);
      expect(read.records.length).toBeGreaterThan(10);
      for (const { record, location } of read.records) {
        expect(location).not.toBe('');
        const stored = directory.record.parse(JSON.parse(JSON.stringify(record)));
        expect(stored).toEqual(record);
        const meaning = directory.normalise(record);
        expect(directory.normalise(stored)).toEqual(meaning);
        if (meaning.kind === 'set-aside') expect(meaning.reason).toMatch(/\w+ \w+/);
        if (meaning.kind !== 'entry') continue;
        const { entry, sourceKey } = meaning;
        expect(entry.participant.trim()).not.toBe('');
        if (entry.iso3 !== null) expect(memberState(entry.iso3)).toBeDefined();
        if (entry.level !== null) expect(directory.rules.levels).toContain(entry.level);
        expect(entry.function !== null).toBe(directory.rules.namesFunctions);
        expect(sourceKey === null).toBe(directory.identify !== undefined);
        for (const email of entry.emails) expect(email).toMatch(/[@.](example|example\.(org|com|net))$/);
      }
    });

    it('publishes every entry of a first pull, each under a key of its own', async () => {
      const pull = await adapter.pull();
      expect(pull).toMatchObject({ outcome: 'CHANGED', changed: 0, removed: 0, problem: null });
      const entries = await known();
      expect(entries).toHaveLength(pull.added);
      expect(new Set(entries.map(({ sourceKey }) => sourceKey)).size).toBe(entries.length);
      expect(await adapter.feed()).toHaveLength(pull.added);
      for (const { reason } of await adapter.setAside()) expect(reason).toMatch(/\w+ \w+/);
    });

    it('gives the same keys and contents when the same source is read in full again', async () => {
      const first = await adapter.pull();
      const before = contents(await adapter.entries());
      await adapter.close();
      adapter = await open({
        ...directory,
        rules: { ...directory.rules, version: directory.rules.version + 1 },
      });
      expect(await adapter.pull()).toMatchObject({
        outcome: 'UNCHANGED',
        read: first.read,
        setAside: first.setAside,
      });
      expect(contents(await adapter.entries())).toEqual(before);
      expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', read: 0 });
      expect(contents(await adapter.entries())).toEqual(before);
    });

    it('reads nothing of a source that has not changed', async () => {
      await adapter.pull();
      for (let again = 0; again < 2; again++)
        expect(await adapter.pull()).toMatchObject({
          outcome: 'UNCHANGED',
          read: 0,
          added: 0,
          changed: 0,
          removed: 0,
        });
    });

    it('announces one edit as one change', async () => {
      const { added } = await adapter.pull();
      await editOne();
      expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', added: 0, changed: 1, removed: 0 });
      expect((await adapter.feed()).slice(added).map(({ kind }) => kind)).toEqual(['CHANGED']);
    });

    it('takes what is listed again for an addition or a return', async () => {
      await adapter.pull();
      const last = await lastUsed();
      clock.passMinutes(1);
      sample.remove(last.key);
      const listed = async () =>
        (await adapter.entries()).filter(({ status }) => status === 'PRESENT').length;
      const before = await listed();
      await adapter.pull();
      const gone = before - (await listed());
      clock.passMinutes(1);
      sample.add(last.fields);
      const back = await adapter.pull();
      expect(back).toMatchObject({ outcome: 'CHANGED', removed: 0 });
      expect(back.added + back.changed).toBe(gone);
    });

    it('takes what is no longer listed as its rules say, and nothing else', async () => {
      await adapter.pull();
      const count = async (status: string) =>
        (await adapter.entries()).filter((entry) => entry.status === status).length;
      const becomes = directory.rules.absence === 'omission' ? 'ABSENT' : 'REMOVED';
      const before = { present: await count('PRESENT'), gone: await count(becomes) };
      const last = await lastUsed();
      clock.passMinutes(1);
      sample.remove(last.key);
      const pull = await adapter.pull();
      expect(pull).toMatchObject({ outcome: 'CHANGED', added: 0, changed: 0 });
      const gone = (await count(becomes)) - before.gone;
      expect(gone).toBeGreaterThan(0);
      expect(gone).toBeLessThanOrEqual(2);
      expect(await count('PRESENT')).toBe(before.present - gone);
      // What is merely omitted was not removed.
      expect(pull.removed).toBe(becomes === 'REMOVED' ? gone : 0);
    });

    const garbage = {
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: '\u0000\u0001 garbage {<',
    };
    const faults: readonly (readonly [string, Fault])[] = [
      ['is down', { kind: 'down' }],
      ['answers with a web page', { kind: 'html' }],
      ['answers with nothing', { kind: 'empty' }],
      ['answers with garbage', { kind: 'instead', response: garbage }],
      ['says 500', { kind: 'status', status: 500 }],
      ['says 404', { kind: 'status', status: 404 }],
      ['is cut off', { kind: 'dropped' }],
      ['is cut off near its end', { kind: 'dropped', share: 0.97 }],
      ['is half there', { kind: 'truncated' }],
      ['is all but there', { kind: 'truncated', share: 0.97 }],
    ];
    it.each(faults)(
      'removes nothing while the source %s, and follows once that is mended',
      async (_what, fault) => {
        await adapter.pull();
        const before = (await known()).map(({ sourceKey, status }) => [sourceKey, status]);
        await editOne();
        server.fail(prefix, fault);
        const failed = await adapter.pull();
        expect(['FAILED', 'INCOMPLETE']).toContain(failed.outcome);
        expect(failed).toMatchObject({ added: 0, removed: 0, problem: expect.stringMatching(/\w+ \w+/) });
        expect((await known()).map(({ sourceKey, status }) => [sourceKey, status])).toEqual(before);

        server.fail(prefix, null);
        const mended = await adapter.pull();
        expect(mended).toMatchObject({ added: 0, removed: 0, problem: null });
        expect(failed.changed + mended.changed).toBe(1);
      },
    );

    it('is asked no earlier than it wants', async () => {
      await adapter.pull();
      await editOne();
      server.fail(prefix, rateLimited('7200'));
      expect(await adapter.pull()).toMatchObject({
        outcome: 'FAILED',
        problem: expect.stringMatching(/\w+ \w+/),
      });
      const { data } = await adapter.ask(service, '{ regionalSource { nextPullAt } }');
      expect(data).toEqual({ regionalSource: { nextPullAt: expect.stringMatching(/^2026-11-02T11:3\d/) } });
    });
  },
);
