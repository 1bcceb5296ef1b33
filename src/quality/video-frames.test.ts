import { describe, expect, it } from 'vitest';
import { keyFrameTest } from './key-frame.ts';
import { VideoFrames } from './video-frames.ts';

function isKey(name: string, ...octets: number[]): boolean {
  return keyFrameTest(name)!(Uint8Array.from([0xff, ...octets, 0xff]), 1, 1 + octets.length);
}

describe('key frames', () => {
  it('H.264: single units, aggregates, the first fragment', () => {
    expect(isKey('H264', 0x65, 0x88)).toBe(true);
    expect(isKey('H264', 0x41, 0x9a)).toBe(false);
    expect(isKey('H264', 0x67, 0x42)).toBe(false);
    expect(isKey('H264', 0x78, 0, 2, 0x67, 0x42, 0, 2, 0x65, 0x88)).toBe(true);
    expect(isKey('H264', 0x78, 0, 2, 0x67, 0x42, 0, 2, 0x68, 0xce)).toBe(false);
    expect(isKey('H264', 0x7c, 0x85, 0x88)).toBe(true);
    expect(isKey('H264', 0x7c, 0x05, 0x88)).toBe(false);
    expect(isKey('H264', 0x7c, 0x81, 0x88)).toBe(false);
  });

  it('H.265: random access units, aggregates, the first fragment', () => {
    expect(isKey('H265', 0x26, 0x01, 0xaf)).toBe(true);
    expect(isKey('H265', 0x02, 0x01, 0xd0)).toBe(false);
    expect(isKey('H265', 0x60, 0x01, 0, 2, 0x40, 0x01, 0, 2, 0x28, 0x01)).toBe(true);
    expect(isKey('H265', 0x62, 0x01, 0x93, 0xaf)).toBe(true);
    expect(isKey('H265', 0x62, 0x01, 0x13, 0xaf)).toBe(false);
  });

  it('VP8 and VP9: not predicted, at the beginning of a picture', () => {
    expect(isKey('VP8', 0x10, 0x00)).toBe(true);
    expect(isKey('VP8', 0x10, 0x01)).toBe(false);
    expect(isKey('VP8', 0x00, 0x00)).toBe(false);
    expect(isKey('VP8', 0x90, 0x80, 0x81, 0x23, 0x00)).toBe(true);
    expect(isKey('VP8', 0x90, 0xe0, 0x11, 0x22, 0x33, 0x01)).toBe(false);
    expect(isKey('VP9', 0x88, 0x01)).toBe(true);
    expect(isKey('VP9', 0xc8, 0x01)).toBe(false);
    expect(isKey('VP9', 0xa8, 0x01, 0x02)).toBe(false);
  });

  it('takes any octets and cut packets', () => {
    for (const name of ['H264', 'H265', 'VP8', 'VP9', 'AV1', 'H261', 'H263'])
      for (let seed = 0; seed < 256; seed++) {
        const octets = Uint8Array.from({ length: 12 }, (_, i) => (seed * 31 + i * 97) & 0xff);
        octets[0] = seed;
        for (let end = 0; end <= 12; end++) expect(typeof keyFrameTest(name)!(octets, 0, end)).toBe('boolean');
      }
    expect(keyFrameTest('telephone-event')).toBeUndefined();
  });
});

describe('frames', () => {
  it('are runs of one timestamp', () => {
    const frames = new VideoFrames();
    for (let frame = 0; frame < 31; frame++)
      for (let i = 0; i < 3; i++)
        frames.add(frame * 3 + i, (frame * 40 + i) * 1e6 + (frame >= 20 ? 160e6 : 0), frame * 3600, i === 2, 0, frame % 10 === 0 && i === 0);
    expect(frames.summary(90_000)).toMatchObject({
      frames: 31,
      keyFrames: 4,
      packets: 93,
      mostPackets: 3,
      damaged: 0,
      unfinished: 0,
      medianGap: 40,
      maxGap: 200,
      maxGapPacket: 60,
    });
    expect(frames.summary(90_000).frameRate).toBeCloseTo(25, 1);
  });

  it('know when a packet is missing, and of which', () => {
    const frames = new VideoFrames();
    frames.add(0, 0, 0, false, 0, false);
    frames.add(1, 1e6, 0, true, 1, false); // one missing within
    frames.add(2, 40e6, 3600, false, 0, false);
    frames.add(3, 80e6, 7200, false, 2, false); // the end of the frame before
    frames.add(4, 81e6, 7200, true, 0, false);
    frames.add(5, 120e6, 10_800, true, 1, false); // the beginning of this one
    expect(frames.summary(90_000)).toMatchObject({ frames: 4, damaged: 3, unfinished: 1 });
  });
});
