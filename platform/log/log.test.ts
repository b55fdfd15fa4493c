import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';

describe('the log', () => {
  const logged = (write: (log: ReturnType<typeof createLog>) => void) => {
    const lines: string[] = [];
    write(createLog('trace', { write: (line) => lines.push(line) }));
    return lines.join('');
  };

  it('says which statement failed, and nothing of the contact it was to write', () => {
    const driverError = Object.assign(new Error('duplicate key'), {
      detail: 'Key (email)=(mari@ee.example)',
    });
    const failed = new QueryFailedError('INSERT INTO entry VALUES (?)', ['mari@ee.example'], driverError);
    const text = logged((log) => log.error({ err: failed }, 'pull failed'));
    expect(text).toMatch(/duplicate key.*INSERT INTO entry/);
    expect(text).not.toContain('mari');
  });

  it.each([
    [
      'a database that quotes what it could not read',
      () =>
        new QueryFailedError(
          'SELECT ?',
          ['Mari'],
          new Error('invalid input syntax for type uuid: "Mari Mets"'),
        ),
      /invalid input syntax for type uuid/,
    ],
    [
      'GraphQL, which quotes what it could not write',
      () => new TypeError('String cannot represent value: { name: "Mari Mets" }'),
      /String cannot represent value/,
    ],
    [
      'whatever else hangs on an error, and on what caused it',
      () =>
        Object.assign(
          new Error('no answer', { cause: Object.assign(new Error('reset'), { body: 'Mari Mets' }) }),
          {
            code: 'ECONNRESET',
            request: { headers: { authorization: 'Bearer Mari-Mets-token' } },
            rawPacket: Buffer.from('Mari Mets'),
          },
        ),
      /ECONNRESET.*reset/,
    ],
    [
      'several errors at once',
      () => new AggregateError([Object.assign(new Error('one'), { parameters: ['Mari'] })], 'all failed'),
      /all failed.*one/,
    ],
    ['something thrown that is no error', () => 'Mari Mets', /thrown: string/],
  ])('keeps to itself what is told by %s', (_what, error, told) => {
    const text = logged((log) => log.error({ err: error() }, 'failed'));
    expect(text).toMatch(told);
    expect(text).not.toMatch(/mari|mets/i);
  });

  it.each([
    ['mari.mets@ria.example', '(e-mail)'],
    ['märi@näide.example', '(e-mail)'],
    ['+372 5555 0101', '(telephone)'],
    ['+1 (613) 555-0140', '(telephone)'],
    ['eyJhbGciOiJFZERTQSJ9.eyJyb2xlIjoiY3VzdG9kaWFuIn0.c2lnbmF0dXJl', '(token)'],
    ['Bearer s3cr3t-s3cr3t', '(secret)'],
    ['postgres://user:secret@db.example/x', '(e-mail)'],
  ])('strikes out what looks like %s, wherever it stands', (text, mark) => {
    const line = logged((log) => log.info({ what: `before ${text} after` }, `about ${text}.`));
    expect(line).not.toContain(text);
    expect(line.split(mark)).toHaveLength(3);
    expect(() => JSON.parse(line)).not.toThrow();
  });

  it('leaves alone what names no person', () => {
    const line = logged((log) =>
      log.info({ at: '2026-11-22T12:00:00.000Z', ms: 12, key: 'EST-POL-1' }, 'pulled'),
    );
    expect(JSON.parse(line)).toMatchObject({
      at: '2026-11-22T12:00:00.000Z',
      ms: 12,
      key: 'EST-POL-1',
      msg: 'pulled',
    });
  });
});
