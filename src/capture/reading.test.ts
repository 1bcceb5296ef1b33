/** Containers, windows, cuts: the same packets however they lie in the file and however the file is read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { containers, writeCapture, type ForgedPacket } from '../../test/forge/capture.ts';
import { join } from '../../test/forge/octets.ts';
import { pcapHeader } from '../../test/forge/pcap.ts';
import { writePcapng } from '../../test/forge/pcapng.ts';
import { readRows } from '../../test/read-rows.ts';

const packets: ForgedPacket[] = Array.from({ length: 12 }, (_, i) => ({
  time: 1_700_000_000_000_001_000n + BigInt(i) * 20_000_000n,
  octets: Uint8Array.from({ length: 20 + i * 7 }, (_, j) => (i * 31 + j) & 0xff),
  ...(i === 5 ? { originalLength: 1500 } : {}),
}));

test.each([...containers()])('%s gives the same packets', async (_name, container) => {
  const { rows, diagnostics, timeBase, facts } = await readRows(writeCapture(packets, container));
  expect(rows).toEqual(
    packets.map((packet, i) => `${i * 20_000_000} 0 ${packet.originalLength ?? packet.octets.length} ${Buffer.from(packet.octets).toString('hex')}`),
  );
  expect(diagnostics).toEqual({});
  expect(Math.abs(Number(timeBase.epoch - 1_700_000_000_000_001_000n))).toBeLessThan(2);
  expect([facts.frames, facts.truncated, facts.brokenAt]).toEqual([12, false, -1]);
});

describe('any window size and head-room', () => {
  test.each([1, 7, 100, 65_536])('%i octets', async (window) => {
    for (const container of containers().values()) {
      const octets = writeCapture(packets, container);
      const whole = await readRows(octets);
      for (const headroom of [0, 16, 4096]) expect((await readRows(octets, { window, headroom })).rows).toEqual(whole.rows);
    }
  });

  test('damage is judged alike in any window', async () => {
    const noise = Uint8Array.from({ length: 200 }, (_, i) => (i * 197) & 0xff);
    for (const format of ['pcap', 'pcapng'] as const) {
      const [head, tail] = [writeCapture(packets.slice(0, 6), { format }), writeCapture(packets.slice(6), { format })];
      const octets = join(head, noise, tail.subarray(format === 'pcap' ? 24 : 0));
      const whole = await readRows(octets);
      expect(whole.rows.length).toBe(12);
      for (const window of [1, 13, 50]) {
        const windowed = await readRows(octets, { window });
        expect(windowed.rows).toEqual(whole.rows);
        expect(windowed.diagnostics).toEqual(whole.diagnostics);
        expect((await readRows(octets, { window, size: Infinity })).rows).toEqual(whole.rows);
      }
    }
  });
});

describe('cut at each octet: a prefix of the rows and one diagnostic', () => {
  test.each(['pcap', 'pcapng'] as const)('%s', async (format) => {
    const octets = writeCapture(packets, { format });
    const whole = await readRows(octets);
    const first = format === 'pcap' ? 24 : 28;
    const ends = new Set(whole.recordAt.concat(octets.length, first, format === 'pcap' ? 24 : 48));
    for (let length = first; length < octets.length; length++) {
      for (const size of [length, Infinity]) {
        const { rows, diagnostics, facts } = await readRows(octets.subarray(0, length), { size });
        expect(rows).toEqual(whole.rows.slice(0, rows.length));
        expect(rows.length).toBe(whole.recordAt.filter((_at, i) => (whole.recordAt[i + 1] ?? octets.length) <= length).length);
        expect(diagnostics).toEqual(ends.has(length) ? {} : { [`${format}.truncated`]: 1 });
        expect(facts.truncated).toBe(!ends.has(length));
        if (facts.truncated) expect(facts.brokenAt).toBe(Math.max(...[...ends].filter((end) => end < length)));
      }
    }
  });
});

test('any octets behind a header: no throw, finite times, no more rows than octets allow', async () => {
  for (const head of [pcapHeader(), writePcapng([])]) {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
        const { rows, times } = await readRows(join(head, noise));
        return rows.length <= noise.length / 12 && times.every(Number.isFinite);
      }),
      { numRuns: 200 },
    );
  }
});

test('flipped octets: no throw, and what stands before the first is kept', async () => {
  for (const container of containers().values()) {
    const octets = writeCapture(packets, container);
    const whole = await readRows(octets);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: whole.recordAt[3]!, max: octets.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const broken = octets.slice();
        broken[at]! ^= flip;
        const { rows, times } = await readRows(broken);
        expect(rows.slice(0, 3)).toEqual(whole.rows.slice(0, 3));
        expect(times.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 60 },
    );
  }
});
