import { randomUUID } from 'node:crypto';
import { In, IsNull } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { actingAs, theProduct } from '../../../platform/ledger/actor.ts';
import { memberState } from '../../../platform/states/states.ts';
import { digestOf } from '../credentials/secrets.ts';
import { type IdentityParts, record } from '../parts.ts';
import { endingSessions } from '../sessions/end.ts';
import { type AccountRole, AccountRow } from '../storage/account-row.ts';
import { ServiceClientRow } from '../storage/service-client-row.ts';
import { endAccountIn } from './end.ts';
import { accountByEmail } from './find.ts';
import { addAccount } from './invite.ts';

/** Everybody's password, and every service's secret, on a development server. It is no secret: it stands in the README. */
export const samplePassword = 'nine invented lanterns';

const sampleStates = ['EST', 'FIN', 'KEN'] as const;

interface Sample {
  readonly role: AccountRole;
  readonly iso3: string | null;
  readonly email: string;
}

/** The sample accounts: invented, in development alone. */
export const sampleAccounts: readonly Sample[] = [
  { role: 'CUSTODIAN', iso3: null, email: 'custodian@crosspoint.example' },
  ...sampleStates.flatMap((iso3): Sample[] => [
    { role: 'STATE', iso3, email: `authority@${iso3.toLowerCase()}.example` },
    { role: 'CONTACT', iso3, email: `contact@${iso3.toLowerCase()}.example` },
  ]),
];

const author = 'sample accounts';
const nameOf = ({ role, iso3 }: Sample) => {
  if (iso3 === null) return 'Custodian (sample)';
  return `${role === 'STATE' ? 'Authority' : 'Contact'} of ${memberState(iso3)?.names.EN ?? iso3} (sample)`;
};
export const sampleClientId = (directory: string) => `${directory.toLowerCase()}-sample`;

/** Makes the sample accounts that are not there yet. */
export async function makeSampleAccounts(parts: IdentityParts): Promise<void> {
  const { database, clock, directories } = parts;
  const now = instant(clock.now());
  const missing = await database.read(async (manager) => {
    const absent: Sample[] = [];
    for (const sample of sampleAccounts)
      if (!(await accountByEmail(manager, parts, sample.email))) absent.push(sample);
    return absent;
  });
  const password_hash = missing.length === 0 ? '' : await parts.passwords.hash(samplePassword);
  await actingAs(theProduct(author), () =>
    database.write(async (manager) => {
      for (const sample of missing) {
        if (await accountByEmail(manager, parts, sample.email)) continue; // another instance was first
        const account = await addAccount(manager, parts, { ...sample, name: nameOf(sample), language: 'EN' });
        const active = { status: 'ACTIVE', password_hash, activated_at: now } as const;
        await manager.update(AccountRow, { id: account.id }, active);
        await record(manager, parts, {
          kind: 'account.activated',
          state: sample.iso3,
          subjects: { account: account.id },
        });
      }
      for (const directory of directories) {
        const id = sampleClientId(directory);
        if (await manager.existsBy(ServiceClientRow, { id })) continue;
        await manager.insert(ServiceClientRow, {
          id,
          directory,
          name: `${directory} service (sample)`,
          secret_hash: digestOf(samplePassword),
          secret_id: randomUUID(),
          created_at: now,
          created_by: author,
          secret_since: now,
          removed_at: null,
        });
      }
    }),
  );
}

/** Data that a development server made is not to be signed in to by passwords that stand in a README. */
export async function endSampleAccounts(parts: IdentityParts): Promise<void> {
  await actingAs(theProduct(author), () =>
    endingSessions(parts, async (manager, end) => {
      for (const { email } of sampleAccounts) {
        const account = await accountByEmail(manager, parts, email);
        if (account) await endAccountIn(manager, parts, end, account);
      }
      const ids = parts.directories.map(sampleClientId);
      const clients = await manager.findBy(ServiceClientRow, { id: In(ids), removed_at: IsNull() });
      for (const { id, secret_id } of clients) {
        await manager.update(ServiceClientRow, { id }, { removed_at: instant(parts.clock.now()) });
        await end([secret_id]);
      }
    }),
  );
}
