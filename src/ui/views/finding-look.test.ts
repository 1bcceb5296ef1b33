import { expect, test } from 'vitest';
import { findingSentence } from './finding-look.ts';

test('a count of one is told as one', () => {
  const once = findingSentence({ rule: 'SIP-RETX-REQ', facts: { method: 'INFO', again: 1, interval: 500, offSchedule: '' } });
  expect(once).toContain('was sent again once');
  const twice = findingSentence({ rule: 'SIP-RETX-REQ', facts: { method: 'INFO', again: 2, interval: 500, offSchedule: '' } });
  expect(twice).toContain('2 times');
});

test('a rule without words is told by its name', () => {
  expect(findingSentence({ rule: 'NO-SUCH-RULE', facts: {} })).toBe('NO-SUCH-RULE');
});
