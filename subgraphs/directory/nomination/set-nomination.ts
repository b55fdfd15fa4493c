import { IsNull } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { tellLedger } from '../ledger/tell.ts';
import { stateOf } from '../opening/release.ts';
import { mustNotHaveLeft } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { raiseRevision } from '../storage/directory-revision.ts';
import { type NominationModel, NominationRouteRow, NominationRow } from '../storage/nomination-rows.ts';

export interface NominationRequest {
  readonly state: string;
  readonly model: NominationModel;
  readonly singlePoint?: string | null | undefined;
  readonly routes?: readonly RouteRequest[] | null | undefined;
}

export interface RouteRequest {
  readonly function: ContactFunction;
  /** The first is to be asked first. */
  readonly contacts: readonly string[];
}

const mostBodies = 20;

/**
 * A state says how it is to be addressed: by a single national point of contact that routes to bodies behind it, or by one or
 * more for each function (A2). It takes the place of what it said before.
 * @throws Problem BAD_USER_INPUT with the input field at fault, CONFLICT where the state has left
 */
export async function setNomination(
  { database, clock }: DirectoryParts,
  request: NominationRequest,
  setBy: string,
): Promise<MemberState> {
  const state = stateOf(request.state);
  const { iso3 } = state;
  const { model } = request;
  const routes = routesOf(request);
  const single = singlePointOf(request);
  await database.write(async (manager) => {
    await mustNotHaveLeft(manager, iso3);
    const contacts = await manager.find(ContactRow, {
      select: { id: true },
      where: { iso3, removed_at: IsNull() },
    });
    const isOwn = (id: string) => contacts.some((contact) => contact.id === id);
    if (single !== null && !isOwn(single)) throw badInput('input.singlePoint', noContact);
    for (const { contact_id, path } of routes) if (!isOwn(contact_id)) throw badInput(path, noContact);
    const now = instant(clock.now());
    await manager.save(NominationRow, { iso3, model, single_contact_id: single, set_at: now, set_by: setBy });
    await manager.delete(NominationRouteRow, { iso3 });
    const rows = routes.map(({ path: _path, ...row }) => ({ iso3, ...row }));
    await manager.insert(NominationRouteRow, rows);
    await tellLedger(manager, now, [
      {
        kind: 'nomination.set',
        state: iso3,
        subjects: single === null ? {} : { contact: single },
        payload: {
          model,
          routes: rows.map(({ function: routed, contact_id }) => ({ function: routed, contact: contact_id })),
        },
      },
    ]);
    await raiseRevision(manager);
  });
  return state;
}

const noContact = 'Your state has no such contact. Give the id of one of its own.';

function singlePointOf({ model, singlePoint }: NominationRequest): string | null {
  if (model === 'SINGLE') {
    if (singlePoint) return singlePoint;
    throw badInput('input.singlePoint', 'Name the contact that is to be your single point of contact.');
  }
  if (singlePoint)
    throw badInput(
      'input.singlePoint',
      'Leave this out, or choose the model SINGLE: addressed by function, you have none.',
    );
  return null;
}

function routesOf({ model, singlePoint, routes }: NominationRequest) {
  const given = routes ?? [];
  if (model !== 'SINGLE' && given.length > 0)
    throw badInput(
      'input.routes',
      'Leave this out, or choose the model SINGLE: only a single point of contact routes.',
    );
  const functions = given.map((route) => route.function);
  const twice = functions.findIndex((wanted, index) => functions.indexOf(wanted) !== index);
  if (twice >= 0)
    throw badInput(`input.routes.${twice}.function`, 'Name each function once, with all its bodies.');
  return given.flatMap((route, at) => {
    const path = `input.routes.${at}.contacts`;
    if (route.contacts.length < 1 || route.contacts.length > mostBodies)
      throw badInput(path, `Name 1 to ${mostBodies} bodies, or leave the function out.`);
    return [...new Set(route.contacts)].map((contact_id, place) => {
      if (contact_id === singlePoint)
        throw badInput(`${path}.${place}`, 'The single point of contact routes to others, not to itself.');
      return { function: route.function, contact_id, place, path: `${path}.${place}` };
    });
  });
}
