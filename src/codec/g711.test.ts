import { describe, expect, it } from 'vitest';
import { createDecoder, decoderStatus } from './create-decoder.ts';
import { aLaw, muLaw } from './g711.ts';

describe('G.711', () => {
  it('has the ends and the middles of the tables of the standard, scaled to 16 bits', () => {
    // Table 2b (μ): 8031 of 14 bits is 32124 of 16; the two zeros; decision 1 is 2 of 14 bits.
    expect([0x80, 0x00, 0xff, 0x7f, 0xfe, 0x7e, 0xef].map((octet) => muLaw[octet])).toEqual([32124, -32124, 0, 0, 8, -8, 132]);
    // Table 1b (A): 4032 of 13 bits is 32256; the smallest is 1 of 13 bits, on our scale 8.
    expect([0xaa, 0x2a, 0xd5, 0x55, 0xd4, 0x54].map((octet) => aLaw[octet])).toEqual([32256, -32256, 8, -8, 24, -24]);
  });

  it('is symmetric and rises with the code', () => {
    for (let octet = 0; octet < 128; octet++) {
      expect(muLaw[octet]! + muLaw[octet | 0x80]!).toBe(0);
      expect(aLaw[octet]! + aLaw[octet | 0x80]!).toBe(0);
      if (octet > 0) expect(muLaw[octet | 0x80]!).toBeLessThan(muLaw[(octet - 1) | 0x80]!);
    }
  });

  it('is made by name in any case, with the rate and the channels of the rtpmap', () => {
    for (const name of ['PCMU', 'pcmu', 'g711U', 'PCMA', 'g711A']) {
      expect(createDecoder({ name, clockRate: 8000, channels: 1, parameters: '' })?.sampleRate).toBe(8000);
    }
    const stereo = createDecoder({ name: 'PCMA', clockRate: 16000, channels: 2, parameters: '' })!;
    expect([stereo.sampleRate, stereo.channels, stereo.room(321)]).toEqual([16000, 2, 160]);
    const out = new Int16Array(4);
    expect(stereo.decode(Uint8Array.of(9, 0xaa, 0x2a, 0xd5), 1, 4, out, 2)).toBe(1);
    expect([...out]).toEqual([0, 0, 32256, -32256]);
  });

  it('says what it cannot decode', () => {
    const status = (name: string): string => decoderStatus({ name, clockRate: 8000, channels: 1, parameters: '' });
    expect(['PCMU', 'opus', 'AMR', 'telephone-event', '', '__proto__'].map(status)).toEqual(['own', 'browser', 'none', 'none', 'none', 'none']);
  });
});
