/** What holds for every decoder, whatever the octets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, decoderStatus } from './create-decoder.ts';
import type { AudioDecoder, PayloadFormat } from './decoder.ts';

/** Octets that hold whole codes, so that a payload may be cut there. */
const codecs: readonly (readonly [name: string, clockRate: number, channels: number, unit: number])[] = [
  ['PCMU', 8000, 1, 1],
  ['PCMA', 8000, 2, 2],
  ['L8', 11025, 1, 1],
  ['L16', 44100, 2, 4],
  ['DVI4', 16000, 1, 0],
  ['G722', 8000, 1, 1],
  ['G726-16', 8000, 1, 1],
  ['G726-24', 8000, 1, 3],
  ['G726-32', 8000, 1, 1],
  ['G726-40', 8000, 1, 5],
  ['AAL2-G726-24', 8000, 1, 3],
  ['AAL2-G726-40', 8000, 1, 5],
  ['GSM', 8000, 1, 33],
  ['CN', 8000, 1, 0],
];
const octets = fc.uint8Array({ maxLength: 400 });

function format(name: string, clockRate: number, channels: number): PayloadFormat {
  return { name, clockRate, channels, parameters: '' };
}

/** All that comes out, with a loss after each piece. */
function run(decoder: AudioDecoder, pieces: readonly Uint8Array[], lost: number): Int16Array {
  const out = new Int16Array(pieces.reduce((sum, piece) => sum + decoder.room(piece.length) + lost, 0) * decoder.channels);
  let at = 0;
  for (const piece of pieces) {
    at += decoder.decode(piece, 0, piece.length, out, at) * decoder.channels;
    decoder.conceal(lost, out, at);
    at += lost * decoder.channels;
  }
  return out.slice(0, at);
}

/** The first octet of a GSM frame says that it is one. */
function signed(name: string, piece: Uint8Array): Uint8Array {
  return name === 'GSM' ? piece.map((octet, i) => (i % 33 === 0 ? 0xd0 | (octet & 15) : octet)) : piece;
}

describe.each(codecs)('%s at %i Hz, %i channels', (name, clockRate, channels, unit) => {
  const make = (): AudioDecoder => createDecoder(format(name, clockRate, channels))!;

  it('keeps within its room and within the payload, whatever surrounds it', () => {
    fc.assert(
      fc.property(octets, fc.nat(5), (any, before) => {
        const payload = signed(name, any);
        const results = [0x00, 0xff].map((surrounding) => {
          const within = new Uint8Array(payload.length + before + 40).fill(surrounding);
          within.set(payload, before);
          const decoder = make();
          const room = decoder.room(payload.length) * decoder.channels;
          const out = new Int16Array(room + before + 8).fill(1234);
          const samples = decoder.decode(within, before, before + payload.length, out, before);
          expect(samples).toBeGreaterThanOrEqual(0);
          expect(samples * decoder.channels).toBeLessThanOrEqual(room);
          expect(out.subarray(0, before).every((sample) => sample === 1234)).toBe(true);
          expect(out.subarray(before + room).every((sample) => sample === 1234)).toBe(true);
          return out;
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 60 },
    );
  });

  it('forgets everything when reset', () => {
    fc.assert(
      fc.property(fc.array(octets, { maxLength: 4 }), fc.array(octets, { maxLength: 4 }), fc.nat(300), (first, second, lost) => {
        const decoder = make();
        run(
          decoder,
          first.map((piece) => signed(name, piece)),
          lost,
        );
        decoder.reset();
        const again = second.map((piece) => signed(name, piece));
        const fresh = make();
        if (name === 'CN') fresh.decode(Uint8Array.of(), 0, 0, new Int16Array(0), 0);
        expect(run(decoder, again, lost)).toEqual(run(fresh, again, lost));
      }),
      { numRuns: 30 },
    );
  });

  // DVI4 has a header in each payload; comfort noise has no sound in it.
  const hasPieces = unit > 0;
  it(hasPieces ? 'gives the same in pieces' : 'has payloads that stand alone', () => {
    if (!hasPieces) return;
    fc.assert(
      fc.property(octets, fc.nat(400), (any, cut) => {
        const payload = signed(name, any);
        const at = Math.min(payload.length, cut - (cut % unit));
        expect(run(make(), [payload.subarray(0, at), payload.subarray(at)], 0)).toEqual(run(make(), [payload], 0));
      }),
      { numRuns: 60 },
    );
  });

  it('conceals the same in pieces', () => {
    fc.assert(
      fc.property(octets, fc.nat(900), fc.nat(900), (any, first, second) => {
        const payload = signed(name, any);
        const decoders = [make(), make()] as const;
        for (const decoder of decoders) run(decoder, [payload], 0);
        const whole = new Int16Array((first + second) * channels);
        const parts = whole.slice();
        decoders[0].conceal(first + second, whole, 0);
        decoders[1].conceal(first, parts, 0);
        decoders[1].conceal(second, parts, first * channels);
        expect(parts).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});

describe('createDecoder', () => {
  it('takes any text and any number', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), ...codecs.map(([name]) => fc.constant(name))),
        fc.oneof(fc.double(), fc.integer()),
        fc.oneof(fc.double(), fc.nat(9)),
        fc.string(),
        (name, clockRate, channels, parameters) => {
          const decoder = createDecoder({ name, clockRate, channels, parameters });
          expect(decoderStatus({ name, clockRate, channels, parameters })).toMatch(/own|browser|none/);
          if (decoder) expect(decoder.sampleRate).toBeGreaterThanOrEqual(1000);
        },
      ),
    );
  });

  it('knows the short names of static types', () => {
    const made = (name: string): readonly number[] | undefined => {
      const decoder = createDecoder(format(name, 0, 0));
      return decoder && [decoder.sampleRate, decoder.channels];
    };
    expect(['g711U', 'g711A', 'GSM', 'g721', 'DVI4 8k', 'DVI4 16k', 'DVI4 11k', 'DVI4 22k', 'CN(old)'].map(made)).toEqual(
      [8000, 8000, 8000, 8000, 8000, 16000, 11025, 22050, 8000].map((rate) => [rate, 1]),
    );
    expect([made('g722'), made('16-bit audio, stereo'), made('16-bit audio, monaural')]).toEqual([
      [16000, 1],
      [44100, 2],
      [44100, 1],
    ]);
    expect(['g723', 'AMR', 'AMR-WB', 'EVS', 'speex', 'SILK', 'g728', 'VSELP', 'telephone-event', 'L16', 'Unassigned'].map(made)).toEqual(
      new Array(11).fill(undefined),
    );
  });
});
