import { expect, test } from 'vitest';
import { latest, steady } from './latest.ts';

const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('latest gives only the answer to the newest question', async () => {
  const given: number[] = [];
  const ask = latest(
    async (wait: number) => {
      await after(wait);
      return wait;
    },
    (answer) => given.push(answer),
  );
  ask(30);
  ask(5);
  await after(60);
  expect(given).toEqual([5]);
});

test('latest tells the failure of the newest only', async () => {
  const failed: unknown[] = [];
  const ask = latest(
    (fails: boolean) => (fails ? Promise.reject(new Error('no')) : Promise.resolve(1)),
    () => {},
    (problem) => failed.push(problem),
  );
  ask(true);
  ask(false);
  ask(true);
  await after(5);
  expect(failed.length).toBe(1);
});

test('steady never starves: questions faster than answers still bring answers, the newest last', async () => {
  const given: number[] = [];
  const ask = steady(
    async (number: number) => {
      await after(20);
      return number;
    },
    (answer) => given.push(answer),
  );
  for (let number = 0; number < 12; number++) {
    ask(number);
    await after(5);
  }
  await after(60);
  expect(given.length).toBeGreaterThan(2);
  expect(given.length).toBeLessThan(12);
  expect(given.at(-1)).toBe(11);
});

test('steady goes on after a rejection', async () => {
  const given: number[] = [];
  const ask = steady(
    (number: number) => (number === 0 ? Promise.reject(new Error('no')) : Promise.resolve(number)),
    (answer) => given.push(answer),
  );
  ask(0);
  ask(1);
  await after(5);
  expect(given).toEqual([1]);
});
