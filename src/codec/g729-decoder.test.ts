import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, decoderStatus } from './create-decoder.ts';
import { G729Decoder } from './g729-decoder.ts';

const digest = (samples: Int16Array): string => createHash('sha256').update(new Uint8Array(samples.buffer)).digest('hex');

/** Frames of any bits, silence descriptors and losses, the same in each run; undefined is a loss. */
function* anyFrames(seed: number, count: number): Generator<Uint8Array | undefined> {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 16;
  };
  for (let i = 0; i < count; i++) {
    const kind = next() % 20;
    yield kind < 2 ? undefined : Uint8Array.from({ length: kind < 5 ? 2 : 10 }, () => next() & 255);
  }
}

function decodeAll(decoder: G729Decoder, frames: Iterable<Uint8Array | undefined>, count: number): Int16Array {
  const out = new Int16Array(count * 80);
  let at = 0;
  for (const frame of frames) {
    if (frame === undefined) decoder.conceal(80, out, at);
    else expect(decoder.decode(frame, 0, frame.length, out, at)).toBe(80);
    at += 80;
  }
  return out;
}

describe('G.729', () => {
  it('is made by all of its names', () => {
    for (const name of ['G729', 'g729', 'G729A', 'G729B', 'G729AB']) {
      expect(createDecoder({ name, clockRate: 8000, channels: 1, parameters: 'annexb=no' })).toBeInstanceOf(G729Decoder);
    }
    const status = (name: string, clockRate: number, channels: number): string => decoderStatus({ name, clockRate, channels, parameters: '' });
    expect([status('G729', 0, 0), status('G729', 16000, 1), status('G729', 8000, 2), status('G729E', 8000, 1)]).toEqual(['own', 'none', 'none', 'none']);
  });

  it('decodes any bits, descriptors and losses to the samples of the reference, saturation and overflow too', () => {
    // The digests are of a transcription of the reference of Annex A with Annex B, run over the same frames.
    const decoder = new G729Decoder();
    const digests = [1, 2, 3].map((seed) => {
      decoder.reset();
      return digest(decodeAll(decoder, anyFrames(seed, 500), 500));
    });
    expect(digests).toEqual([
      '9a8f097d5ce9c2ae5279aac3e3beaf6074ae573ee92861ea947f2abcb6eff06f',
      '2db32a50005f53340fe7339ad673c42bc1652bed125adec5eb573e269af20c99',
      'de42766aff25a007c9ebd293a537b7080b8b73db416809b5b180e582d1f95189',
    ]);
  });

  it('takes payloads of whole frames with at most one descriptor at the end, and nothing else', () => {
    const decoder = new G729Decoder();
    const octets = new Uint8Array(64).fill(0x55);
    const out = new Int16Array(decoder.room(64));
    const lengths = [0, 1, 2, 8, 9, 10, 11, 12, 15, 20, 22, 60, 62];
    expect(lengths.map((length) => decoder.decode(octets, 0, length, out, 0))).toEqual([0, 0, 80, 0, 0, 80, 0, 160, 0, 160, 240, 480, 560]);
    expect([decoder.room(0), decoder.room(2), decoder.room(10), decoder.room(12)]).toEqual([0, 80, 80, 160]);
  });

  it('gives a packet of several frames what it gives the frames one by one', () => {
    const frames = [...anyFrames(9, 30)].filter((frame) => frame?.length === 10) as Uint8Array[];
    const one = decodeAll(new G729Decoder(), frames, frames.length);
    const packet = Uint8Array.from(frames.flatMap((frame) => [...frame]));
    const all = new Int16Array(frames.length * 80);
    expect(new G729Decoder().decode(packet, 0, packet.length, all, 0)).toBe(all.length);
    expect(all).toEqual(one);
  });

  it('conceals speech from what was, ever softer, and after a descriptor goes on with its noise', () => {
    const decoder = new G729Decoder();
    decodeAll(
      decoder,
      [...anyFrames(4, 80)].filter((frame) => frame?.length === 10),
      80,
    );
    const lost = new Int16Array(80 * 200);
    decoder.conceal(lost.length, lost, 0);
    const energy = (from: number): number => lost.subarray(from, from + 800).reduce((total, sample) => total + sample * sample, 0);
    expect(energy(15200)).toBeLessThan(energy(0) / 100);
    const noise = new Int16Array(80 + 333);
    decoder.decode(Uint8Array.of(0x2a, 0x5a), 0, 2, noise, 0);
    decoder.conceal(333, noise, 80);
    expect(noise.subarray(80).some((sample) => sample !== 0)).toBe(true);
  });

  it('takes ten zero octets as a frame that was lost', () => {
    const [told, seen] = [new G729Decoder(), new G729Decoder()];
    const [a, b] = [new Int16Array(160), new Int16Array(160)];
    const frame = Uint8Array.from({ length: 10 }, (_, i) => i * 25);
    told.decode(frame, 0, 10, a, 0);
    told.conceal(80, a, 80);
    seen.decode(Uint8Array.from([...frame, ...new Uint8Array(10)]), 0, 20, b, 0);
    expect(b).toEqual(a);
  });

  it('never throws, reads and writes only its own, and begins anew after reset', () => {
    const decoder = new G729Decoder();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 0, max: 400 }), (payload, lost) => {
        const results = [0x00, 0xff].map((around) => {
          const octets = new Uint8Array(payload.length + 16).fill(around);
          octets.set(payload, 8);
          const room = decoder.room(payload.length);
          const out = new Int16Array(room + lost + 8).fill(99);
          decoder.reset();
          const samples = decoder.decode(octets, 8, 8 + payload.length, out, 4);
          expect(samples).toBeLessThanOrEqual(room);
          decoder.conceal(lost, out, 4 + samples);
          expect([...out.subarray(0, 4), ...out.subarray(4 + samples + lost)].every((sample) => sample === 99)).toBe(true);
          return out;
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 60 },
    );
  });
});
