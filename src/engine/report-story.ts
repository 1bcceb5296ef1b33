/**
 * The reports about one stream put together: statements in the order they passed become rows of the contract, intervals of
 * loss, round trips. Everything here is one pass over the packets that name the stream.
 */
import type { Milliseconds, Nanoseconds, PacketIndex } from '../base/units.ts';
import type { Endpoint, PacketPlace } from '../contract/common.ts';
import type { ExtendedReport, FeedbackName, ReceptionReport, ReportPlace, RoundTripSample, SenderReport, VoipMetricsReport } from '../contract/reports.ts';
import { Reception, type LossComparison, type ReceptionRow } from '../rtp/reception.ts';
import { middleOf, SentClocks } from '../rtp/round-trip.ts';
import type { ReportBlock } from '../rtp/rtcp.ts';
import type { ExtendedBlock, ReceiptTimesBlock, RunLengthBlock, StatisticsBlock } from '../rtp/rtcp-extended.ts';
import { descriptionItems, type RtcpStatement, type SenderInfo } from '../rtp/rtcp-statement.ts';
import { wallClock } from '../rtp/sender-clock.ts';
import type { SequenceRecord } from '../rtp/sequence-record.ts';
import type { ReportPath, WiresharkRoundTrips } from '../rtp/wireshark-round-trip.ts';
import { epochText } from './epoch.ts';
import type { Way } from './report-owner.ts';

/** One RTCP packet with what it says. */
export interface Heard {
  readonly packet: PacketIndex;
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly path: ReportPath;
  /** undefined when it cannot be read */
  readonly statement: RtcpStatement | undefined;
  readonly way: Way;
  /** it names the stream; otherwise it is here for Wireshark's round trip alone */
  readonly isOwn: boolean;
}

export interface StorySubject {
  readonly ssrc: number;
  /** Hz, 0 unknown */
  readonly clockRate: number;
  readonly record: SequenceRecord | undefined;
  readonly beganHere: boolean;
  /** epoch nanoseconds of time zero */
  readonly epoch: bigint;
  readonly place: (packet: PacketIndex) => PacketPlace;
}

/** copies of a report nearer than this were captured twice */
const COPY: Nanoseconds = 1e9;
const MOST_APPLICATIONS = 100;
const copied = { expected: undefined, lost: undefined, lostHere: undefined, roundTrip: undefined, isCopy: true } as const;

export class ReportStory {
  readonly received: ReceptionReport[] = [];
  readonly sent: SenderReport[] = [];
  readonly senders: SenderInfo[] = [];
  readonly metrics: VoipMetricsReport[] = [];
  readonly extended: ExtendedReport[] = [];
  readonly toReceiver: RoundTripSample[] = [];
  readonly toSender: RoundTripSample[] = [];
  readonly applications: (ReportPlace & { name: string; subtype: number; octets: number })[] = [];
  readonly feedback: Partial<Record<FeedbackName, number>> = {};
  readonly description: Map<string, string> = new Map();
  /** CNAMEs by SSRC */
  readonly names: Map<number, string> = new Map();
  bye: { place: PacketPlace; time: Nanoseconds; reason: string | undefined } | undefined;
  unread = 0;
  otherLeg = 0;
  askedAgain = 0;
  askedBitRate: number | undefined;
  receiver = -1;
  readonly #subject: StorySubject;
  readonly #wireshark: WiresharkRoundTrips;
  readonly #clocks = new SentClocks();
  readonly #references = new SentClocks();
  readonly #receptions = new Map<
    string,
    { readonly reception: Reception; rank: number; rows: number; last: ReportBlock; at: Nanoseconds; row: ReceptionRow | undefined }
  >();

  constructor(subject: StorySubject, wireshark: WiresharkRoundTrips) {
    this.#subject = subject;
    this.#wireshark = wireshark;
  }

  /** The next packet, in the order they passed. */
  hear(heard: Heard): void {
    const { statement, isOwn } = heard;
    if (statement === undefined) {
      if (isOwn) this.unread++;
      return;
    }
    for (const sender of statement.senders) this.#heardBySomeone(heard, sender);
    if (!isOwn) return;
    if (heard.way === 'elsewhere') this.otherLeg++;
    for (const sender of statement.senders) this.#sender(heard, sender);
    for (const block of statement.blocks) this.#block(heard, block);
    for (const block of statement.extended) this.#extended(heard, block);
    this.#rest(heard, statement);
  }

  /** Of the receiver at the stream's end: the one that reports from its destination, most often. */
  get comparison(): LossComparison | undefined {
    let best: { readonly reception: Reception; rank: number; rows: number } | undefined;
    for (const one of this.#receptions.values()) if (best === undefined || one.rank > best.rank || (one.rank === best.rank && one.rows > best.rows)) best = one;
    return best?.reception.comparison;
  }

  #at({ place, time, source, destination }: Heard, reporter: number): ReportPlace {
    return { place, time, source, destination, reporter: ssrcOf(reporter) };
  }

  #heardBySomeone({ packet, path, time }: Heard, { ntpSeconds, ntpFraction }: SenderInfo): void {
    this.#wireshark.senderReport(packet, path, middleOf(ntpSeconds, ntpFraction), this.#epoch(time));
  }

  #sender(heard: Heard, sender: SenderInfo): void {
    const { ssrc, record } = this.#subject;
    if (sender.ssrc !== ssrc || heard.way === 'against') return;
    this.#clocks.remember(ssrc, middleOf(sender.ntpSeconds, sender.ntpFraction), heard.time, heard.packet);
    const before = this.senders.at(-1);
    if (before !== undefined && before.ntpSeconds === sender.ntpSeconds && before.ntpFraction === sender.ntpFraction && before.packets === sender.packets)
      return;
    this.senders.push(sender);
    const wall = wallClock(sender);
    this.sent.push({
      ...this.#at(heard, ssrc),
      packets: sender.packets,
      octets: sender.octets,
      packetsHere: record?.seenBefore(heard.time) ?? 0,
      rtpTimestamp: sender.rtpTimestamp,
      wallClock: wall === undefined ? undefined : epochText(wall, 0),
      clockOffset: wall === undefined ? undefined : Number(wall - this.#epoch(heard.time)) / 1e6,
    });
  }

  #block(heard: Heard, block: ReportBlock): void {
    const { ssrc, clockRate, record, beganHere } = this.#subject;
    const { packet, path, source, destination, time, place } = heard;
    const shown = this.#wireshark.block(packet, path, block.lastSenderReport, block.delay, this.#epoch(time));
    if (block.source !== ssrc || heard.way === 'with') return;
    const key = `${block.reporter} ${source.address}:${source.port} ${destination.address}:${destination.port}`;
    let kept = this.#receptions.get(key);
    const wireshark = shown && { report: this.#subject.place(shown.reportPacket), gap: shown.gap, roundTrip: shown.delay };
    if (kept !== undefined && isCopy(kept.last, block) && time - kept.at < COPY) {
      this.received.push({ ...this.#at(heard, block.reporter), ...kept.row!, ...copied, wireshark });
      return;
    }
    kept ??= { reception: new Reception(clockRate, record, beganHere), rank: heard.way === 'against' ? 1 : 0, rows: 0, last: block, at: time, row: undefined };
    this.#receptions.set(key, kept);
    kept.rows++;
    kept.last = block;
    kept.at = time;
    kept.row = kept.reception.add(block, time);
    const echo = this.#clocks.echo(ssrc, block.lastSenderReport, block.delay, time);
    const roundTrip = echo === undefined ? undefined : echo.roundTrip / 1e6;
    if (roundTrip !== undefined) this.toReceiver.push({ time, place, value: roundTrip });
    if (heard.way === 'against' || this.receiver < 0) this.receiver = block.reporter;
    this.received.push({ ...this.#at(heard, block.reporter), ...kept.row, roundTrip, wireshark, isCopy: false });
  }

  #extended(heard: Heard, block: ExtendedBlock): void {
    const { ssrc, clockRate } = this.#subject;
    const { time, place, packet } = heard;
    if (block.kind === 'referenceTime') this.#references.remember(block.reporter, middleOf(block.ntpSeconds, block.ntpFraction), time, packet);
    else if (block.kind === 'lastReference') {
      if (block.reporter !== ssrc || heard.way === 'against') return;
      for (const { receiver, lastReference, delay } of block.answers) {
        const echo = this.#references.echo(receiver, lastReference, delay, time);
        if (echo !== undefined) this.toSender.push({ time, place, value: echo.roundTrip / 1e6 });
      }
    } else if (block.kind !== 'other' && block.source === ssrc && heard.way !== 'with') {
      const { reporter, kind: _kind, source: _source, ...metrics } = block as Extract<ExtendedBlock, { kind: 'voipMetrics' }>;
      if (block.kind === 'voipMetrics') this.metrics.push({ ...this.#at(heard, reporter), ...metrics });
      else this.extended.push({ ...this.#at(heard, reporter), ...extendedRow(block, clockRate) });
    }
  }

  #rest(heard: Heard, statement: RtcpStatement): void {
    const { ssrc } = this.#subject;
    for (const { ssrc: source, item, text } of statement.descriptions) {
      if (item === 'cname') this.names.set(source, text);
      if (source === ssrc && item !== undefined && heard.way !== 'against') this.description.set(item, text);
    }
    for (const bye of statement.byes)
      if (bye.ssrc === ssrc && heard.way !== 'against') this.bye ??= { place: heard.place, time: heard.time, reason: bye.reason };
    for (const { ssrc: source, name, subtype, octets } of statement.applications)
      if (source === ssrc && heard.way !== 'against' && this.applications.length < MOST_APPLICATIONS)
        this.applications.push({ ...this.#at(heard, source), name, subtype, octets });
    for (const one of statement.feedback) {
      if (!one.sources.includes(ssrc) || heard.way === 'with') continue;
      this.feedback[one.kind] = (this.feedback[one.kind] ?? 0) + 1;
      if (one.kind === 'nack') this.askedAgain += one.packets;
      this.askedBitRate = one.bitRate ?? this.askedBitRate;
    }
  }

  #epoch(time: Nanoseconds): bigint {
    return this.#subject.epoch + BigInt(Math.round(time));
  }
}

/** "0x1a2b3c4d" */
export function ssrcOf(ssrc: number): string {
  return `0x${ssrc.toString(16).padStart(8, '0')}`;
}

/** The items that were heard, in the order of RFC 3550. */
export function inOrder(description: ReadonlyMap<string, string>): { item: string; text: string }[] {
  return descriptionItems.filter((item) => description.has(item)).map((item) => ({ item, text: description.get(item)! }));
}

function isCopy(one: ReportBlock, other: ReportBlock): boolean {
  return (
    one.extendedHighest === other.extendedHighest &&
    one.cumulativeLost === other.cumulativeLost &&
    one.jitter === other.jitter &&
    one.lastSenderReport === other.lastSenderReport &&
    one.delay === other.delay
  );
}

function extendedRow(block: RunLengthBlock | StatisticsBlock | ReceiptTimesBlock, clockRate: number): Omit<ExtendedReport, keyof ReportPlace> {
  const ms = (units: number | undefined): Milliseconds | undefined => (clockRate > 0 && units !== undefined ? (units * 1000) / clockRate : undefined);
  const { kind, begin, end } = block;
  const statistics = kind === 'statistics' ? block : undefined;
  const runs = kind === 'loss' || kind === 'duplicate' ? block.marked : undefined;
  return {
    kind,
    begin,
    end,
    lost: kind === 'loss' ? runs : statistics?.lost,
    duplicates: kind === 'duplicate' ? runs : statistics?.duplicates,
    jitterMean: ms(statistics?.jitter?.mean),
    jitterMax: ms(statistics?.jitter?.max),
    hopsMean: statistics?.hops?.mean,
  };
}
