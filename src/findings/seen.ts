/**
 * What occurs anywhere in a Call-ID, read once so that most rules need not look at its messages: statuses, requests, flags,
 * kinds of facts. Borrowed: valid until the next read().
 */
import type { Chain } from '../calls/chain.ts';
import { Flag } from '../calls/message-fields.ts';

const STATUSES = 1000;

export class Seen {
  /** flags of all messages together */
  flags = 0;
  #stamp = 0;
  readonly #statuses: Uint32Array = new Uint32Array(STATUSES);
  readonly #facts: Uint32Array = new Uint32Array(256);
  /** requests seen, bit n for method n of sip/method.ts */
  requests = 0;
  /** a final response of 300 or more that is no challenge and no 487 */
  hasFailure = false;
  /** a message was sent again */
  hasRetransmission = false;

  read(chain: Chain): this {
    const stamp = ++this.#stamp;
    const table = chain.table!;
    const facts = table.facts;
    let flags = 0;
    let requests = 0;
    this.hasFailure = false;
    for (let i = 0; i < chain.length; i++) {
      flags |= chain.flags[i]!;
      const status = chain.status[i]!;
      if (status === 0) requests |= 1 << (chain.method[i]! & 31);
      else if (status < STATUSES) {
        this.#statuses[status] = stamp;
        if (status >= 300 && status !== 401 && status !== 407 && status !== 487) this.hasFailure = true;
      }
      for (let row = table.factHead(chain.message[i]!); row >= 0; row = facts.next(row)) this.#facts[facts.kind(row)] = stamp;
    }
    this.flags = flags;
    this.requests = requests;
    this.hasRetransmission = (flags & Flag.retransmission) !== 0;
    return this;
  }

  status(status: number): boolean {
    return this.#statuses[status] === this.#stamp;
  }

  fact(kind: number): boolean {
    return this.#facts[kind] === this.#stamp;
  }

  request(method: number): boolean {
    return (this.requests & (1 << method)) !== 0;
  }
}
