/**
 * The bits of G.729 frames (table 8, Annex B table B.2, RFC 3551 4.5.6), most significant first: 80 of a speech frame in ten
 * octets, 15 of a silence descriptor in two. Every pattern of bits is a frame. The records are filled anew for each frame.
 */

/** Octets of a speech frame and of a silence descriptor. */
export const SPEECH_OCTETS = 10;
export const SILENCE_OCTETS = 2;

export interface SpeechFrame {
  /** L0: mode of the predictor, 0 or 1 */
  mode: number;
  /** L1, L2, L3: rows of the codebooks of line spectral frequencies */
  first: number;
  low: number;
  high: number;
  /** P1, P2: pitch delay by subframe */
  readonly pitch: [number, number];
  /** P0 is not the parity of the six high bits of P1 */
  pitchIsDamaged: boolean;
  /** C1, C2: places of the four pulses by subframe */
  readonly places: [number, number];
  /** S1, S2: their signs */
  readonly signs: [number, number];
  /** GA and GB: both gains, seven bits by subframe */
  readonly gains: [number, number];
}

export interface SilenceFrame {
  /** mode of the predictor, 0 or 1 */
  mode: number;
  /** rows of the two stages */
  first: number;
  second: number;
  /** step of the loudness, 0 to 31 */
  gain: number;
}

export function createSpeechFrame(): SpeechFrame {
  return { mode: 0, first: 0, low: 0, high: 0, pitch: [0, 0], pitchIsDamaged: false, places: [0, 0], signs: [0, 0], gains: [0, 0] };
}

export function createSilenceFrame(): SilenceFrame {
  return { mode: 0, first: 0, second: 0, gain: 0 };
}

/** Reads octets[at, at + 10). */
export function readSpeechFrame(octets: Uint8Array, at: number, frame: SpeechFrame): void {
  frame.mode = octets[at]! >> 7;
  frame.first = octets[at]! & 0x7f;
  frame.low = octets[at + 1]! >> 3;
  frame.high = bits(octets, at + 1, 5, 5);
  frame.pitch[0] = bits(octets, at + 2, 2, 8);
  frame.pitchIsDamaged = pitchParity(frame.pitch[0]) !== ((octets[at + 3]! >> 5) & 1);
  frame.places[0] = bits(octets, at + 3, 3, 13);
  frame.signs[0] = octets[at + 5]! >> 4;
  frame.gains[0] = bits(octets, at + 5, 4, 7);
  frame.pitch[1] = octets[at + 6]! & 0x1f;
  frame.places[1] = bits(octets, at + 7, 0, 13);
  frame.signs[1] = bits(octets, at + 8, 5, 4);
  frame.gains[1] = octets[at + 9]! & 0x7f;
}

/** Reads octets[at, at + 2); the sixteenth bit says nothing. */
export function readSilenceFrame(octets: Uint8Array, at: number, frame: SilenceFrame): void {
  frame.mode = octets[at]! >> 7;
  frame.first = (octets[at]! >> 2) & 0x1f;
  frame.second = bits(octets, at, 6, 4);
  frame.gain = (octets[at + 1]! >> 1) & 0x1f;
}

/** No octet of [at, end) has a bit set: what is put where a frame was lost, and no frame of a coder (its parity is wrong). */
export function isAllZero(octets: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (octets[i] !== 0) return false;
  return true;
}

/** P0 (clause 3.7.2): makes the number of set bits among the six high ones of P1, and itself, odd. */
export function pitchParity(pitch: number): number {
  let parity = pitch >> 2;
  parity ^= parity >> 4;
  parity ^= parity >> 2;
  parity ^= parity >> 1;
  return ~parity & 1;
}

/** `count` bits from bit `skip` of octets[at], all within two octets. */
function bits(octets: Uint8Array, at: number, skip: number, count: number): number {
  return (((octets[at]! << 8) | octets[at + 1]!) >> (16 - skip - count)) & ((1 << count) - 1);
}
