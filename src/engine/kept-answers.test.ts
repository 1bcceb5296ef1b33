import { expect, test } from 'vitest';
import { KeptAnswers } from './kept-answers.ts';

test('an answer is made once for a revision, and anew for the next', () => {
  const kept = new KeptAnswers<number>(2);
  let made = 0;
  const ask = (name: string, revision: number): number => kept.get(name, revision, () => ++made);
  expect([ask('a', 1), ask('a', 1), ask('a', 2), ask('a', 2)]).toEqual([1, 1, 2, 2]);
});

test('what was not asked for the longest goes first', () => {
  const kept = new KeptAnswers<number>(2);
  let made = 0;
  const ask = (name: string): number => kept.get(name, 1, () => ++made);
  ask('a');
  ask('b');
  ask('a');
  ask('c');
  expect([ask('a'), ask('c')]).toEqual([1, 3]);
  expect(ask('b')).toBe(4);
});

test('an answer that failed is asked for again', async () => {
  const kept = new KeptAnswers<Promise<string>>(2);
  await expect(kept.get('a', 1, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  await expect(kept.get('a', 1, () => Promise.resolve('here'))).resolves.toBe('here');
});
