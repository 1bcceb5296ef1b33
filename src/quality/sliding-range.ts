/**
 * The least and the greatest of the last so many numbers, at constant cost a number: two queues, one rising, one falling, in
 * rings of a power of two, so that places are found with a mask.
 */

export class SlidingRange {
  readonly #width: number;
  readonly #mask: number;
  readonly #least: Float64Array;
  readonly #leastAt: Int32Array;
  readonly #most: Float64Array;
  readonly #mostAt: Int32Array;
  #leastHead = 0;
  #leastTail = 0;
  #mostHead = 0;
  #mostTail = 0;
  #pushed = 0;

  /** @param width 1 to 65,536 */
  constructor(width: number) {
    let room = 1;
    while (room < width) room *= 2;
    this.#width = width;
    this.#mask = room - 1;
    this.#least = new Float64Array(room);
    this.#leastAt = new Int32Array(room);
    this.#most = new Float64Array(room);
    this.#mostAt = new Int32Array(room);
  }

  /** How many numbers it holds, at most its width. */
  get size(): number {
    return Math.min(this.#width, this.#pushed);
  }

  /** Of a range that holds a number. */
  get least(): number {
    return this.#least[this.#leastHead & this.#mask]!;
  }

  get most(): number {
    return this.#most[this.#mostHead & this.#mask]!;
  }

  push(value: number): void {
    const mask = this.#mask;
    const at = this.#pushed;
    const oldest = at - this.#width;
    let head = this.#leastHead;
    let tail = this.#leastTail;
    if (head < tail && this.#leastAt[head & mask]! <= oldest) head++;
    while (head < tail && this.#least[(tail - 1) & mask]! >= value) tail--;
    this.#least[tail & mask] = value;
    this.#leastAt[tail & mask] = at;
    this.#leastHead = head;
    this.#leastTail = tail + 1;
    head = this.#mostHead;
    tail = this.#mostTail;
    if (head < tail && this.#mostAt[head & mask]! <= oldest) head++;
    while (head < tail && this.#most[(tail - 1) & mask]! <= value) tail--;
    this.#most[tail & mask] = value;
    this.#mostAt[tail & mask] = at;
    this.#mostHead = head;
    this.#mostTail = tail + 1;
    this.#pushed = at + 1;
  }

  clear(): void {
    this.#leastHead = this.#leastTail = this.#mostHead = this.#mostTail = this.#pushed = 0;
  }
}
