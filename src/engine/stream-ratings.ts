/**
 * MOS of every stream, for lists, sorting and the export: listening quality behind an adaptive buffer (semantics 4.4). Computed
 * once, after reading has ended, in slices between which questions are answered; until then a stream is pending.
 */
import type { StreamIndex } from '../base/units.ts';
import type { RowMos } from '../contract/quality.ts';
import { isGrounded } from '../quality/assumption.ts';
import { score } from '../quality/score.ts';
import { voicePackets } from '../quality/voice-packets.ts';
import { adaptiveBuffer } from '../quality/buffer-setting.ts';
import type { Session } from './session.ts';
import { streamCodec } from './stream-codec.ts';
import { StreamGatherer } from './stream-gatherer.ts';

/** milliseconds of work between two pauses */
const SLICE = 12;
/** packets of the streams gathered at once */
const BATCH = 1_000_000;

export interface StreamRating {
  readonly mos: number;
  readonly r: number;
  readonly latePercent: number;
  readonly grounded: boolean;
}

export class StreamRatings {
  readonly #session: Session;
  /** by stream; undefined for what is not rated */
  #ratings: (StreamRating | undefined)[] | undefined;
  #running: Promise<void> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  of(stream: StreamIndex): StreamRating | 'pending' | undefined {
    return this.#ratings === undefined ? 'pending' : this.#ratings[stream];
  }

  mosOf(stream: StreamIndex): RowMos {
    const rating = this.of(stream);
    return rating === 'pending' ? rating : rating?.mos;
  }

  /** The least of some streams: 'pending' while any is. */
  leastOf(streams: readonly StreamIndex[]): RowMos {
    if (this.#ratings === undefined) return streams.length === 0 ? undefined : 'pending';
    let least: number | undefined;
    for (const stream of streams) {
      const mos = this.#ratings[stream]?.mos;
      if (mos !== undefined && (least === undefined || mos < least)) least = mos;
    }
    return least;
  }

  /** Rates all streams when reading has ended; before that it does nothing. Asked again it gives the same promise. */
  rate(pause: () => Promise<void>): Promise<void> {
    if (this.#session.isReading) return Promise.resolve();
    return (this.#running ??= this.#rate(pause));
  }

  async #rate(pause: () => Promise<void>): Promise<void> {
    const { packets, streams } = this.#session.tables;
    const ratings: (StreamRating | undefined)[] = new Array<StreamRating | undefined>(streams.count).fill(undefined);
    let until = Date.now() + SLICE;
    const breathe = async (): Promise<void> => {
      if (Date.now() < until) return;
      await pause();
      until = Date.now() + SLICE;
    };
    for (const batch of this.#batches()) {
      const gatherer = new StreamGatherer(packets, streams, batch);
      while (gatherer.scan()) await breathe();
      for (const stream of batch) {
        ratings[stream] = this.#rateOne(stream, gatherer);
        await breathe();
      }
    }
    this.#ratings = ratings;
    // a capture of signalling alone has no row that changes
    if (ratings.length > 0) this.#session.takeRatings();
  }

  #batches(): StreamIndex[][] {
    const { streams } = this.#session.tables;
    const batches: StreamIndex[][] = [];
    let packets = Number.POSITIVE_INFINITY;
    for (let stream = 0; stream < streams.count; stream++) {
      packets += streams.packets(stream);
      if (packets > BATCH) {
        batches.push([]);
        packets = streams.packets(stream);
      }
      batches.at(-1)!.push(stream);
    }
    return batches;
  }

  #rateOne(stream: StreamIndex, gatherer: StreamGatherer): StreamRating | undefined {
    const packets = gatherer.packetsOf(stream);
    const voice = voicePackets(packets, this.#session.tables.streams.clocks(stream));
    const { codec, unrated, assumed } = streamCodec(this.#session, stream, packets, voice);
    if (unrated !== undefined) return undefined;
    const { mos, r, latePercent } = score(voice, codec, adaptiveBuffer).score;
    return { mos, r, latePercent, grounded: isGrounded(assumed) };
  }
}

/** For sorting: NaN, which goes last, for what is pending or not rated. */
export function ratedNumber(mos: RowMos): number {
  return typeof mos === 'number' ? mos : NaN;
}
