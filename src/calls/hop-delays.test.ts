import { expect, test } from 'vitest';
import { tellCalls } from '../../test/forge/call-story.ts';
import { Chain } from './chain.ts';
import { hopDelays } from './hop-delays.ts';

test('requests on their way and responses back, milliseconds at each proxy', () => {
  const { table } = tellCalls(`
    0     A>P INVITE 1 via=1
    0.004 P>Q INVITE 1 via=2
    0.005 P>Q INVITE 1 via=2 hash=2
    0.011 Q>B INVITE 1 via=3
    0.5   B>Q 180 1 via=3 to=b
    0.502 Q>P 180 1 via=2 to=b
    0.505 P>A 180 1 via=1 to=b
    0.6   A>P BYE 2 via=1 to=b
    0.9   B>A BYE 9 via=1 from=b to=a
  `);
  const delays = hopDelays(new Chain().load(table, 0), (endpoint) => endpoint);
  expect([...delays].map((delay) => (Number.isNaN(delay) ? '' : Math.round(delay / 1e6)))).toEqual(['', 4, '', 7, '', 2, 3, '', '']);
});
