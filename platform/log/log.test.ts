import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';

describe('the log', () => {
  it('says which statement failed, and nothing of the contact it was to write', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => lines.push(line) });
    const driverError = Object.assign(new Error('duplicate key'), {
      detail: 'Key (email)=(mari@ee.example)',
    });
    const failed = new QueryFailedError('INSERT INTO entry VALUES (?)', ['mari@ee.example'], driverError);
    log.error({ err: failed }, 'pull failed');
    expect(lines.join('')).toMatch(/duplicate key.*INSERT INTO entry/);
    expect(lines.join('')).not.toContain('mari');
  });
});
