/**
 * GHASH of AES-GCM (NIST SP 800-38D section 6.4) with a table of 256 multiples a key (4 kB). Own, because a library that makes
 * its table anew for every packet spends ten times the packet's cost on it.
 */

/** what eight bits shifted out at the end come back as, in the highest bits */
const REDUCTION: Int32Array = new Int32Array(256).map((_, bits) => {
  let back = 0;
  for (let i = 0; i < 8; i++) back = (back >>> 1) ^ (((bits >>> i) & 1) === 0 ? 0 : 0xe1000000);
  return back;
});
const BLOCK = 16;

export class Ghash {
  /** multiples of the key, four words each, highest first */
  readonly #table: Int32Array = new Int32Array(1024);
  readonly #sum: Int32Array = new Int32Array(4);

  /** @param key the block of zeros encrypted */
  constructor(key: Uint8Array) {
    const view = new DataView(key.buffer, key.byteOffset, BLOCK);
    const table = this.#table;
    for (let word = 0; word < 4; word++) table[512 + word] = view.getInt32(4 * word);
    for (let i = 64; i > 0; i >>= 1) {
      const from = 8 * i;
      const to = 4 * i;
      const carry = table[from + 3]! & 1;
      for (let word = 3; word > 0; word--) table[to + word] = (table[from + word]! >>> 1) | (table[from + word - 1]! << 31);
      table[to] = (table[from]! >>> 1) ^ (carry === 0 ? 0 : 0xe1000000);
    }
    for (let i = 2; i < 256; i <<= 1)
      for (let j = 1; j < i; j++) for (let word = 0; word < 4; word++) table[4 * (i + j) + word] = table[4 * i + word]! ^ table[4 * j + word]!;
  }

  begin(): void {
    this.#sum.fill(0);
  }

  /** octets[at, end), filled up with zeros to whole blocks. */
  add(octets: Uint8Array, at: number, end: number): void {
    const sum = this.#sum;
    for (let block = at; block < end; block += BLOCK) {
      const length = Math.min(BLOCK, end - block);
      if (length === BLOCK)
        for (let word = 0; word < 4; word++) {
          const from = block + 4 * word;
          sum[word]! ^= (octets[from]! << 24) | (octets[from + 1]! << 16) | (octets[from + 2]! << 8) | octets[from + 3]!;
        }
      else for (let i = 0; i < length; i++) sum[i >>> 2]! ^= octets[block + i]! << (24 - 8 * (i & 3));
      this.#multiply();
    }
  }

  /** The lengths in octets of what was authenticated alone and of what was encrypted. */
  addLengths(authenticated: number, encrypted: number): void {
    this.#sum[1]! ^= authenticated * 8;
    this.#sum[3]! ^= encrypted * 8;
    this.#multiply();
  }

  /** Octet i of the sum. */
  octet(i: number): number {
    return (this.#sum[i >>> 2]! >>> (24 - 8 * (i & 3))) & 0xff;
  }

  #multiply(): void {
    const sum = this.#sum;
    const table = this.#table;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let word = 3; word >= 0; word--) {
      const value = sum[word]!;
      for (let shift = 0; shift < 32; shift += 8) {
        const low = d & 255;
        const entry = 4 * ((value >>> shift) & 255);
        d = ((d >>> 8) | (c << 24)) ^ table[entry + 3]!;
        c = ((c >>> 8) | (b << 24)) ^ table[entry + 2]!;
        b = ((b >>> 8) | (a << 24)) ^ table[entry + 1]!;
        a = (a >>> 8) ^ REDUCTION[low]! ^ table[entry]!;
      }
    }
    sum[0] = a;
    sum[1] = b;
    sum[2] = c;
    sum[3] = d;
  }
}
