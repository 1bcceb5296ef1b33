import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opusSamples, readOpusPacket } from './opus-packet.ts';

const octets = (...parts: readonly (number | readonly number[])[]): Uint8Array => Uint8Array.from(parts.flat());
const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0);
const read = (bytes: Uint8Array) => readOpusPacket(bytes, 0, bytes.length);
const toc = (configuration: number, code: number, stereo = false): number => (configuration << 3) | (stereo ? 4 : 0) | code;

/** RFC 6716 table 2: configuration numbers, mode, bandwidth, frame lengths in milliseconds. */
const table = [
  [0, 'SILK', 'narrowband', [10, 20, 40, 60]],
  [4, 'SILK', 'medium-band', [10, 20, 40, 60]],
  [8, 'SILK', 'wideband', [10, 20, 40, 60]],
  [12, 'hybrid', 'super-wideband', [10, 20]],
  [14, 'hybrid', 'fullband', [10, 20]],
  [16, 'CELT', 'narrowband', [2.5, 5, 10, 20]],
  [20, 'CELT', 'wideband', [2.5, 5, 10, 20]],
  [24, 'CELT', 'super-wideband', [2.5, 5, 10, 20]],
  [28, 'CELT', 'fullband', [2.5, 5, 10, 20]],
] as const;

describe('RFC 6716 table 2', () => {
  for (const [first, mode, bandwidth, lengths] of table) {
    it.each(lengths.map((milliseconds, index) => [first + index, milliseconds] as const))(
      `configuration %i: ${mode} ${bandwidth} %f ms`,
      (configuration, milliseconds) => {
        for (const stereo of [false, true]) {
          const packet = read(octets(toc(configuration, 0, stereo), zeros(10)));
          expect(packet).toEqual({ mode, bandwidth, frame: milliseconds * 48, frames: 1, samples: milliseconds * 48, stereo, empty: false });
        }
      },
    );
  }

  it('covers all 32', () => {
    expect(table.flatMap(([first, , , lengths]) => lengths.map((_, index) => first + index))).toEqual(Array.from({ length: 32 }, (_, index) => index));
  });
});

describe('packing, section 3.2', () => {
  it('code 1 holds two frames of one length', () => {
    expect(read(octets(toc(1, 1), zeros(20)))).toMatchObject({ frames: 2, samples: 1920 });
    expect(read(octets(toc(1, 1), zeros(21)))).toBeUndefined();
  });

  it('code 2 tells the length of the first', () => {
    expect(read(octets(toc(1, 2), 5, zeros(5), zeros(9)))).toMatchObject({ frames: 2, empty: false });
    expect(read(octets(toc(1, 2), 5, zeros(5)))).toMatchObject({ frames: 2 });
    expect(read(octets(toc(1, 2), 5, zeros(4)))).toBeUndefined();
    expect(read(octets(toc(1, 2)))).toBeUndefined();
    expect(read(octets(toc(1, 2), 252))).toBeUndefined();
    // 252 + 4 × 1 = 256 octets
    expect(read(octets(toc(1, 2), 252, 1, zeros(256)))).toMatchObject({ frames: 2 });
    expect(read(octets(toc(1, 2), 252, 1, zeros(255)))).toBeUndefined();
  });

  it('code 3 tells the count, at most 120 ms', () => {
    expect(read(octets(toc(1, 3), 3, zeros(12)))).toMatchObject({ frames: 3, samples: 2880 });
    expect(read(octets(toc(1, 3), 3, zeros(13)))).toBeUndefined();
    expect(read(octets(toc(1, 3)))).toBeUndefined();
    expect(read(octets(toc(1, 3), 0, zeros(4)))).toBeUndefined();
    expect(read(octets(toc(1, 3), 7))).toBeUndefined();
    expect(read(octets(toc(16, 3), 48))).toMatchObject({ frames: 48, samples: 5760, empty: true });
    expect(read(octets(toc(16, 3), 49))).toBeUndefined();
  });

  it('code 3 with lengths', () => {
    expect(read(octets(toc(1, 3), 0x80 | 3, 2, 4, zeros(2 + 4 + 7)))).toMatchObject({ frames: 3 });
    expect(read(octets(toc(1, 3), 0x80 | 3, 2, 4, zeros(5)))).toBeUndefined();
  });

  it('code 3 with padding: 255 stands for 254 and another length octet', () => {
    expect(read(octets(toc(1, 3), 0x40 | 2, 5, zeros(8 + 5)))).toMatchObject({ frames: 2 });
    expect(read(octets(toc(1, 3), 0x40 | 2, 255, 1, zeros(8 + 255)))).toMatchObject({ frames: 2 });
    expect(read(octets(toc(1, 3), 0x40 | 2, 255, 255))).toBeUndefined();
    expect(read(octets(toc(1, 3), 0x40 | 2, 5, zeros(4)))).toBeUndefined();
  });

  it('no frame is longer than 1275 octets', () => {
    expect(read(octets(toc(1, 0), zeros(1275)))).toBeDefined();
    expect(read(octets(toc(1, 0), zeros(1276)))).toBeUndefined();
  });

  it('a first octet alone, or with one more, is discontinuous transmission', () => {
    expect(read(octets(toc(9, 0)))).toMatchObject({ samples: 960, empty: true });
    expect(read(octets(toc(9, 0), 0))).toMatchObject({ empty: true });
    expect(read(octets(toc(9, 0), 0, 0))).toMatchObject({ empty: false });
    expect(read(octets())).toBeUndefined();
  });
});

it('any octets: an answer of bounded length, the same whatever stands around them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const answer = read(bytes);
      const samples = opusSamples(bytes, 0, bytes.length);
      expect(samples).toBe(answer?.samples ?? 0);
      expect(samples).toBeLessThanOrEqual(5760);
      expect(samples % 120).toBe(0);
      for (const around of [0x00, 0xff]) {
        const inside = new Uint8Array(bytes.length + 16).fill(around);
        inside.set(bytes, 8);
        expect(readOpusPacket(inside, 8, 8 + bytes.length)).toEqual(answer);
      }
    }),
  );
});
