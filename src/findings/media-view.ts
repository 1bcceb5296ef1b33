/**
 * What the descriptions of a call say about its media, for rules: every m-line told, which answer belongs to which offer, what
 * the two ends of a stream announced. Read when the first rule asks; borrowed like the subject.
 */
import type { AddressId, MessageIndex, Nanoseconds } from '../base/units.ts';
import type { CallSummarizer } from '../calls/summary.ts';
import { Flag } from '../calls/message-fields.ts';
import type { LineShape, MediaLines } from '../calls/media-lines.ts';
import { sdpRole, SdpRole } from '../calls/offer-answer.ts';
import { sideOfSdp } from '../calls/session-announcer.ts';
import { Method } from '../sip/method.ts';
import type { StreamFacts } from './subject.ts';

export interface CallLine {
  readonly message: MessageIndex;
  readonly position: number;
  readonly time: Nanoseconds;
  /** whose media: 1 the caller's, 2 the callee's, 0 unknown */
  readonly side: number;
  readonly index: number;
  readonly shape: LineShape;
  /** 0 none */
  readonly address: AddressId;
  /** 0 rejected */
  readonly port: number;
}

/** An offer and its answer on one hop. */
export interface Exchange {
  readonly offer: readonly CallLine[];
  readonly answer: readonly CallLine[];
  /** not only previewed in an unreliable 18x */
  readonly isFinal: boolean;
}

/** lines looked at of one call: a Call-ID that lives for days has many refreshes */
const MOST_LINES = 512;

export class MediaView {
  readonly #table: MediaLines;
  #summarizer: CallSummarizer | undefined;
  #lines: readonly CallLine[] | undefined;
  #exchanges: readonly Exchange[] | undefined;

  constructor(table: MediaLines) {
    this.#table = table;
  }

  /** Looks at the call the summarizer holds. */
  read(summarizer: CallSummarizer): this {
    this.#summarizer = summarizer;
    this.#lines = undefined;
    this.#exchanges = undefined;
    return this;
  }

  /** Every m-line of every hop, oldest first. */
  get lines(): readonly CallLine[] {
    return (this.#lines ??= this.#readLines());
  }

  get exchanges(): readonly Exchange[] {
    return (this.#exchanges ??= this.#readExchanges());
  }

  /** Lines that announced where the stream goes, and those that announced where it comes from. */
  receiver(stream: StreamFacts): readonly CallLine[] {
    return this.lines.filter(({ address, port }) => port === stream.destinationPort && address === stream.destination);
  }

  sender(stream: StreamFacts): readonly CallLine[] {
    return this.lines.filter(({ address, port }) => port === stream.sourcePort && address === stream.source);
  }

  #readLines(): readonly CallLine[] {
    const { chain } = this.#summarizer!;
    const found: CallLine[] = [];
    for (let i = 0; i < chain.length && found.length < MOST_LINES; i++) {
      if ((chain.flags[i]! & Flag.hasSdp) !== 0 && (chain.flags[i]! & (Flag.retransmission | Flag.captureDuplicate)) === 0) this.#addLines(i, found);
    }
    return found;
  }

  #addLines(position: number, found: CallLine[]): void {
    const { chain } = this.#summarizer!;
    const table = this.#table;
    const message = chain.message[position]!;
    for (let row = table.first(message); table.message(row) === message; row++) {
      const shape = table.shape(row);
      if (shape === undefined) continue;
      const side = sideOfSdp(chain.table!, message);
      found.push({ message, position, time: chain.time[position]!, side, index: table.line(row), shape, address: table.address(row), port: table.port(row) });
    }
  }

  #readExchanges(): readonly Exchange[] {
    const { chain, transactions } = this.#summarizer!;
    const byPosition = new Map<number, CallLine[]>();
    for (const line of this.lines) {
      const list = byPosition.get(line.position);
      if (list === undefined) byPosition.set(line.position, [line]);
      else list.push(line);
    }
    const found: Exchange[] = [];
    for (const [position, answer] of byPosition) {
      if (sdpRole(chain, transactions, position) !== SdpRole.answer) continue;
      const transaction = transactions.of[position]!;
      const status = chain.status[position]!;
      // the ACK to a 2xx is a transaction of its own: the offer is the 2xx with its CSeq
      const offer = status !== 0 ? transactions.request[transaction]! : this.#delayedOffer(position);
      const offered = byPosition.get(offer);
      if (offered !== undefined) found.push({ offer: offered, answer, isFinal: status === 0 || status >= 200 });
    }
    return found;
  }

  #delayedOffer(ack: number): number {
    const { chain } = this.#summarizer!;
    for (let i = ack - 1; i >= 0; i--) {
      if (chain.cseqNumber[i] !== chain.cseqNumber[ack] || chain.cseqMethod[i] !== Method.INVITE || chain.status[i]! < 200) continue;
      return (chain.flags[i]! & Flag.hasSdp) === 0 ? -1 : i;
    }
    return -1;
  }
}

/** Lines of an exchange that carry media on both sides, in pairs. */
export function agreedLines({ offer, answer }: Exchange): readonly (readonly [CallLine, CallLine])[] {
  const pairs: [CallLine, CallLine][] = [];
  for (const theirs of answer) {
    const mine = offer.find(({ index }) => index === theirs.index);
    if (mine !== undefined && mine.port !== 0 && theirs.port !== 0 && mine.shape.isRtp && theirs.shape.isRtp) pairs.push([mine, theirs]);
  }
  return pairs;
}
