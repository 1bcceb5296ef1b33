import { expect, test } from 'vitest';
import type { LadderError } from '../../contract/ladder.ts';
import { errorItem, errorLabel, errorTip } from './ladder-error-rows.ts';

const row: LadderError = {
  kind: 'icmp',
  call: 0,
  place: { packet: 7, frame: 8, capture: 0 },
  time: 1e9,
  fromLane: 1,
  toLane: 0,
  error: 'port',
  quote: 'INVITE',
  by: '198.51.100.7',
  source: { address: '192.0.2.10', port: 5060 },
  destination: { address: '198.51.100.7', port: 5062 },
};

test('an ICMP error says what it refuses, of what, and from whom', () => {
  expect(errorLabel(row)).toBe('ICMP port unreachable, quoting INVITE');
  expect(errorLabel({ ...row, quote: '', error: 'tooBig' })).toBe('ICMP packet too big');
  expect(errorItem(row, '#8')).toMatchObject({ kind: 'arrow', key: 'i7', from: 1, to: 0, tone: 'error', aside: 'from 198.51.100.7' });
  const tip = errorTip(row, '#8');
  expect(tip.facts.map(([, value]) => value)).toContain('INVITE · 192.0.2.10:5060 → 198.51.100.7:5062');
  expect(tip.facts.at(-1)![1]).toContain('nobody listens');
});
