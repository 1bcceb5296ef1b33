/** MSRP lines are named by what they take, never by the "*" where codecs would stand. */
import { expect, test } from 'vitest';
import { msrpKind } from './msrp-kind.ts';

test('text, files, both, one file, nothing said', () => {
  expect([msrpKind(['text/plain', 'message/cpim'], false), msrpKind(['image/jpeg'], false), msrpKind([], false)]).toEqual(['text', 'files', 'unsaid']);
  expect([msrpKind(['message/cpim', '*'], false), msrpKind(['text/html', 'image/png'], false), msrpKind(['*'], true)]).toEqual(['both', 'both', 'file']);
});
