/**
 * xxHash (github.com/Cyan4973/xxHash, doc/xxhash_spec.md, version 0.1.1): XXH32, which lz4 frames end with, and XXH64, whose
 * lower half ends a zstd frame (RFC 8878 section 3.1.1). Seed 0. 64-bit numbers are two halves: BigInt is ten times slower.
 */

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
const A = 0x9e3779b1;
const B = 0x85ebca77;
const C = 0xc2b2ae3d;
const D = 0x27d4eb2f;
const E = 0x165667b1;

/** Gathers octets into whole stripes; what is left over waits for more. */
abstract class Striped {
  protected total = 0;
  protected rest: Uint8Array;
  protected restLength = 0;

  constructor(stripe: number) {
    this.rest = new Uint8Array(stripe);
  }

  add(octets: Uint8Array): void {
    const stripe = this.rest.length;
    this.total += octets.length;
    let at = 0;
    if (this.restLength > 0) {
      at = Math.min(stripe - this.restLength, octets.length);
      this.rest.set(octets.subarray(0, at), this.restLength);
      this.restLength += at;
      if (this.restLength < stripe) return;
      this.stripes(new DataView(this.rest.buffer), 0, stripe);
    }
    const end = at + Math.floor((octets.length - at) / stripe) * stripe;
    this.stripes(new DataView(octets.buffer, octets.byteOffset, octets.length), at, end);
    this.rest.set(octets.subarray(end));
    this.restLength = octets.length - end;
  }

  protected abstract stripes(view: DataView, at: number, end: number): void;
}

export class XxHash32 extends Striped {
  readonly #lanes = Int32Array.of(A + B, B, 0, -A);

  constructor() {
    super(16);
  }

  protected override stripes(view: DataView, at: number, end: number): void {
    const lanes = this.#lanes;
    for (let p = at; p < end; p += 16) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = Math.imul(rotate((lanes[lane]! + Math.imul(view.getInt32(p + 4 * lane, true), B)) | 0, 13), A);
    }
  }

  get digest(): number {
    const lanes = this.#lanes;
    const view = new DataView(this.rest.buffer);
    let hash = this.total < 16 ? E : rotate(lanes[0]!, 1) + rotate(lanes[1]!, 7) + rotate(lanes[2]!, 12) + rotate(lanes[3]!, 18);
    hash = (hash + this.total) | 0;
    let p = 0;
    for (; p + 4 <= this.restLength; p += 4) hash = Math.imul(rotate((hash + Math.imul(view.getInt32(p, true), C)) | 0, 17), D);
    for (; p < this.restLength; p++) hash = Math.imul(rotate((hash + Math.imul(this.rest[p]!, E)) | 0, 11), A);
    hash = Math.imul(hash ^ (hash >>> 15), B);
    hash = Math.imul(hash ^ (hash >>> 13), C);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}

/** A 64-bit number in two halves, changed in place. */
class Wide {
  high: number;
  low: number;

  constructor(high: number, low: number) {
    this.high = high;
    this.low = low;
  }

  add(high: number, low: number): void {
    const sum = (this.low >>> 0) + (low >>> 0);
    this.high = (this.high + high + (sum > 0xffffffff ? 1 : 0)) | 0;
    this.low = sum | 0;
  }

  xor(high: number, low: number): void {
    this.high ^= high;
    this.low ^= low;
  }

  times(high: number, low: number): void {
    const a0 = this.low & 0xffff;
    const a1 = this.low >>> 16;
    const b0 = low & 0xffff;
    const b1 = low >>> 16;
    const middle = a0 * b1 + a1 * b0 + (((a0 * b0) / 65_536) >>> 0);
    const carried = (a1 * b1 + Math.floor(middle / 65_536)) | 0;
    this.high = (carried + Math.imul(this.high, low) + Math.imul(this.low, high)) | 0;
    this.low = Math.imul(this.low, low);
  }

  /** by 1 to 31 */
  rotate(by: number): void {
    const { high, low } = this;
    this.high = (high << by) | (low >>> (32 - by));
    this.low = (low << by) | (high >>> (32 - by));
  }

  /** xor with itself shifted right */
  fold(by: number): void {
    const { high, low } = this;
    if (by >= 32) this.low = low ^ (high >>> (by - 32));
    else {
      this.low = low ^ ((low >>> by) | (high << (32 - by)));
      this.high = high ^ (high >>> by);
    }
  }
}

const P1 = [0x9e3779b1, 0x85ebca87] as const;
const P2 = [0xc2b2ae3d, 0x27d4eb4f] as const;
const P3 = [0x165667b1, 0x9e3779f9] as const;
const P4 = [0x85ebca77, 0xc2b2ae63] as const;
const P5 = [0x27d4eb2f, 0x165667c5] as const;

/** One round of XXH64 on a lane. */
function round(lane: Wide, input: Wide): void {
  input.times(P2[0], P2[1]);
  lane.add(input.high, input.low);
  lane.rotate(31);
  lane.times(P1[0], P1[1]);
}

export class XxHash64 extends Striped {
  readonly #lanes = [new Wide(P1[0], P1[1]), new Wide(P2[0], P2[1]), new Wide(0, 0), new Wide(~P1[0], -P1[1])];
  readonly #input = new Wide(0, 0);

  constructor() {
    super(32);
    this.#lanes[0]!.add(P2[0], P2[1]);
  }

  protected override stripes(view: DataView, at: number, end: number): void {
    const input = this.#input;
    for (let p = at; p < end; ) {
      for (const lane of this.#lanes) {
        input.low = view.getInt32(p, true);
        input.high = view.getInt32(p + 4, true);
        round(lane, input);
        p += 8;
      }
    }
  }

  /** The less significant half, which is all that zstd keeps. */
  get lowDigest(): number {
    const hash = this.total < 32 ? new Wide(P5[0], P5[1]) : this.#merged();
    hash.add(Math.floor(this.total / 4_294_967_296), this.total | 0);
    this.#addRest(hash);
    hash.fold(33);
    hash.times(P2[0], P2[1]);
    hash.fold(29);
    hash.times(P3[0], P3[1]);
    hash.fold(32);
    return hash.low >>> 0;
  }

  #merged(): Wide {
    const hash = new Wide(0, 0);
    for (const [i, by] of [1, 7, 12, 18].entries()) {
      const lane = copyOf(this.#lanes[i]!);
      lane.rotate(by);
      hash.add(lane.high, lane.low);
    }
    for (const lane of this.#lanes) {
      const zero = new Wide(0, 0);
      round(zero, copyOf(lane));
      hash.xor(zero.high, zero.low);
      hash.times(P1[0], P1[1]);
      hash.add(P4[0], P4[1]);
    }
    return hash;
  }

  #addRest(hash: Wide): void {
    const view = new DataView(this.rest.buffer);
    let p = 0;
    for (; p + 8 <= this.restLength; p += 8) {
      const zero = new Wide(0, 0);
      round(zero, new Wide(view.getInt32(p + 4, true), view.getInt32(p, true)));
      hash.xor(zero.high, zero.low);
      hash.rotate(27);
      hash.times(P1[0], P1[1]);
      hash.add(P4[0], P4[1]);
    }
    if (p + 4 <= this.restLength) {
      const four = new Wide(0, view.getInt32(p, true));
      four.times(P1[0], P1[1]);
      hash.xor(four.high, four.low);
      hash.rotate(23);
      hash.times(P2[0], P2[1]);
      hash.add(P3[0], P3[1]);
      p += 4;
    }
    for (; p < this.restLength; p++) {
      const one = new Wide(0, this.rest[p]!);
      one.times(P5[0], P5[1]);
      hash.xor(one.high, one.low);
      hash.rotate(11);
      hash.times(P1[0], P1[1]);
    }
  }
}

function copyOf({ high, low }: Wide): Wide {
  return new Wide(high, low);
}
