/**
 * iLBC, RFC 3951, as carried by RFC 3952: blocks of 20 ms in 38 octets or 30 ms in 50, several to a packet, 8 kHz. Floating point
 * with the enhancer on, as the RFC's own decoder; not bit-exact with it, which no receiver needs to be (section 5).
 */
import type { AudioDecoder, PayloadFormat } from './decoder.ts';
import { createParameters, readParameters } from './ilbc-bits.ts';
import { IlbcConcealment } from './ilbc-concealment.ts';
import { IlbcEnhancer, lastLag } from './ilbc-enhancer.ts';
import { decodeResidual } from './ilbc-residual.ts';
import { FILTER, IlbcSpectrum } from './ilbc-spectrum.ts';
import { type IlbcMode, LONGEST_BLOCK, mode20, mode30, MOST_SUB_BLOCKS, ORDER, outputPoles, outputZeros, SUB_BLOCK } from './ilbc-tables.ts';

export class IlbcDecoder implements AudioDecoder {
  readonly sampleRate = 8000;
  readonly channels = 1;
  readonly #announced: IlbcMode;
  readonly #enhances: boolean;
  #mode: IlbcMode;
  readonly #parameters = createParameters();
  readonly #spectrum = new IlbcSpectrum();
  readonly #concealment = new IlbcConcealment();
  readonly #enhancer = new IlbcEnhancer();
  readonly #residual = new Float64Array(LONGEST_BLOCK);
  readonly #sound = new Float64Array(LONGEST_BLOCK);
  /** filters of the block before and of this one, MOST_SUB_BLOCKS each */
  readonly #filters = new Float64Array(2 * MOST_SUB_BLOCKS * FILTER);
  readonly #current = this.#filters.subarray(MOST_SUB_BLOCKS * FILTER);
  /** the last ORDER samples of the synthesis, oldest first, and room for a block after them */
  readonly #synthesis = new Float64Array(ORDER + LONGEST_BLOCK);
  readonly #high = new Float64Array(4);
  #lag = 20;
  #afterLoss = false;
  /** concealed samples made but not yet asked for, at the end of #sound */
  #waiting = 0;

  /**
   * The mode is that of `a=fmtp … mode=20`; without it 30 ms (RFC 3952 section 4.1). Payload lengths that say otherwise are believed.
   * @param enhances false leaves the enhancer and its delay out, for comparison with decoders that have none
   */
  constructor(format: PayloadFormat, enhances = true) {
    this.#enhances = enhances;
    this.#announced = /(^|[;\s])mode\s*=\s*20\b/i.test(format.parameters) ? mode20 : mode30;
    this.#mode = this.#announced;
    this.reset();
  }

  reset(): void {
    this.#mode = this.#announced;
    this.#spectrum.reset();
    this.#concealment.reset();
    this.#enhancer.reset();
    this.#filters.fill(0);
    for (let at = 0; at < this.#filters.length; at += FILTER) this.#filters[at] = 1;
    this.#synthesis.fill(0);
    this.#high.fill(0);
    this.#lag = 20;
    this.#afterLoss = false;
    this.#waiting = 0;
  }

  room(octets: number): number {
    return Math.max(Math.floor(octets / mode20.octets) * mode20.block, Math.floor(octets / mode30.octets) * mode30.block);
  }

  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number {
    const mode = this.#modeOf(end - at);
    if (mode === undefined) return 0;
    if (mode !== this.#mode) this.#change(mode);
    this.#waiting = 0;
    let written = 0;
    for (let from = at; from < end; from += mode.octets) {
      if (readParameters(octets, from, mode, this.#parameters)) this.#arrived();
      else this.#lost();
      for (let i = 0; i < mode.block; i++) out[outAt + written++] = toSample(this.#sound[i]!);
    }
    return written;
  }

  conceal(samples: number, out: Int16Array, outAt: number): void {
    for (let made = 0; made < samples; made++) {
      if (this.#waiting === 0) {
        this.#lost();
        this.#waiting = this.#mode.block;
      }
      out[outAt + made] = toSample(this.#sound[this.#mode.block - this.#waiting--]!);
    }
  }

  /** The announced mode where the length allows both. */
  #modeOf(length: number): IlbcMode | undefined {
    if (length <= 0) return undefined;
    const other = this.#announced === mode20 ? mode30 : mode20;
    return [this.#announced, other].find(({ octets }) => length % octets === 0);
  }

  /** Another block length: what is kept by block begins anew. */
  #change(mode: IlbcMode): void {
    this.reset();
    this.#mode = mode;
  }

  #arrived(): void {
    const mode = this.#mode;
    this.#spectrum.decode(this.#parameters.lsf, mode, this.#current);
    decodeResidual(this.#parameters, mode, this.#current, this.#residual);
    this.#concealment.heard(this.#residual, mode.block, this.#current, (mode.subBlocks - 1) * FILTER);
    this.#synthesise(false);
  }

  #lost(): void {
    const mode = this.#mode;
    this.#concealment.make(this.#lag, mode.block, this.#residual);
    for (let block = 0; block < mode.subBlocks; block++) this.#current.set(this.#concealment.filter, block * FILTER);
    this.#synthesise(true);
  }

  /** Section 4.7: the enhancer's sound lies one or two sub-blocks back, and so do the filters it goes through. */
  #synthesise(isLost: boolean): void {
    const mode = this.#mode;
    const delay = this.#enhances ? (mode.milliseconds === 20 ? 1 : 2) : 0;
    if (this.#enhances) this.#lag = this.#enhancer.run(this.#residual, mode, this.#afterLoss, this.#sound);
    else {
      this.#lag = lastLag(this.#residual, mode);
      this.#sound.set(this.#residual);
    }
    this.#afterLoss = isLost;
    for (let block = 0; block < mode.subBlocks; block++) {
      const filter = block < delay ? mode.subBlocks - delay + block : MOST_SUB_BLOCKS + block - delay;
      this.#throughFilter(filter * FILTER, block * SUB_BLOCK);
    }
    this.#synthesis.copyWithin(0, mode.block, mode.block + ORDER);
    this.#filters.copyWithin(0, MOST_SUB_BLOCKS * FILTER);
    this.#highPass(mode.block);
  }

  #throughFilter(filter: number, from: number): void {
    const synthesis = this.#synthesis;
    const sound = this.#sound;
    const filters = this.#filters;
    for (let i = from; i < from + SUB_BLOCK; i++) {
      let sum = sound[i]!;
      for (let k = 1; k <= ORDER; k++) sum -= filters[filter + k]! * synthesis[ORDER + i - k]!;
      synthesis[ORDER + i] = sound[i] = sum;
    }
  }

  /** Section 4.8. */
  #highPass(count: number): void {
    let [x1, x2, y1, y2] = this.#high as unknown as [number, number, number, number];
    const sound = this.#sound;
    const [b0, b1, b2] = outputZeros;
    const [a1, a2] = outputPoles;
    for (let i = 0; i < count; i++) {
      const x = sound[i]!;
      const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      sound[i] = y;
    }
    this.#high.set([x1, x2, y1, y2]);
  }
}

function toSample(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)));
}
