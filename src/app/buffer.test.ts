/** The words of a buffer setting, whatever a link says. */
import { expect, it } from 'vitest';
import { bufferOf, bufferOfWord, wordOfBuffer } from './buffer.ts';
import { formatRoute, parseRoute } from './route.ts';

it('reads and writes words', () => {
  expect(bufferOfWord('f50')).toEqual({ kind: 'fixed', depth: 50, resync: 100 });
  expect(bufferOfWord('f200')).toEqual({ kind: 'fixed', depth: 200, resync: 200 });
  expect(bufferOfWord('a')).toEqual({ kind: 'adaptive', least: 20, most: 500 });
  for (const word of ['a', 'f20', 'f120', 'f400']) expect(wordOfBuffer(bufferOfWord(word))).toBe(word);
});

it('takes anything else for adaptive', () => {
  for (const word of ['', 'f', 'f19', 'f401', 'f9999', 'f-5', 'f5e1', 'x', undefined]) expect(wordOfBuffer(bufferOfWord(word))).toBe('a');
});

it('is part of a link', () => {
  const route = parseRoute('#/call?buffer=f120');
  expect(bufferOf(route)).toEqual({ kind: 'fixed', depth: 120, resync: 120 });
  expect(formatRoute(route)).toBe('#/call?buffer=f120');
});
