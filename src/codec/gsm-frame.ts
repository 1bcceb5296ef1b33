/**
 * The 260 bits of a GSM 06.10 full-rate frame as RFC 3551 4.5.8 packs them in 33 octets behind the signature 1101: eight
 * log-area ratios, then for each of four sub-frames the long-term lag and gain, the grid, the block amplitude and 13 pulses.
 */

export const gsmFrameOctets = 33;
export const gsmFrameSamples = 160;
/** Parameters of a frame: eight, and four times seventeen. */
const PARAMETERS = 76;
/** Where in a sub-frame's seventeen each is; the pulses follow. */
export const gsmLag = 0;
export const gsmGain = 1;
export const gsmGrid = 2;
export const gsmAmplitude = 3;
export const gsmPulses = 4;

const RATIO_BITS: readonly number[] = [6, 6, 5, 5, 4, 4, 3, 3];
const SUBFRAME_BITS: readonly number[] = [7, 2, 2, 6, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3];
const WIDTHS: Uint8Array = Uint8Array.of(...RATIO_BITS, ...SUBFRAME_BITS, ...SUBFRAME_BITS, ...SUBFRAME_BITS, ...SUBFRAME_BITS);

export type GsmFrame = Uint8Array;

export function newGsmFrame(): GsmFrame {
  return new Uint8Array(PARAMETERS);
}

/** Index of a sub-frame's first parameter. */
export function gsmSubframe(index: number): number {
  return 8 + 17 * index;
}

/** @returns whether 33 octets are there and begin with the signature; `frame` is changed only then */
export function unpackGsm(octets: Uint8Array, at: number, end: number, frame: GsmFrame): boolean {
  if (end - at < gsmFrameOctets || octets[at]! >> 4 !== 13) return false;
  let from = at + 1;
  let held = octets[at]! & 15;
  let count = 4;
  for (let i = 0; i < PARAMETERS; i++) {
    const width = WIDTHS[i]!;
    if (count < width) {
      held = ((held << 8) | octets[from++]!) & 0xffff;
      count += 8;
    }
    count -= width;
    frame[i] = (held >> count) & ((1 << width) - 1);
  }
  return true;
}
