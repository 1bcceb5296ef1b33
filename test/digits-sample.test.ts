/** The public sample of digits, recorded with real phones: each press by the way it came, none of them twice. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CallIndex } from '../src/base/units.ts';
import { openOctets } from './open-octets.ts';

test('1 2 by event, 3 by INFO, 7 8 in the sound', async () => {
  const octets = new Uint8Array(readFileSync(new URL('../public/samples/digits.pcap.gz', import.meta.url)));
  const { engine } = await openOctets([{ name: 'digits.pcap.gz', octets }]);
  const { digits } = (await engine.digits(0 as CallIndex, true))!;
  expect(digits.map(({ digit, method, direction, doubleOf }) => [digit, method, direction, doubleOf])).toEqual([
    ['1', 'rfc4733', 'toCallee', undefined],
    ['2', 'rfc4733', 'toCallee', undefined],
    ['3', 'info', 'toCaller', undefined],
    ['7', 'inband', 'toCallee', undefined],
    ['8', 'inband', 'toCallee', undefined],
  ]);
  // recorded with keys of 120 ms
  for (const { duration } of digits.slice(3)) expect(Math.abs(duration! - 120)).toBeLessThan(30);
});
