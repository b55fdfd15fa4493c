import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, authority, DirectoryWorld } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const duty = {
  function: 'TECHNICAL',
  kind: 'OFFICE',
  entity: 'Duty Desk of Examples',
  emails: ['duty@cert.example'],
  phones: ['+44 1632 960050'],
};

describe.each(databases)("the state's own contacts on $name", ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', anna);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  describe('a contact of its own', () => {
    it('is there for everybody at once, and makes the state take part', async () => {
      await estonia.does('create', {
        state: 'est',
        input: {
          ...duty,
          webPage: ' https://cert.example/duty ',
          phones: ['+44 1632 960050', '7960 1234', 'ask the operator for 112'],
          languages: ['et', 'EN', 'pt-br', 'cnr'],
        },
      });
      const contact = await world.contact('EST');
      expect(contact).toMatchObject({
        function: 'TECHNICAL',
        kind: 'OFFICE',
        level: null,
        name: null,
        webPage: 'https://cert.example/duty',
        phones: ['+441632960050', '+37279601234', 'ask the operator for 112'],
        languages: ['et', 'en', 'pt-BR', 'cnr'],
        revision: 1,
        copiedFrom: [],
      });
      for (const row of contact.provenance) expect(row).toMatchObject({ origin: 'DIRECT', directory: null });
      expect(await world.history('EST', contact.id)).toMatchObject([
        { action: 'ADDED', actor: 'authority of EST', authority: null },
      ]);
      const { data } = await world.ask(authority('LVA'), '{ state(iso3: "EST") { participating } }');
      expect(data).toEqual({ state: { participating: true } });
    });

    it.each([
      [{ function: undefined }, 'input.function', /TECHNICAL/],
      [{ kind: null }, 'input.kind', /PERSON or an OFFICE/],
      [{ emails: [], phones: null }, 'input.emails', /to be reached by/],
      [{ kind: 'PERSON' }, 'input.name', /person needs a name/],
      [{ kind: 'PERSON', name: '  ' }, 'input.name', /person needs a name/],
      [{ kind: 'PERSON', name: '\u200b\u200e\ufeff' }, 'input.name', /person needs a name/],
      [{ entity: '\u2060', emails: [] }, 'input.entity', /entity, or a mailbox/],
      [{ entity: null, emails: [] }, 'input.entity', /entity, or a mailbox/],
      [{ emails: ['duty@cert.example', 'no address'] }, 'input.emails.1', /one e-mail address/],
      [{ emails: ['one@cert.example, two@cert.example'] }, 'input.emails.0', /one e-mail address/],
      [{ emails: [''] }, 'input.emails.0', /one e-mail address/],
      [{ phones: ['12'] }, 'input.phones.0', /one telephone number/],
      [{ phones: ['+44 1632 960050', ''] }, 'input.phones.1', /one telephone number/],
      [{ phones: ['6.7933E+09'] }, 'input.phones.0', /rounded this number/],
      [{ phones: ['+44 1632 960050', '4,41633E+11'] }, 'input.phones.1', /rounded this number/],
      [{ phones: Array(21).fill('+44 1632 960050') }, 'input.phones', /at most 20/],
      [{ languages: ['en', 'French'] }, 'input.languages.1', /"fr"/],
      [{ languages: ['xx'] }, 'input.languages.0', /BCP 47/],
      [{ languages: ['und'] }, 'input.languages.0', /BCP 47/],
      [{ languages: ['en_US.UTF-8'] }, 'input.languages.0', /BCP 47/],
      [{ webPage: 'cert.example' }, 'input.webPage', /https/],
      [{ webPage: 'javascript:alert(1)' }, 'input.webPage', /https/],
      [{ webPage: 'https://user:secret@cert.example' }, 'input.webPage', /https/],
      [{ entity: 'Line one\nline two' }, 'input.entity', /control characters/],
      [{ name: 'Name\u0000' }, 'input.name', /control characters/],
      [{ title: 'Chief \u202eevil' }, 'input.title', /control characters/],
      [{ name: 'x'.repeat(201) }, 'input.name', /200/],
      [{ changedOn: '2026-03-03' }, 'input.changedOn', /not come yet/],
      [{ changedOn: 'yesterday' }, 'input.changedOn', /cannot be read/],
    ])('is refused with the field at fault for %j', async (wrong, field, message) => {
      const error = await estonia.refused('create', { state: 'EST', input: { ...duty, ...wrong } });
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field });
      expect(error.message).toMatch(message);
      expect(await world.contacts('EST')).toEqual([]);
    });

    it('is refused for a code that is no state', async () => {
      expect(await estonia.refused('create', { state: 'XXX', input: duty })).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'state',
      });
    });

    it('lists each address and number once', async () => {
      const input = {
        ...duty,
        emails: ['Duty@cert.example', 'duty@CERT.example'],
        phones: ['+44 1632 960050', '0044 1632 960050'],
      };
      await estonia.does('create', { state: 'EST', input });
      expect(await world.contact('EST')).toMatchObject({
        emails: ['Duty@cert.example'],
        phones: ['+441632960050'],
      });
    });

    it('is removed with a reason, and stays in the history', async () => {
      await estonia.does('create', { state: 'EST', input: duty });
      const { id } = await world.contact('EST');
      const blank = await estonia.refused('remove', { id, revision: 1, reason: ' ' });
      expect(blank).toMatchObject({ code: 'BAD_USER_INPUT', field: 'reason' });
      expect(await estonia.does('remove', { id, revision: 1, reason: 'The desk was closed.' })).toBe(true);
      expect(await world.contacts('EST')).toEqual([]);
      const again = await estonia.refused('remove', { id, revision: 2, reason: 'Again.' });
      expect(again.code).toBe('NOT_FOUND');
      expect(again.message).toMatch(/was removed at/);
    });

    it('keeps what nobody else says of it', async () => {
      await estonia.does('create', { state: 'EST', input: duty });
      const { id } = await world.contact('EST');
      for (const field of ['function', 'kind']) {
        const error = await estonia.refused('releaseField', { id, field });
        expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field: 'field' });
        expect(error.message).toMatch(/cannot be without it/);
      }
      await estonia.does('releaseField', { id, field: 'phones' });
      const error = await estonia.refused('releaseField', { id, field: 'emails' });
      expect(error.message).toMatch(/to be reached by/);
      expect(await world.contact('EST')).toMatchObject({ phones: [], emails: ['duty@cert.example'] });
    });
  });
});
