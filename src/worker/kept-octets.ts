/**
 * What came out of a decompressor, kept to be read again: as Blob parts, which the browser may move to disk, and a tail in
 * memory. The tail begins small, since an archive may hold hundreds of captures.
 */

const PART = 16_777_216;
const FIRST = 262_144;

export class KeptOctets {
  size = 0;
  readonly #parts: { at: number; blob: Blob }[] = [];
  #tail = new Uint8Array(0);
  #tailLength = 0;
  #tailAt = 0;

  /** Keeps a copy. */
  add(octets: Uint8Array): void {
    let at = 0;
    while (at < octets.length) {
      const length = Math.min(octets.length - at, PART - this.#tailLength);
      this.#makeRoom(this.#tailLength + length);
      this.#tail.set(octets.subarray(at, at + length), this.#tailLength);
      this.#tailLength += length;
      at += length;
      if (this.#tailLength < PART) continue;
      this.#parts.push({ at: this.#tailAt, blob: new Blob([this.#tail]) });
      this.#tailAt += PART;
      this.#tailLength = 0;
    }
    this.size += octets.length;
  }

  /** Nothing more is expected: a tail that is not small leaves this memory too. */
  settle(): void {
    if (this.#tailLength <= FIRST) return;
    this.#parts.push({ at: this.#tailAt, blob: new Blob([this.#tail.subarray(0, this.#tailLength)]) });
    this.#tailAt += this.#tailLength;
    this.#tailLength = 0;
    this.#tail = new Uint8Array(0);
  }

  /** Octets [at, at + length), fewer at the end of what there is so far. */
  async read(at: number, length: number): Promise<Uint8Array> {
    const end = Math.min(this.size, at + length);
    const out = new Uint8Array(Math.max(0, end - at));
    for (const part of this.#parts) {
      const from = Math.max(at, part.at);
      const to = Math.min(end, part.at + part.blob.size);
      if (from >= to) continue;
      out.set(new Uint8Array(await part.blob.slice(from - part.at, to - part.at).arrayBuffer()), from - at);
    }
    const from = Math.max(at, this.#tailAt);
    if (from < end) out.set(this.#tail.subarray(from - this.#tailAt, end - this.#tailAt), from - at);
    return out;
  }

  /** All of it, to be cut into files. */
  toBlob(): Blob {
    return new Blob([...this.#parts.map(({ blob }) => blob), this.#tail.subarray(0, this.#tailLength)]);
  }

  #makeRoom(length: number): void {
    if (length <= this.#tail.length) return;
    const grown = new Uint8Array(Math.min(PART, Math.max(FIRST, 2 * this.#tail.length, length)));
    grown.set(this.#tail.subarray(0, this.#tailLength));
    this.#tail = grown;
  }
}
