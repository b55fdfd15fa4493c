import { randomUUID } from 'node:crypto';
import { type EntityManager, IsNull } from 'typeorm';
import { type Instant, instant } from '../../../platform/clock/clock.ts';
import { parseEmails } from '../../../platform/contact-details/emails.ts';
import { badInput, conflict, notFound } from '../../../platform/errors/problem.ts';
import { actingNow } from '../../../platform/ledger/actor.ts';
import { memberState } from '../../../platform/states/states.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import { digestOf, newSecret } from '../credentials/secrets.ts';
import { type IdentityParts, record } from '../parts.ts';
import { type AccountRole, AccountRow } from '../storage/account-row.ts';
import { type InvitationPurpose, InvitationRow } from '../storage/invitation-row.ts';
import { standingWithEmail } from './find.ts';

/** A person to be invited. */
export interface InvitedPerson {
  readonly name: string;
  readonly email: string;
  readonly language: Language;
}

export interface InviteRequest extends InvitedPerson {
  readonly role: AccountRole;
  readonly iso3: string | null;
}

/** A one-time link, to be handed to the person invited. It is told once. */
export interface InvitationLink {
  readonly account: AccountRow;
  readonly link: string;
  readonly opensAt: Instant;
  readonly expiresAt: Instant;
}

const day = 24 * 60 * 60_000;
export const invitationDays = 7;

/**
 * Invites a person to an account. Who may is the access rules' matter; that the custodian creates a state's first authority only is
 * this one's, since it must hold in the same transaction.
 * @throws Problem BAD_USER_INPUT, CONFLICT
 */
export async function inviteAccount(
  parts: IdentityParts,
  request: InviteRequest,
  byCustodian: boolean,
): Promise<InvitationLink> {
  const iso3 = request.role === 'CUSTODIAN' ? null : stateOf(request.iso3);
  if (request.role === 'CUSTODIAN' && request.iso3 !== null)
    throw badInput('input.state', "The custodian's people act for no state: leave the state out.");
  const person = givenPerson(request);
  return parts.database.write(async (manager) => {
    if (byCustodian && request.role === 'STATE' && iso3 !== null) await isFirstAuthority(manager, iso3);
    const account = await addAccount(manager, parts, { ...person, role: request.role, iso3 });
    const invitation = await openInvitation(manager, parts, account, 'JOIN', { days: invitationDays });
    await record(manager, parts, {
      kind: 'account.invited',
      state: iso3,
      subjects: { account: account.id },
      payload: { role: account.role },
    });
    return invitation;
  });
}

async function isFirstAuthority(manager: EntityManager, iso3: string): Promise<void> {
  const authorities = await manager.findBy(AccountRow, { iso3, role: 'STATE' });
  if (authorities.some(({ activated_at }) => activated_at !== null))
    throw conflict(
      `${iso3} has an authority of its own, which invites its further people. Where a state has lost all access, use restoreStateAccess.`,
    );
  if (authorities.some(({ status }) => status === 'INVITED'))
    throw conflict(
      `${iso3}'s authority is invited already. Send the invitation again, or end that account first.`,
    );
}

function stateOf(given: string | null): string {
  const iso3 = given?.trim().toUpperCase() ?? '';
  if (!memberState(iso3))
    throw badInput(
      'input.state',
      "The state must be a Member State's ISO 3166 code of three letters, such as EST.",
    );
  return iso3;
}

/** @throws Problem BAD_USER_INPUT */
export function givenPerson({ name, email, language }: InvitedPerson): InvitedPerson {
  const given = name.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  if (given === '' || given.length > 200) throw badInput('input.name', 'The name needs 1 to 200 characters.');
  const { emails, rejected } = parseEmails(email);
  const [address, ...more] = emails;
  if (address === undefined || more.length > 0 || rejected.length > 0 || address.length > 254)
    throw badInput(
      'input.email',
      'The e-mail address cannot be read. Give one, such as name@ministry.example.',
    );
  return { name: given, email: address, language };
}

/**
 * Whether another state's account has the address is not told: only who accepts the invitation learns it.
 * @throws Problem CONFLICT where an account of the same state, or of the custodian where it is the custodian's, has the address
 */
export async function addAccount(
  manager: EntityManager,
  parts: IdentityParts,
  { role, iso3, name, email, language }: InviteRequest,
): Promise<AccountRow> {
  const standing = await standingWithEmail(manager, parts, email);
  if (standing.some((account) => account.iso3 === iso3))
    throw conflict(
      'This e-mail address belongs to one of your accounts already. Each person signs in with an address of their own.',
    );
  const account: AccountRow = {
    id: randomUUID(),
    role,
    iso3,
    name,
    email,
    email_index: email,
    language,
    status: 'INVITED',
    password_hash: null,
    totp_secret: null,
    totp_last_step: null,
    created_at: instant(parts.clock.now()),
    created_by: actingNow().subject,
    activated_at: null,
    last_sign_in_at: null,
    ended_at: null,
  };
  await manager.insert(AccountRow, account);
  return account;
}

/** Makes a new link; those before it stop working. */
export async function openInvitation(
  manager: EntityManager,
  { clock, publicUrl }: IdentityParts,
  account: AccountRow,
  purpose: InvitationPurpose,
  { days, opensAfterDays = 0 }: { readonly days: number; readonly opensAfterDays?: number },
): Promise<InvitationLink> {
  const now = clock.now().getTime();
  await closeInvitations(manager, account.id, instant(new Date(now)));
  const token = newSecret();
  const opensAt = instant(new Date(now + opensAfterDays * day));
  const expiresAt = instant(new Date(now + (opensAfterDays + days) * day));
  await manager.insert(InvitationRow, {
    id: randomUUID(),
    account_id: account.id,
    purpose,
    token_hash: digestOf(token),
    created_at: instant(new Date(now)),
    created_by: actingNow().subject,
    opens_at: opensAt,
    expires_at: expiresAt,
    closed_at: null,
  });
  return { account, link: `${publicUrl}/oidc/invitation/${token}`, opensAt, expiresAt };
}

export async function closeInvitations(
  manager: EntityManager,
  accountId: string,
  at: Instant,
): Promise<void> {
  await manager.update(InvitationRow, { account_id: accountId, closed_at: IsNull() }, { closed_at: at });
}

/** Sends an invitation that was lost or has expired again. @throws Problem NOT_FOUND, CONFLICT */
export async function resendInvitation(parts: IdentityParts, id: string): Promise<InvitationLink> {
  return parts.database.write(async (manager) => {
    const account = await manager.findOneBy(AccountRow, { id });
    if (!account) throw notFound('There is no such account.');
    if (account.status !== 'INVITED')
      throw conflict(
        'This invitation was accepted. Where the person cannot sign in any more, use recoverAccount.',
      );
    const standing = await manager.findOne(InvitationRow, {
      where: { account_id: id },
      order: { created_at: 'DESC' },
    });
    if (standing?.purpose === 'RESTORE')
      throw conflict('Access that is restored waits for its day. Ask for it anew with restoreStateAccess.');
    const invitation = await openInvitation(manager, parts, account, 'JOIN', { days: invitationDays });
    await record(manager, parts, {
      kind: 'invitation.resent',
      state: account.iso3,
      subjects: { account: id },
    });
    return invitation;
  });
}
