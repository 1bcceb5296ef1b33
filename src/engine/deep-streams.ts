/** One stream's share of a call's deep facts: RTCP, telephone-events, constant sound, marks of its packets. */
import type { PacketIndex, StreamIndex } from '../base/units.ts';
import type { DeepEvent, DeepReports, DeepStream } from '../findings/deep-facts.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { readPayloads } from './audio-payloads.ts';
import type { DeepPackets } from './deep-packets.ts';
import type { Reports } from './reports.ts';
import type { Session } from './session.ts';
import { streamEvents } from './stream-events.ts';
import { gatherStream } from './stream-packets.ts';

/** payload types whose octets are samples: constant octets are constant sound */
const PCMU = 0;
const PCMA = 8;
/** one packet of so many is looked at; the rest only where those are constant */
const SAMPLE = 50;
/** packets of a stream whose sound is looked at: two hours */
const MOST_PACKETS = 400_000;
const MARKED = 6;

export class DeepStreams {
  readonly #session: Session;
  readonly #reports: Reports;
  readonly #packets: DeepPackets;

  constructor(session: Session, reports: Reports, packets: DeepPackets) {
    this.#session = session;
    this.#reports = reports;
    this.#packets = packets;
  }

  async read(stream: StreamIndex): Promise<DeepStream> {
    const { tables } = this.#session;
    const isReadable = await this.#session.sealed.isReadable(stream);
    const packets = gatherStream(tables.packets, tables.streams, stream);
    const main = tables.streams.mainType(stream);
    const hasSamples = isReadable && (main === PCMU || main === PCMA) && packets.count <= MOST_PACKETS;
    return {
      reports: await this.#ofReports(stream),
      events: isReadable ? await this.#events(stream) : [],
      silence: hasSamples ? await this.#silence(packets, main) : undefined,
      marks: await this.#packets.marks(spread(packets)),
    };
  }

  async #ofReports(stream: StreamIndex): Promise<DeepReports | undefined> {
    const told = await this.#reports.reports(stream);
    if (told === undefined || told.packets === 0) return undefined;
    const { loss, roundTrip, notes, metrics, feedback, received, sent } = told;
    const echoes = metrics.map(({ echoReturnLoss }) => echoReturnLoss).filter((value) => value !== undefined);
    const share = (lost: number | undefined): number | undefined =>
      loss === undefined || loss.expected === 0 || lost === undefined ? undefined : (100 * lost) / loss.expected;
    return {
      packet: (metrics.at(-1) ?? received.at(-1) ?? sent.at(-1))?.place.packet ?? -1,
      lostThere: share(loss?.lostThere),
      lostHere: share(loss?.lostHere),
      expected: loss?.expected ?? 0,
      roundTrip: roundTrip.endToEndMean ?? roundTrip.reported,
      negativeRoundTrips: roundTrip.negative,
      hasWrongClock: notes.includes('clock'),
      clockRatePpm: told.clockRatePpm,
      echoReturnLoss: echoes.length === 0 ? undefined : Math.min(...echoes),
      pictureRequests: (feedback.pli ?? 0) + (feedback.fir ?? 0),
    };
  }

  async #events(stream: StreamIndex): Promise<readonly DeepEvent[]> {
    const { packets } = this.#session.tables;
    return (await streamEvents(this.#session, stream)).map(({ code, time, duration, packet, lastPacket, packets: count, ended }) => ({
      code,
      time,
      duration,
      packet,
      lastPacket,
      span: (packets.time(lastPacket) - packets.time(packet)) / 1e6,
      packets: count,
      ended,
    }));
  }

  /** The longest stretch of sampled packets whose payloads are one and the same octet throughout, checked packet by packet. */
  async #silence(packets: StreamPackets, main: number): Promise<DeepStream['silence']> {
    const rows: number[] = [];
    for (let row = 0; row < packets.count; row += SAMPLE) rows.push(row);
    const [from, to] = longest(await this.#constants(packets, rows, main));
    if (to <= from) return undefined;
    const whole: number[] = [];
    for (let row = rows[from]!; row <= rows[to]!; row++) whole.push(row);
    const [first, last] = longest(await this.#constants(packets, whole, main));
    if (last <= first) return undefined;
    const [begin, end] = [whole[first]!, whole[last]!];
    return { from: packets.time[begin]!, to: packets.time[end]!, packet: packets.packet[begin]!, lastPacket: packets.packet[end]! };
  }

  /** 1 where a packet of the main type holds but one octet; all others break a stretch. */
  async #constants(packets: StreamPackets, rows: readonly number[], main: number): Promise<Uint8Array> {
    const constant = new Uint8Array(rows.length);
    await readPayloads(
      this.#session.tables,
      rows.map((row) => packets.packet[row]! as PacketIndex),
      (index, octets, at, end) => {
        if ((packets.markerAndType[rows[index]!]! & 0x7f) !== main || end - at < 20) return;
        const octet = octets[at]!;
        if (main === PCMU ? (octet | 0x80) !== 0xff : (octet | 0x80) !== 0xd5) return;
        for (let i = at + 1; i < end; i++) if (octets[i] !== octet) return;
        constant[index] = 1;
      },
    );
    return constant;
  }
}

/** First and last index of the longest run of ones; [0, -1] without any. */
function longest(flags: Uint8Array): readonly [number, number] {
  let best: readonly [number, number] = [0, -1];
  let from = 0;
  for (let i = 0; i <= flags.length; i++) {
    if (flags[i] === 1) continue;
    if (i - 1 - from > best[1] - best[0]) best = [from, i - 1];
    from = i + 1;
  }
  return best;
}

/** The first packet and some more, evenly spread. */
function spread({ packet, count }: StreamPackets): PacketIndex[] {
  const rows = new Set<number>();
  for (let i = 0; i < MARKED && count > 0; i++) rows.add(Math.floor((i * (count - 1)) / Math.max(1, MARKED - 1)));
  return [...rows].map((row) => packet[row]!);
}
