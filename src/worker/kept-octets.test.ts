/** What is kept is the same before and after it has settled, and more may follow. */
import { expect, test } from 'vitest';
import { KeptOctets } from './kept-octets.ts';

test('read across parts, tail and what came after settling', async () => {
  const kept = new KeptOctets();
  const whole = Uint8Array.from({ length: 700_000 }, (_, i) => (i * 7) & 0xff);
  kept.add(whole.subarray(0, 100));
  kept.settle();
  kept.add(whole.subarray(100, 400_000));
  expect(await kept.read(50, 1000)).toEqual(whole.subarray(50, 1050));
  kept.settle();
  expect(await kept.read(399_990, 100)).toEqual(whole.subarray(399_990, 400_000));
  kept.add(whole.subarray(400_000));
  kept.settle();
  expect(kept.size).toBe(whole.length);
  expect(await kept.read(399_000, 2000)).toEqual(whole.subarray(399_000, 401_000));
  expect(new Uint8Array(await kept.toBlob().arrayBuffer())).toEqual(whole);
});
