import type { Caller } from '../../platform/identity/caller.ts';

/**
 * What tells apart whom the same question is answered differently, in fields that may be kept (docs/access.md): the role, and for
 * whom somebody acts. What a state or an organisation sees, all of its people see; an observer is sponsored by name.
 */
export function sightOf(caller: Caller | null): string {
  switch (caller?.role) {
    case undefined:
      return 'nobody';
    case 'custodian':
      return 'custodian';
    case 'state':
    case 'contact':
      return `${caller.role} ${caller.state}`;
    case 'organisation':
      return `organisation ${caller.directory}`;
    case 'observer':
      return `observer ${caller.sponsor} ${caller.subject}`;
    case 'service':
      return `service ${caller.subject}`;
  }
}
