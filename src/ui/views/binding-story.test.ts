import { expect, test } from 'vitest';
import type { BindingRow } from '../../contract/bindings.ts';
import { registrations as en } from '../words/en/registrations.ts';
import { registrations as zhHans } from '../words/zh-hans/registrations.ts';
import { bindingStory } from './binding-story.ts';

const row = {
  aor: 'alice@example.com',
  contact: 'sip:alice@192.0.2.10',
  state: 'REGISTERED',
  expires: 60,
  expiresAt: 100e9,
  refreshes: 2,
  refreshInterval: 45,
  challenges: 1,
  failures: 0,
  destination: { address: '192.0.2.1', port: 5060 },
  userAgent: 'Forge phone',
  history: [
    { time: 0, status: 401, packet: 1 },
    { time: 1e8, status: 200, packet: 3 },
    { time: 45e9, status: 200, packet: 5 },
  ],
} as unknown as BindingRow;

test('a registration that goes well, each clause with its proof', () => {
  expect(bindingStory(row, en)).toEqual([
    { text: 'alice@example.com asked 192.0.2.1:5060 to send its calls to sip:alice@192.0.2.10 (Forge phone).', packet: 1 },
    { text: 'The registrar asked for credentials first, which is normal.', packet: 1 },
    { text: 'It was accepted for 60 s.', packet: 5 },
    { text: 'It was refreshed 2 times, every 45.0 s.', packet: 5 },
  ]);
});

test('one that is refused again and again', () => {
  const history = [200, 403, 200, 403].map((status, i) => ({ time: i * 1e9, status, packet: i }));
  const texts = bindingStory({ ...row, state: 'FAILED', failures: 2, refreshes: 0, refreshInterval: undefined, challenges: 0, history }, en).map(
    ({ text }) => text,
  );
  expect(texts.slice(2)).toEqual([
    '2 attempts were refused or not answered.',
    'It changed 3 times between accepted and refused.',
    'In the end the registrar refused it.',
  ]);
});

test('in Chinese too', () => {
  expect(
    bindingStory(row, zhHans)
      .map(({ text }) => text)
      .join(''),
  ).toContain('获准 60 秒。');
});
