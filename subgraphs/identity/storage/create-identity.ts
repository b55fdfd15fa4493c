import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const key = (name: string): TableColumnOptions => ({ name, type: 'varchar', isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const optional = (name: string): TableColumnOptions => ({ name, type: 'varchar', isNullable: true });
const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const optionalText = (name: string): TableColumnOptions => ({ name, type: 'text', isNullable: true });
const flag = (name: string): TableColumnOptions => ({ name, type: 'boolean' });

const tables = [
  new Table({
    name: 'account',
    columns: [
      key('id'),
      varchar('role'),
      optional('iso3'),
      text('name'),
      text('email'),
      varchar('email_index'),
      varchar('language'),
      varchar('status'),
      optionalText('password_hash'),
      optionalText('totp_secret'),
      { name: 'totp_last_step', type: 'integer', isNullable: true },
      varchar('created_at'),
      text('created_by'),
      optional('activated_at'),
      optional('last_sign_in_at'),
      optional('ended_at'),
    ],
    indices: [
      { name: 'account_by_email', columnNames: ['email_index'] },
      { name: 'account_of_state', columnNames: ['iso3'] },
    ],
  }),
  new Table({
    name: 'recovery_code',
    columns: [key('account_id'), key('code_hash'), optional('used_at')],
  }),
  new Table({
    name: 'invitation',
    columns: [
      key('id'),
      varchar('account_id'),
      varchar('purpose'),
      varchar('token_hash'),
      varchar('created_at'),
      text('created_by'),
      varchar('opens_at'),
      varchar('expires_at'),
      optional('closed_at'),
    ],
    indices: [
      { name: 'invitation_by_token', columnNames: ['token_hash'], isUnique: true },
      { name: 'invitation_of_account', columnNames: ['account_id'] },
    ],
  }),
  new Table({
    name: 'session',
    columns: [
      key('id'),
      varchar('account_id'),
      text('device'),
      flag('second_factor'),
      optional('grant_id'),
      varchar('started_at'),
      varchar('last_used_at'),
    ],
    indices: [{ name: 'session_of_account', columnNames: ['account_id'] }],
  }),
  new Table({ name: 'ended_session', columns: [key('id'), varchar('ended_at')] }),
  new Table({
    name: 'service_client',
    columns: [
      key('id'),
      varchar('directory'),
      text('name'),
      varchar('secret_hash'),
      varchar('secret_id'),
      varchar('created_at'),
      text('created_by'),
      varchar('secret_since'),
      optional('removed_at'),
    ],
  }),
  new Table({
    name: 'sign_in_settings',
    columns: [key('name'), flag('second_factor_required'), optional('set_at'), optionalText('set_by')],
  }),
  new Table({
    name: 'attempt',
    columns: [
      key('place'),
      { name: 'failures', type: 'integer' },
      varchar('last_at'),
      optional('blocked_until'),
    ],
  }),
  new Table({
    name: 'provider_record',
    columns: [
      key('model'),
      key('id_hash'),
      text('payload'),
      optional('grant_id'),
      optional('uid'),
      optional('account_id'),
      varchar('expires_at'),
      optional('consumed_at'),
    ],
    indices: [
      { name: 'record_of_grant', columnNames: ['grant_id'] },
      { name: 'record_by_uid', columnNames: ['uid'] },
      { name: 'record_by_expiry', columnNames: ['expires_at'] },
    ],
  }),
];

/** Accounts, what they sign in with, and what the OpenID provider keeps. */
export class CreateIdentity1700000005400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.dropTable(table.name);
  }
}
