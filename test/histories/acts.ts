import type { Caller } from '../../platform/identity/caller.ts';
import { authority, custodian, grantMutation } from '../directory/directory-world.ts';
import { mutations } from '../directory/state-acts.ts';
import { type Deed, type Done, hour } from './deeds.ts';
import type { Answer, HistoryDirectory } from './history-directory.ts';

interface Request {
  readonly caller: Caller;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const withdrawMutation =
  'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { affected consent { id status } } }';
const pullMutation = 'mutation ($directory: ID!) { pullDirectory(directory: $directory) { outcome } }';
const resolveMutation =
  'mutation ($id: ID!, $choose: ID!, $remember: Boolean!) { resolveConflict(id: $id, choose: $choose, remember: $remember) { id } }';
const precedenceMutation =
  'mutation ($state: ID!, $function: ContactFunction!, $directories: [ID!]!) { setPrecedence(state: $state, function: $function, directories: $directories) { iso3 } }';
const splitMutation =
  'mutation ($id: ID!, $directory: ID!, $sourceKey: ID!) { splitContact(id: $id, directory: $directory, sourceKey: $sourceKey) { id } }';

function requestOf(deed: Exclude<Deed, { deed: 'source' | 'wait' }>): Request {
  if (deed.deed === 'pull')
    return { caller: custodian, query: pullMutation, variables: { directory: deed.directory } };
  const { state } = deed;
  const by = (query: string, variables: Record<string, unknown>) => ({
    caller: authority(state),
    query,
    variables,
  });
  switch (deed.deed) {
    case 'grant': {
      const { hours: _hours, ...terms } = deed.terms;
      const input = { state, directory: deed.directory, ...terms, validUntil: deed.validUntil };
      return by(grantMutation, { input });
    }
    case 'withdraw':
      return by(withdrawMutation, { input: { consentId: deed.consentId, copies: deed.copies } });
    case 'create':
      return by(mutations.create, { state, input: deed.written });
    case 'write': {
      const { id, revision } = deed.contact;
      return by(mutations.update, { id, revision, input: deed.written });
    }
    case 'drop': {
      const { id, revision } = deed.contact;
      return by(mutations.remove, { id, revision, reason: 'Left the service.' });
    }
    case 'release field':
      return by(mutations.releaseField, { id: deed.contact.id, field: deed.field });
    case 'release entry':
      return by(mutations.release, { state, directory: deed.directory, sourceKey: deed.key });
    case 'split':
      return by(splitMutation, { id: deed.contact.id, directory: deed.directory, sourceKey: deed.key });
    case 'accept': {
      const ids = deed.proposals.map(({ id }) => id);
      if (deed.purpose === null) return by(mutations.acceptMany, { ids });
      return by(mutations.accept, { id: ids[0], function: deed.purpose });
    }
    case 'reject':
      return by(mutations.rejectMany, { ids: deed.proposals.map(({ id }) => id), reason: 'Not so.' });
    case 'resolve':
      return by(resolveMutation, { id: deed.conflict.id, choose: deed.choose, remember: deed.remember });
    case 'precedence':
      return by(precedenceMutation, { state, function: deed.purpose, directories: deed.order });
  }
}

const silence: Answer = { data: null, error: null };

/** Does it, once. What a source does is no request. */
export async function carryOut(directory: HistoryDirectory, instance: number, deed: Deed): Promise<Done> {
  if (deed.deed === 'wait') {
    directory.clock.advance(deed.hours * hour);
    return { deed, answer: silence, created: null };
  }
  if (deed.deed === 'source') {
    publish(directory, deed);
    return { deed, answer: silence, created: null };
  }
  const { caller, query, variables } = requestOf(deed);
  const answer = await directory.ask(instance, caller, query, variables);
  return { deed, answer, created: deed.deed === 'create' ? createdBy(answer) : null };
}

function createdBy({ data }: Answer): string | null {
  const done = data && typeof data === 'object' && 'done' in data ? data.done : null;
  return done && typeof done === 'object' && 'id' in done ? String(done.id) : null;
}

function publish(directory: HistoryDirectory, deed: Extract<Deed, { deed: 'source' }>): void {
  const adapter = directory.adapter(deed.directory);
  const { key, listed, status } = deed;
  const before = adapter.statusOf(key);
  if (status === 'REMOVED') adapter.remove(key);
  else if (status === 'ABSENT') adapter.markAbsent(key);
  else if (before === null) adapter.add(key, listed);
  else if (before === 'PRESENT') adapter.edit(key, listed);
  else adapter.returnToList(key, listed);
}
