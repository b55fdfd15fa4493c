import { describe, expect, it } from 'vitest';
import { holdsTelephone, parseTelephone, telephoneText } from './telephone.ts';

describe('a telephone number', () => {
  it.each([
    ['+60 3 8000 0000 ext. 12', 'MY', '+60380000000', '12'],
    ['+65-6555-0100 Ext 4', 'SG', '+6565550100', '4'],
    ['+7 495 555-01-00 доб. 12', 'RU', '+74955550100', '12'],
    ['+63 2 8888 0111 local 405', 'PH', '+63288880111', '405'],
    ['+63 2 8888 0111 (loc. 405)', 'PH', '+63288880111', '405'],
    ['+56 2 2222 0111 anexo 33', 'CL', '+56222220111', '33'],
    ['(856-21) 255 012', 'LA', '+85621255012', null],
    ['(+856 21) 255 012', 'LA', '+85621255012', null],
    ['(00856 21) 255 012', null, '+85621255012', null],
    ['021 255 012', 'LA', '+85621255012', null],
    ['856 21 255 012', 'LA', '+85621255012', null],
    ['00856 21 255 012', null, '+85621255012', null],
    ['(62-21) 344 0000', 'ID', '+62213440000', null],
    ['(91-11) 2301 0000', 'IN', '+911123010000', null],
    ['(84-24) 3799 0000', 'VN', '+842437990000', null],
    ['(670) 331 0000', 'TL', '+6703310000', null],
    ['+60 (0)3 8000 0000', 'MY', '+60380000000', null],
    ['+39 (0)6 1234567', 'IT', '+39061234567', null],
    ['(202) 555-0100', 'US', '+12025550100', null],
    ['1-202-555-0100', 'CA', '+12025550100', null],
    ['+1 202 555 0100', null, '+12025550100', null],
    ['tel:+6793309645', 'FJ', '+6793309645', null],
    ['tel:+679-330-9645;ext=12', 'FJ', '+6793309645', '12'],
    ['Tel: 330 9645', 'FJ', '+6793309645', null],
    ['Tel.: +679 330 9645', null, '+6793309645', null],
    ['Tel. +679 330 9645', null, '+6793309645', null],
    ['\u202d+679 330 9645\u202c', null, '+6793309645', null],
    ['\u200e+679 330\u200b 9645', 'FJ', '+6793309645', null],
  ])('%s in %s is %s', (written, iso2, e164, extension) => {
    expect(parseTelephone(written, iso2)).toEqual({
      e164,
      extension,
      asWritten: written,
      aroundTheClock: false,
    });
  });

  it.each([
    ['021 255 012', null],
    ['ask the switchboard', 'LA'],
    ['+60 3', 'MY'],
    ['', 'MY'],
  ])('%j in %s is kept as written and made into nothing', (written, iso2) => {
    const telephone = parseTelephone(written, iso2);
    expect(telephone.e164).toBeNull();
    expect(telephoneText(telephone)).toBe(written);
  });

  it('that can be read as two numbers is read as none', () => {
    // +62 21 344 0000, or 0622 1344 0000 within Indonesia.
    expect(parseTelephone('62213440000', 'ID').e164).toBeNull();
  });
});

describe('what has digits enough to be dialled', () => {
  it.each(['112', '+1 202 555 0100', '۱۱۲', 'call 1 1 2'])('%s does', (written) => {
    expect(holdsTelephone(written)).toBe(true);
  });

  it.each(['', 'tba', 'ext. 12', '24', '+1'])('%j does not', (written) => {
    expect(holdsTelephone(written)).toBe(false);
  });
});
