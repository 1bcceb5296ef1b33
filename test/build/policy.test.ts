/** The policy says what decision 0002 says, and the hosting page repeats it to the letter. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { headers, hosted, policy, single } from '../../scripts/policy.ts';

const root = new URL('../../', import.meta.url);

test('docs/hosting.md shows the very policy that is built', () => {
  expect(readFileSync(new URL('docs/hosting.md', root), 'utf8')).toContain(`"${headers['Content-Security-Policy']}"`);
});

test.each([policy(hosted), policy(single(["'sha256-a'"], []))])('nothing unsafe, nothing foreign: %s', (text) => {
  expect(text).toMatch(/^default-src 'none'; /);
  expect(text).not.toMatch(/unsafe|https?:|\*|wss?:/);
  expect(text).toContain('trusted-types lit-html app-worker');
  expect(text).toContain("require-trusted-types-for 'script'");
});

test('the single file may ask nobody, not even its own folder', () => {
  expect(policy(single(["'sha256-a'"], []))).toContain("connect-src 'none'");
  expect(policy(single(["'sha256-a'"], []))).toContain("style-src 'none'");
});
