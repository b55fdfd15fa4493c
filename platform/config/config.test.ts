import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfig } from './config.ts';

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(readConfig({})).toMatchObject({
      environment: 'development',
      port: 4000,
      host: '127.0.0.1',
      dataDirectory: 'data',
      storage: { kind: 'sqlite', folder: 'data' },
    });
  });

  it('takes an empty variable as one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({
      port: 4000,
      storage: { kind: 'sqlite' },
    });
  });

  it('uses PostgreSQL where a URL is given', () => {
    const url = 'postgres://user:secret@db.example/crosspoint';
    expect(readConfig({ DATABASE_URL: url }).storage).toEqual({ kind: 'postgres', url, poolSize: 4 });
    expect(readConfig({ DATABASE_URL: url, DATABASE_POOL_SIZE: '9' }).storage).toMatchObject({ poolSize: 9 });
  });

  it('lets webhooks go to private addresses in development alone', () => {
    expect(readConfig({}).webhookAllowPrivate).toBe(false);
    expect(readConfig({ WEBHOOK_ALLOW_PRIVATE: 'true' }).webhookAllowPrivate).toBe(true);
    expect(() => readConfig({ NODE_ENV: 'production', WEBHOOK_ALLOW_PRIVATE: 'true' })).toThrow(
      /WEBHOOK_ALLOW_PRIVATE is for development alone/,
    );
  });

  it('is open to other machines only in production', () => {
    expect(readConfig({ NODE_ENV: 'production' }).host).toBe('::');
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://db.example/x'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_POOL_SIZE', '1'],
    ['NODE_ENV', 'staging'],
  ])('that cannot be used names the variable: %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigurationError);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(name));
  });

  it('takes a mail server with the address messages come from', () => {
    expect(readConfig({}).mail).toEqual({ smtp: null, bounceToken: null });
    const url = 'smtps://directory:p%40ss@mail.un.example:465';
    expect(
      readConfig({ SMTP_URL: url, MAIL_FROM: '"Points of contact" <directory@un.example>' }).mail.smtp,
    ).toEqual({
      url,
      from: { name: 'Points of contact', address: 'directory@un.example' },
      bouncesTo: 'directory@un.example',
    });
    const apart = { SMTP_URL: url, MAIL_FROM: 'directory@un.example', MAIL_BOUNCES_TO: 'bounces@un.example' };
    expect(readConfig(apart).mail.smtp).toMatchObject({
      from: { name: '', address: 'directory@un.example' },
      bouncesTo: 'bounces@un.example',
    });
  });

  it.each([
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'the directory' }],
    ['MAIL_FROM', { MAIL_FROM: 'A\nBcc: b@x.example <a@x.example>' }],
    ['SMTP_URL', { SMTP_URL: 'http://mail.example', MAIL_FROM: 'a@x.example' }],
    ['SMTP_URL', { SMTP_URL: 'smtp://mail.example?ignoreTLS=true', MAIL_FROM: 'a@x.example' }],
    ['BOUNCE_TOKEN', { BOUNCE_TOKEN: 'short' }],
    ['MAIL_BOUNCES_TO', { MAIL_BOUNCES_TO: 'x' }],
  ])('of a mail server that cannot be used names %s', (name, variables) => {
    expect(() => readConfig(variables)).toThrow(new RegExp(name));
  });

  it('reads secrets from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-secrets-'));
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const url = 'postgres://user:secret@db.example/crosspoint';
    const config = readConfig({
      DATABASE_URL_FILE: file('database', `${url}\n`),
      METRICS_TOKEN_FILE: file('metrics', 'a token of the metrics'),
      OSCE_TOKEN_FILE: file('osce', 'a token\n'),
      OAS_CLIENT_SECRET_FILE: file('nothing', '\n'),
    });
    expect(config.storage).toMatchObject({ kind: 'postgres', url });
    expect(config.http.metricsToken).toBe('a token of the metrics');
    expect(config.variables).toMatchObject({ OSCE_TOKEN: 'a token' });
    expect(config.variables.OAS_CLIENT_SECRET).toBeUndefined();
    const twice = { DATABASE_URL: url, DATABASE_URL_FILE: join(folder, 'database') };
    expect(() => readConfig(twice)).toThrow('Set DATABASE_URL or DATABASE_URL_FILE, not both.');
    const missing = { SMTP_URL_FILE: join(folder, 'missing') };
    expect(() => readConfig(missing)).toThrow(/SMTP_URL_FILE: .*missing cannot be read/);
    rmSync(folder, { recursive: true });
  });

  it('keeps keys with the data, or where they are given', () => {
    expect(readConfig({ DATA_DIR: '/d' }).keys).toEqual({ signing: '/d', ledger: '/d', given: false });
    expect(readConfig({ DATA_DIR: '/d', LEDGER_DIR: '/l' }).keys).toEqual({
      signing: '/d',
      ledger: '/l',
      given: false,
    });
    const given = readConfig({ DATA_DIR: '/d', LEDGER_DIR: '/l', KEYS_DIR: '/k' });
    expect(given.keys).toEqual({ signing: '/k', ledger: '/k', given: true });
    expect(given.ledgerDirectory).toBe('/l');
  });

  it('cannot be changed', () => {
    const config = readConfig({});
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });
});
