import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowOfPacket } from './row-of-packet.ts';

test('finds the row of every packet that is there, in few questions, and none for another', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(100_000), { maxLength: 500 }), fc.nat(100_000), async (found, other) => {
      const packets = found.toSorted((a, b) => a - b);
      let questions = 0;
      const ask = (page: { offset: number; limit: number }) => {
        questions++;
        const rows = packets.slice(page.offset, page.offset + page.limit).map((packet) => ({ place: { packet, frame: packet + 1, capture: 0 } }));
        return Promise.resolve({ rows, total: packets.length });
      };
      expect(await rowOfPacket(ask, other)).toBe(packets.indexOf(other));
      for (const [row, packet] of packets.entries()) if (row % 97 === 0) expect(await rowOfPacket(ask, packet)).toBe(row);
      expect(questions).toBeLessThanOrEqual(12 * (2 + packets.length / 97));
    }),
    { numRuns: 50 },
  );
});
