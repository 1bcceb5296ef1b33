/**
 * MOS of every stream, for lists, sorting and the export: listening quality behind an adaptive buffer (semantics 4.4). Computed
 * once, after reading has ended, in slices between which questions are answered; until then a stream is pending.
 */
import type { StreamIndex } from '../base/units.ts';
import type { RowMos } from '../contract/quality.ts';
import { CaptureLosses, type SightedGaps, type StreamGaps } from '../findings/capture-loss.ts';
import type { IdentityTally } from '../findings/gap-identities.ts';
import { isGrounded } from '../quality/assumption.ts';
import type { PacketFacts } from '../quality/packet-facts.ts';
import { score } from '../quality/score.ts';
import { voicePackets } from '../quality/voice-packets.ts';
import { adaptiveBuffer } from '../quality/buffer-setting.ts';
import { sightGaps } from './points/gap-sightings.ts';
import type { Session } from './session.ts';
import { streamCodec } from './stream-codec.ts';
import { GapPlaces, identifyGaps } from './read-identities.ts';
import { detailsOf } from './stream-facts.ts';
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
  readonly #places: GapPlaces = new GapPlaces();
  /** by stream; undefined for what is not rated */
  #ratings: (StreamRating | undefined)[] | undefined;
  /** by stream: what its packets show */
  #details: PacketFacts[] = [];
  #losses: CaptureLosses | undefined;
  #running: Promise<void> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  of(stream: StreamIndex): StreamRating | 'pending' | undefined {
    return this.#ratings === undefined ? 'pending' : this.#ratings[stream];
  }

  /** What a stream's packets show; undefined until all are rated. */
  detailsOf(stream: StreamIndex): PacketFacts | undefined {
    return this.#ratings === undefined ? undefined : this.#details[stream];
  }

  /** Where packets were lost; undefined until all streams are rated. */
  get losses(): CaptureLosses | undefined {
    return this.#losses;
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
    if (ratings.length === 0) return;
    const identities = await identifyGaps(this.#session.tables, this.#places.all, breathe);
    const sighted = await this.#sightGaps(breathe);
    this.#losses = new CaptureLosses(this.#gaps(identities, sighted), captureSigns(this.#session));
    await this.#session.takeRatings(breathe);
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
    const told = streamCodec(this.#session, stream, packets, voice);
    const { codec, unrated, assumed } = told;
    const scored = unrated === undefined ? score(voice, codec, adaptiveBuffer) : undefined;
    const details = detailsOf(this.#session, stream, packets, voice, told, scored);
    this.#details[stream] = details;
    this.#places.note(stream, packets, details.loss.runs);
    if (scored === undefined) return undefined;
    const { mos, r, latePercent } = scored.score;
    return { mos, r, latePercent, grounded: isGrounded(assumed) };
  }

  /** What other capture points saw of lost packets. */
  async #sightGaps(breathe: () => Promise<void>): Promise<Map<StreamIndex, SightedGaps>> {
    const { tables } = this.#session;
    const found = new Map<StreamIndex, SightedGaps>();
    if (tables.points === undefined) return found;
    for (const [stream, { loss }] of this.#details.entries()) {
      const lost = loss.runs.reduce((sum, { length }) => sum + length, 0);
      const sighted = lost === 0 ? undefined : sightGaps(tables, tables.points, stream, lost);
      if (sighted !== undefined) found.set(stream, sighted);
      await breathe();
    }
    return found;
  }

  #gaps(identities: ReadonlyMap<StreamIndex, IdentityTally>, sighted: ReadonlyMap<StreamIndex, SightedGaps>): StreamGaps[] {
    const { tables, bindings } = this.#session;
    const { streams } = tables;
    const gaps: StreamGaps[] = [];
    for (const [stream, { loss }] of this.#details.entries())
      gaps.push({
        stream,
        source: streams.source(stream),
        destination: streams.destination(stream),
        first: streams.firstTime(stream),
        last: streams.lastTime(stream),
        runs: loss.runs,
        identities: identities.get(stream),
        sighted: sighted.get(stream),
        isElsewhere: loss.runs.length > 0 && bindings.isMostlyElsewhere(stream),
      });
    return gaps;
  }
}

function captureSigns({ tables }: Session): { readonly dropped: number; readonly unseen: number } {
  return { dropped: tables.interfaces.rows.reduce((sum, { dropped }) => sum + (dropped ?? 0), 0), unseen: tables.network.unseen };
}

/** For sorting: NaN, which goes last, for what is pending or not rated. */
export function ratedNumber(mos: RowMos): number {
  return typeof mos === 'number' ? mos : NaN;
}
