/**
 * The bits of one iLBC block, RFC 3951 section 3.8: every parameter is cut into up to three classes of importance, and the
 * classes follow each other. The last bit of a block says that there is nothing in it.
 */
import { type Classes, type IlbcMode, STAGES } from './ilbc-tables.ts';

/** The parameters of a block; one object is used again and again. */
export interface IlbcParameters {
  /** three for each set of frequencies */
  readonly lsf: Int32Array;
  /** the sub-block the start state begins in, from 1 */
  start: number;
  /** whether the part coded sample by sample comes first */
  stateFirst: boolean;
  maximum: number;
  readonly state: Int32Array;
  readonly extraIndex: Int32Array;
  readonly extraGain: Int32Array;
  /** three for each further sub-block */
  readonly index: Int32Array;
  readonly gain: Int32Array;
}

export function createParameters(): IlbcParameters {
  return {
    lsf: new Int32Array(6),
    start: 0,
    stateFirst: false,
    maximum: 0,
    state: new Int32Array(58),
    extraIndex: new Int32Array(STAGES),
    extraGain: new Int32Array(STAGES),
    index: new Int32Array(4 * STAGES),
    gain: new Int32Array(4 * STAGES),
  };
}

/** Most significant bit first. */
class BitReader {
  readonly #octets: Uint8Array;
  #bit: number;

  constructor(octets: Uint8Array, at: number) {
    this.#octets = octets;
    this.#bit = at * 8;
  }

  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#bit++) value = (value << 1) | ((this.#octets[this.#bit >> 3]! >> (7 - (this.#bit & 7))) & 1);
    return value;
  }
}

/**
 * Reads octets[at, at + mode.octets).
 * @returns false for an empty block, and where the start state lies nowhere: the block counts as lost
 */
export function readParameters(octets: Uint8Array, at: number, mode: IlbcMode, out: IlbcParameters): boolean {
  const bits = new BitReader(octets, at);
  out.state.fill(0);
  for (const values of [out.extraIndex, out.extraGain, out.index, out.gain]) values.fill(0);
  for (let level = 0; level < 3; level++) {
    if (level === 0) readFirstClass(bits, mode, out);
    else for (let k = 0; k < mode.shortState; k++) out.state[k] = (out.state[k]! << level) | bits.take(level);
    append(bits, level, mode.extraIndexBits, out.extraIndex, 0);
    append(bits, level, mode.extraGainBits, out.extraGain, 0);
    for (const [block, classes] of mode.indexBits.entries()) append(bits, level, classes, out.index, block * STAGES);
    for (const [block, classes] of mode.gainBits.entries()) append(bits, level, classes, out.gain, block * STAGES);
  }
  const isEmpty = bits.take(1) === 1;
  widen(out.index);
  return !isEmpty && out.start >= 1 && out.start < mode.subBlocks;
}

/** What stands in the first class alone. */
function readFirstClass(bits: BitReader, mode: IlbcMode, out: IlbcParameters): void {
  for (const [k, count] of mode.lsfBits.entries()) out.lsf[k] = bits.take(count);
  out.start = bits.take(mode.startBits);
  out.stateFirst = bits.take(1) === 1;
  out.maximum = bits.take(6);
}

function append(bits: BitReader, level: number, classes: readonly Classes[], values: Int32Array, from: number): void {
  for (const [stage, counts] of classes.entries()) values[from + stage] = (values[from + stage]! << counts[level]!) | bits.take(counts[level]!);
}

/** The second and third index of the first further sub-block have seven bits for the parts of the codebook most often used. */
function widen(index: Int32Array): void {
  for (let k = 1; k < STAGES; k++) {
    const value = index[k]!;
    if (value >= 108) index[k] = value + 128;
    else if (value >= 44) index[k] = value + 64;
  }
}
