/**
 * What RTCP says about streams and calls: finds the packets in the report index, has them read again, and puts both
 * directions together. Answers are kept until the capture has grown.
 */
import type { CallIndex, Milliseconds, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { CallReports, ReportNote, RoundTrip, RoundTripSample, StreamReports } from '../contract/reports.ts';
import { admission } from '../rtp/stream-table.ts';
import type { RtcpStatement } from '../rtp/rtcp-statement.ts';
import { trueClockRate } from '../rtp/sender-clock.ts';
import { SequenceRecord } from '../rtp/sequence-record.ts';
import { reportBits } from './report-index.ts';
import { ReportOwners, type Way } from './report-owner.ts';
import { inOrder, ReportStory, type Heard } from './report-story.ts';
import { ReportWays } from './report-ways.ts';
import { RtcpReader } from './rtcp-reader.ts';
import type { Session } from './session.ts';
import { gatherStream } from './stream-packets.ts';
import { findUnseen, wiresharkRoundTrips } from './unseen-sources.ts';

/** packets read for one stream */
const MOST_PACKETS = 20_000;
/** statements and answers kept */
const STATEMENTS = 65_536;
const ANSWERS = 64;
/** two halves measured this far apart still add up */
const TOGETHER: Nanoseconds = 10e9;

export class Reports {
  readonly #session: Session;
  readonly #owners: ReportOwners;
  readonly #ways: ReportWays;
  readonly #reader: RtcpReader;
  readonly #reverse: (stream: StreamIndex) => StreamIndex | undefined;
  readonly #statements = new Map<number, RtcpStatement | undefined>();
  readonly #answers = new Map<StreamIndex, { readonly revision: number; readonly answer: StreamReports }>();

  constructor(session: Session, reverse: (stream: StreamIndex) => StreamIndex | undefined) {
    const { tables } = session;
    this.#session = session;
    this.#owners = new ReportOwners(tables.packets, tables.streams, tables.reports);
    this.#ways = new ReportWays(session);
    this.#reader = new RtcpReader(tables);
    this.#reverse = reverse;
  }

  async reports(stream: StreamIndex): Promise<StreamReports | undefined> {
    const { streams } = this.#session.tables;
    if (!(Number.isInteger(stream) && stream >= 0 && stream < streams.count)) return undefined;
    const { revision } = this.#session;
    const kept = this.#answers.get(stream);
    if (kept?.revision === revision) return kept.answer;
    const reverse = this.#reverse(stream);
    const answer = await this.#answer(stream, reverse);
    this.#answers.delete(stream);
    this.#answers.set(stream, { revision, answer });
    if (this.#answers.size > ANSWERS) this.#answers.delete(this.#answers.keys().next().value!);
    return answer;
  }

  async callReports(call: CallIndex): Promise<CallReports | undefined> {
    const { tables, bindings, revision } = this.#session;
    if (!(Number.isInteger(call) && call >= 0 && call < tables.calls.length)) return undefined;
    const streams: StreamReports[] = [];
    const own = bindings.streamsOf(call);
    await this.prefetch(own);
    for (const stream of own) {
      const reports = await this.reports(stream);
      if (reports !== undefined) streams.push(reports);
    }
    const ways = [...this.#ways.rowsOf(call)].sort((a, b) => a[0] - b[0]).slice(0, MOST_PACKETS);
    const statements = await this.#read(ways.map(([row]) => row));
    const unseen = findUnseen(tables, own, ways, statements, (row, statement, isOwn) => this.#heard(row, 'elsewhere', statement, isOwn));
    return { call, streams, unseen, revision };
  }

  /** Round trips of a stream's path, for the delay a conversation has. */
  async roundTrip(stream: StreamIndex): Promise<RoundTrip | undefined> {
    return (await this.reports(stream))?.roundTrip;
  }

  /** Reads the packets of several streams at once, so that what lies near in the file is read together. */
  async prefetch(streams: readonly StreamIndex[]): Promise<void> {
    const rows = new Set<number>();
    for (const stream of streams) for (const row of this.#owners.rowsOf(stream).slice(0, MOST_PACKETS)) rows.add(row);
    await this.#read([...rows]);
  }

  async #answer(stream: StreamIndex, reverse: StreamIndex | undefined): Promise<StreamReports> {
    const { streams } = this.#session.tables;
    const { story, rows, isEncrypted } = await this.#tell(stream);
    const back = reverse === undefined ? undefined : (await this.#tell(reverse)).story;
    const received = story.received;
    const nominal = streams.clockRate(stream, streams.mainType(stream));
    const clockRate = trueClockRate(story.senders, nominal);
    const roundTrip = roundTripOf(story, back);
    const notes: ReportNote[] = [];
    // reports are stamped in 15 µs, and what a capture adds is less than a millisecond
    const wrong = [...roundTrip.toReceiver, ...roundTrip.toSender].filter(({ value }) => value < -1).length;
    if (wrong * 10 > roundTrip.measured) notes.push('clock');
    if (received.some(({ malformed }) => malformed !== undefined)) notes.push('malformed');
    if (isEncrypted) notes.push('encrypted');
    if (story.otherLeg > 0) notes.push('otherLeg');
    return {
      stream,
      packets: rows.length,
      unread: story.unread,
      omitted: Math.max(0, rows.length - MOST_PACKETS),
      received,
      sent: story.sent,
      metrics: story.metrics,
      extended: story.extended,
      loss: story.comparison,
      worstJitter: highest(received.map(({ jitter }) => jitter)),
      worstFractionLost: highest(received.map(({ fractionLost }) => fractionLost)),
      roundTrip,
      description: inOrder(story.description),
      receiverName: story.names.get(story.receiver),
      bye: story.bye,
      applications: story.applications,
      feedback: story.feedback,
      askedAgain: story.askedAgain,
      askedBitRate: story.askedBitRate,
      clockRate,
      clockRatePpm: clockRate === undefined ? undefined : (clockRate / nominal - 1) * 1e6,
      notes,
      revision: this.#session.revision,
    };
  }

  async #tell(stream: StreamIndex): Promise<{ readonly story: ReportStory; readonly rows: readonly number[]; readonly isEncrypted: boolean }> {
    const { tables, bindings } = this.#session;
    const { streams, reports, packets } = tables;
    const rows = this.#owners.rowsOf(stream);
    const own = rows.slice(0, MOST_PACKETS);
    const all = [...new Set([...own, ...this.#others(own)])].sort((a, b) => a - b);
    const statements = await this.#read(all);
    const isOwn = new Set(own);
    const call = bindings.of(stream)?.call;
    const story = new ReportStory(
      {
        ssrc: streams.ssrc(stream),
        clockRate: Math.max(0, streams.clockRate(stream, streams.mainType(stream))),
        record: own.length === 0 ? undefined : new SequenceRecord(gatherStream(packets, streams, stream)),
        beganHere: call !== undefined && streams.admissionOf(stream) === admission.sdp && tables.calls.hasInvite(call),
        epoch: tables.timeBase.epoch,
        place: (packet) => tables.place(packet),
      },
      wiresharkRoundTrips(tables),
    );
    for (const row of all) story.hear(this.#heard(row, this.#owners.way(row, stream), statements.get(row), isOwn.has(row)));
    return { story, rows, isEncrypted: own.some((row) => reports.kinds(row) === 0) };
  }

  /** Sender reports on the ways of these rows, there and back: Wireshark takes the last one of a conversation, whose ever it is. */
  #others(rows: readonly number[]): number[] {
    const { reports } = this.#session.tables;
    const flows = new Map<string, readonly number[]>();
    for (const row of rows) {
      const [a, b, p, q] = [reports.source(row), reports.destination(row), reports.sourcePort(row), reports.destinationPort(row)];
      const key = `${a}:${p} ${b}:${q}`;
      if (!flows.has(key)) flows.set(key, [...reports.between(b, q, a, p), ...reports.between(a, p, b, q)]);
    }
    const first = rows[0] ?? 0;
    const last = rows.at(-1) ?? 0;
    const wanted = [...flows.values()]
      .flat()
      .filter((row) => row <= last && row >= first - MOST_PACKETS && (reports.kinds(row) & reportBits.senderReport) !== 0);
    return wanted.slice(-MOST_PACKETS);
  }

  #heard(row: number, way: Way, statement: RtcpStatement | undefined, isOwn: boolean): Heard {
    const { tables } = this.#session;
    const { reports, packets, addresses } = tables;
    const packet = reports.packet(row);
    return {
      packet,
      place: tables.place(packet),
      time: packets.time(packet),
      source: { address: addresses.text(reports.source(row)), port: reports.sourcePort(row) },
      destination: { address: addresses.text(reports.destination(row)), port: reports.destinationPort(row) },
      path: {
        source: reports.source(row),
        sourcePort: reports.sourcePort(row),
        destination: reports.destination(row),
        destinationPort: reports.destinationPort(row),
      },
      statement,
      way,
      isOwn,
    };
  }

  async #read(rows: readonly number[]): Promise<ReadonlyMap<number, RtcpStatement | undefined>> {
    const kept = this.#statements;
    const found = new Map<number, RtcpStatement | undefined>();
    const missing: number[] = [];
    for (const row of rows) {
      if (kept.has(row)) found.set(row, kept.get(row));
      else missing.push(row);
    }
    if (missing.length === 0) return found;
    const read = await this.#reader.read(missing);
    if (kept.size + missing.length > STATEMENTS) kept.clear();
    for (const row of missing) {
      kept.set(row, read.get(row));
      found.set(row, read.get(row));
    }
    return found;
  }
}

function roundTripOf(story: ReportStory, back: ReportStory | undefined): RoundTrip {
  const all = { toReceiver: story.toReceiver, toSender: [...story.toSender, ...(back?.toReceiver ?? [])].sort((a, b) => a.time - b.time) };
  const sound = (samples: readonly RoundTripSample[]): RoundTripSample[] => samples.filter(({ value }) => value >= 0);
  const [toReceiver, toSender] = [sound(all.toReceiver), sound(all.toSender)];
  const endToEnd = joinHalves(toReceiver, toSender);
  const measured = all.toReceiver.length + all.toSender.length;
  return {
    ...all,
    endToEnd,
    toReceiverMean: mean(toReceiver),
    toSenderMean: mean(toSender),
    endToEndMean: mean(endToEnd),
    reported: story.metrics.findLast(({ roundTripDelay }) => roundTripDelay > 0)?.roundTripDelay,
    measured,
    negative: measured - toReceiver.length - toSender.length,
  };
}

/** Each half toward the receiver with the nearest one toward the sender. */
function joinHalves(toReceiver: readonly RoundTripSample[], toSender: readonly RoundTripSample[]): RoundTripSample[] {
  const joined: RoundTripSample[] = [];
  let next = 0;
  for (const one of toReceiver) {
    while (next + 1 < toSender.length && Math.abs(toSender[next + 1]!.time - one.time) <= Math.abs(toSender[next]!.time - one.time)) next++;
    const other = toSender[next];
    if (other !== undefined && Math.abs(other.time - one.time) <= TOGETHER) joined.push({ ...one, value: one.value + other.value });
  }
  return joined;
}

function mean(samples: readonly RoundTripSample[]): Milliseconds | undefined {
  return samples.length === 0 ? undefined : samples.reduce((sum, { value }) => sum + value, 0) / samples.length;
}

function highest(values: readonly (number | undefined)[]): number | undefined {
  let found: number | undefined;
  for (const value of values) if (value !== undefined && (found === undefined || value > found)) found = value;
  return found;
}
