import type { TlsSeal } from '../crypto/tls-seal.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../base/limits.ts';
import { TlsDirection } from './tls-direction.ts';

const message = (type: number, length: number): Uint8Array =>
  Uint8Array.from({ length: 4 + length }, (_, i) => [type, length >> 16, length >> 8, length][i] ?? i);

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

test('handshake messages cut anywhere are whole again, each once and in order', () => {
  const lengths = [0, 1, 300, 0, 70, 5];
  const stream = join(lengths.map((length, i) => message(i, length)));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 60 }), (cuts) => {
      const direction = new TlsDirection();
      const found: number[][] = [];
      let at = 0;
      for (const cut of [...cuts, stream.length]) {
        const end = Math.min(stream.length, at + cut);
        expect(direction.messages(stream, at, end, (octets, p, stop) => found.push([octets[p]!, stop - p - 4, octets[stop - 1]!]))).toBe(true);
        at = end;
      }
      expect(found.map(([type, length]) => [type, length])).toEqual(lengths.map((length, i) => [i, length]));
    }),
  );
});

test('one that is too long is passed over, whole or in pieces, and the next is read', () => {
  const stream = join([message(11, limits.tlsHandshake), message(20, 12)]);
  for (const piece of [1000, 3, stream.length]) {
    const direction = new TlsDirection();
    const found: number[] = [];
    let isWhole = true;
    for (let at = 0; at < stream.length; at += piece)
      isWhole = direction.messages(stream, at, Math.min(stream.length, at + piece), (octets, p) => found.push(octets[p]!)) && isWhole;
    expect([found, isWhole]).toEqual([[20], false]);
  }
});

test('records that may be missing are tried for a bounded time, empty ones too', () => {
  const direction = new TlsDirection();
  let tries = 0;
  const seal = { firstVector: undefined, trailer: 16, open: () => void tries++, isWhole: () => false };
  direction.use(seal as unknown as TlsSeal, 0);
  direction.miss(10_000_000);
  for (let i = 0; i < 10; i++) direction.open({ type: 23, version: 0x303, octets: new Uint8Array(5), at: 5, end: 5 });
  expect(tries).toBeLessThan(100_000);
  expect([direction.missing <= 65_536, direction.isExhausted]).toEqual([true, true]);
});

test('what may be tried is bounded over all connections, and what is not tried is told from what does not open', () => {
  const budget = { left: 1000 };
  let tries = 0;
  const seal = { firstVector: undefined, trailer: 16, open: () => void tries++, isWhole: () => false } as unknown as TlsSeal;
  const exhausted = [0, 1, 2].map((i) => {
    const direction = new TlsDirection(budget);
    direction.use(seal, 0);
    direction.miss(i);
    direction.open({ type: 23, version: 0x303, octets: new Uint8Array(600), at: 5, end: 600 });
    return direction.isExhausted;
  });
  // the first needs none, the second one try, the third would need two and gets one
  expect([exhausted, tries]).toEqual([[false, false, true], 5]);
});
