import type { Caller } from '../../platform/identity/caller.ts';
import type { Example } from './example.ts';
import type { AccessRow, Column } from './table.ts';
import { observer, thing } from './things.ts';

type Relation = 'own' | 'foreign';
export interface Someone {
  readonly column: Column;
  readonly relation: Relation;
  readonly caller: Caller | null;
}

/** Everybody who tries a row: those whose the thing is, and others of the same role. Those who change nothing come first. */
export function everybody(
  example: Example,
  { may, ...row }: Pick<AccessRow, 'may' | 'directory'>,
): Someone[] {
  const directory = row.directory ?? thing.directory;
  const otherDirectory = directory === thing.otherDirectory ? 'ARF' : thing.otherDirectory;
  const state = (role: 'state' | 'contact', iso3: string, relation: Relation): Someone => ({
    column: role,
    relation,
    caller: { role, subject: `${role} of ${iso3}`, state: iso3 },
  });
  const organisation = (code: string, relation: Relation): Someone => ({
    column: 'organisation',
    relation,
    caller: { role: 'organisation', subject: `service of ${code}`, directory: code },
  });
  const everyone: Someone[] = [
    {
      column: 'custodian',
      relation: example.notCustodians ? 'foreign' : 'own',
      caller: { role: 'custodian', subject: 'custodian' },
    },
    state('state', thing.state, 'own'),
    state('state', thing.otherState, 'foreign'),
    state('contact', thing.state, 'own'),
    state('contact', thing.otherState, 'foreign'),
    organisation(directory, 'own'),
    organisation(otherDirectory, 'foreign'),
    {
      column: 'observer',
      relation: 'own',
      caller: { role: 'observer', subject: observer, sponsor: thing.state },
    },
    { column: 'service', relation: 'own', caller: { role: 'service', subject: 'another part' } },
    { column: 'nobody', relation: 'own', caller: null },
  ];
  const changes = ({ column, relation }: Someone) => may[column] !== 'no' && relation === 'own';
  return [...everyone.filter((who) => !changes(who)), ...everyone.filter(changes)];
}
