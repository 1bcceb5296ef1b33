/** G.711 (ITU-T) from 16-bit samples, and a tone to put in it, so that a forged stream can be listened to. */

/** 160 samples are 20 ms at 8 kHz. `frame` counts from 0 and keeps the phase. */
export function tone(frame: number, hertz = 440, samples = 160): Int16Array {
  return Int16Array.from({ length: samples }, (_, index) => Math.round(9000 * Math.sin((2 * Math.PI * hertz * (frame * samples + index)) / 8000)));
}

/** PCMU, payload type 0. */
export function muLaw(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, (sample) => {
    const sign = sample < 0 ? 0x80 : 0;
    const magnitude = Math.min(Math.abs(sample), 32635) + 132;
    const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
    return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 0xff;
  });
}

/** PCMA, payload type 8. */
export function aLaw(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, (sample) => {
    const sign = sample >= 0 ? 0x80 : 0;
    const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32767) >> 3;
    const exponent = Math.max(0, 31 - Math.clz32(magnitude | 1) - 4);
    const mantissa = exponent === 0 ? (magnitude >> 1) & 15 : (magnitude >> exponent) & 15;
    return (sign | (exponent << 4) | mantissa) ^ 0x55;
  });
}
