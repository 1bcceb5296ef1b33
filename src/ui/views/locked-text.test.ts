import { afterEach, expect, test } from 'vitest';
import { tlsStates } from '../../contract/tls.ts';
import type { SecretSource } from '../../contract/secrets.ts';
import { setLanguage } from '../words/language.ts';
import { lockedText } from './locked-text.ts';
import { tlsReason } from './tls-mark.ts';

const log = { name: 'keys', file: 1, from: 'file', kind: 'key-log', secrets: 1234, skipped: 0, problems: [], opened: 0 } satisfies SecretSource;

afterEach(() => setLanguage('en'));

test('keys that were given are not passed over in silence', () => {
  expect(lockedText({ lockedSignalling: 2, lockedFor: 'no-key', secrets: [] })).not.toContain('given');
  expect(lockedText({ lockedSignalling: 2, lockedFor: 'other-key-log', secrets: [log] })).toContain('1,234 secrets were given, and none is for them');
  expect(lockedText({ lockedSignalling: 2, lockedFor: undefined, secrets: [log] })).not.toContain('1,234');
});

test.each(['en', 'zh-hans'] as const)('%s: every reason has a sentence of its own', (language) => {
  setLanguage(language);
  const closed = tlsStates.filter((state) => state !== 'opened');
  expect(new Set(closed.map((state) => tlsReason(state, 7))).size).toBe(closed.length);
  expect(tlsReason('other-key-log', 1234)).toContain('1,234');
  const bands = closed.filter((state) => state !== 'handshake').map((state) => lockedText({ lockedSignalling: 2, lockedFor: state, secrets: [log] }));
  expect(new Set(bands).size).toBe(bands.length);
});
