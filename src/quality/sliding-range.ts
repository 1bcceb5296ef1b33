/** The least and the greatest of the last so many numbers, at constant cost a number: two queues in rings, one rising, one falling. */

export class SlidingRange {
  readonly #width: number;
  readonly #least: Float64Array;
  readonly #leastAt: Float64Array;
  readonly #most: Float64Array;
  readonly #mostAt: Float64Array;
  #leastHead = 0;
  #leastTail = 0;
  #mostHead = 0;
  #mostTail = 0;
  #pushed = 0;
  #cleared = 0;

  constructor(width: number) {
    this.#width = width;
    this.#least = new Float64Array(width);
    this.#leastAt = new Float64Array(width);
    this.#most = new Float64Array(width);
    this.#mostAt = new Float64Array(width);
  }

  /** How many numbers it holds, at most its width. */
  get size(): number {
    return Math.min(this.#width, this.#pushed - this.#cleared);
  }

  /** Of a range that holds a number. */
  get least(): number {
    return this.#least[this.#leastHead % this.#width]!;
  }

  get most(): number {
    return this.#most[this.#mostHead % this.#width]!;
  }

  push(value: number): void {
    const width = this.#width;
    const oldest = this.#pushed - width;
    while (this.#leastHead < this.#leastTail && this.#leastAt[this.#leastHead % width]! <= oldest) this.#leastHead++;
    while (this.#mostHead < this.#mostTail && this.#mostAt[this.#mostHead % width]! <= oldest) this.#mostHead++;
    while (this.#leastHead < this.#leastTail && this.#least[(this.#leastTail - 1) % width]! >= value) this.#leastTail--;
    while (this.#mostHead < this.#mostTail && this.#most[(this.#mostTail - 1) % width]! <= value) this.#mostTail--;
    this.#least[this.#leastTail % width] = value;
    this.#leastAt[this.#leastTail++ % width] = this.#pushed;
    this.#most[this.#mostTail % width] = value;
    this.#mostAt[this.#mostTail++ % width] = this.#pushed;
    this.#pushed++;
  }

  clear(): void {
    this.#leastHead = this.#leastTail = this.#mostHead = this.#mostTail = 0;
    this.#cleared = this.#pushed;
  }
}
