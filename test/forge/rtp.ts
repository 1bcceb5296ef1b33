/**
 * RTP (RFC 3550) in trains: so many packets, every so many milliseconds, with seeded noise on the arrival times, losses,
 * late packets, copies, and digits (RFC 4733). Also RTCP reports. Numbers only; `story.ts` puts them on a wire.
 */
import { join, numbers, padded } from './octets.ts';
import { createRandom } from './random.ts';
import { aLaw, muLaw, tone } from './sound.ts';

export interface RtpFields {
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payloadType: number;
  readonly marker?: boolean;
  readonly csrcs?: readonly number[];
  /** profile number and data (padded to 32 bits) of a header extension */
  readonly extension?: readonly [profile: number, data: Uint8Array];
  /** octets of padding, its own length octet included */
  readonly padding?: number;
  readonly payload: Uint8Array;
}

export function rtpPacket(fields: RtpFields): Uint8Array {
  const csrcs = fields.csrcs ?? [];
  const first = 0x80 | (fields.padding ? 0x20 : 0) | (fields.extension ? 0x10 : 0) | csrcs.length;
  const second = (fields.marker ? 0x80 : 0) | fields.payloadType;
  const data = fields.extension ? padded(fields.extension[1], 4) : undefined;
  const padding = new Uint8Array(fields.padding ?? 0);
  if (padding.length > 0) padding[padding.length - 1] = padding.length;
  return join(
    numbers([1, first], [1, second], [2, fields.sequence & 0xffff], [4, fields.timestamp >>> 0], [4, fields.ssrc >>> 0]),
    ...csrcs.map((csrc) => numbers([4, csrc >>> 0])),
    ...(fields.extension && data ? [numbers([2, fields.extension[0]], [2, data.length / 4]), data] : []),
    fields.payload,
    padding,
  );
}

/** A packet of a train: when it passes the capture point, in milliseconds from the train's start. */
export interface TrainPacket {
  readonly at: number;
  /** index within the train, lost ones counted */
  readonly index: number;
  readonly octets: Uint8Array;
}

export interface TrainOptions {
  /** packets sent, lost ones included */
  readonly count: number;
  readonly ssrc?: number;
  /** 0, PCMU, when absent */
  readonly payloadType?: number;
  readonly firstSequence?: number;
  readonly firstTimestamp?: number;
  /** milliseconds between packets; 20 when absent */
  readonly interval?: number;
  /** clock ticks between packets; 160 when absent */
  readonly ticks?: number;
  /** payload of packet `index`; a 440 Hz tone in G.711, or zeros for other payload types, when absent */
  readonly payload?: (index: number) => Uint8Array;
  /** microseconds of noise, evenly spread, on each arrival */
  readonly jitter?: number;
  readonly seed?: number;
  /** indices that never arrive */
  readonly lost?: Iterable<number>;
  /** index → milliseconds it comes too late; far enough and it is out of order */
  readonly late?: ReadonlyMap<number, number>;
  /** indices that arrive twice, 40 µs apart */
  readonly doubled?: Iterable<number>;
  /** marker on these; on the first when absent */
  readonly markers?: Iterable<number>;
  readonly digits?: readonly Digit[];
}

/** A key pressed: event packets stand in for the audio packets from `index` on; the last is sent three times. */
export interface Digit {
  readonly index: number;
  /** 0-9, 10 is *, 11 is #, 12-15 A-D */
  readonly event: number;
  readonly packets: number;
  /** 101 when absent */
  readonly payloadType?: number;
}

export function rtpTrain(options: TrainOptions): TrainPacket[] {
  const random = createRandom(options.seed ?? 1);
  const lost = new Set(options.lost ?? []);
  const doubled = new Set(options.doubled ?? []);
  const packets: TrainPacket[] = [];
  for (const each of sentPackets(options)) {
    const noise = random.around(options.jitter ?? 0) / 1000;
    if (lost.has(each.index)) continue;
    const at = each.at + noise + (options.late?.get(each.index) ?? 0);
    packets.push({ ...each, at });
    if (doubled.has(each.index)) packets.push({ ...each, at: at + 0.04 });
  }
  return packets.sort((one, other) => one.at - other.at);
}

/** As the sender sends them: in order, on time, all there. */
function sentPackets(options: TrainOptions): TrainPacket[] {
  const [interval, ticks] = [options.interval ?? 20, options.ticks ?? 160];
  const markers = new Set(options.markers ?? [0]);
  const payload = options.payload ?? defaultPayload(options.payloadType ?? 0);
  const base = { ssrc: options.ssrc ?? 0x5106_1a55 };
  const packets: TrainPacket[] = [];
  let sequence = options.firstSequence ?? 1000;
  for (let index = 0; index < options.count; index++) {
    const digit = options.digits?.find((each) => index >= each.index && index < each.index + each.packets);
    const timestamp = (options.firstTimestamp ?? 16_000) + index * ticks;
    if (!digit) {
      packets.push({
        at: index * interval,
        index,
        octets: rtpPacket({
          ...base,
          sequence: sequence++,
          timestamp,
          payloadType: options.payloadType ?? 0,
          marker: markers.has(index),
          payload: payload(index),
        }),
      });
      continue;
    }
    const step = index - digit.index;
    const last = step === digit.packets - 1;
    for (let copy = 0; copy < (last ? 3 : 1); copy++) {
      const event = numbers([1, digit.event], [1, last ? 0x8a : 0x0a], [2, (step + 1) * ticks]);
      packets.push({
        at: index * interval + copy * 0.05,
        index,
        octets: rtpPacket({
          ...base,
          sequence: sequence++,
          timestamp: timestamp - step * ticks,
          payloadType: digit.payloadType ?? 101,
          marker: step === 0,
          payload: event,
        }),
      });
    }
  }
  return packets;
}

function defaultPayload(payloadType: number): (index: number) => Uint8Array {
  if (payloadType === 0) return (index) => muLaw(tone(index));
  if (payloadType === 8) return (index) => aLaw(tone(index));
  return () => new Uint8Array(80);
}

export interface ReportBlock {
  readonly ssrc: number;
  /** of 256 */
  readonly fractionLost?: number;
  /** signed 24 bits */
  readonly lost?: number;
  readonly highestSequence: number;
  /** clock units */
  readonly jitter?: number;
  readonly lastSenderReport?: number;
  /** 1/65536 s */
  readonly delay?: number;
}

/** SR (with `sender`) or RR, followed by SDES with a CNAME when `cname` is given: a compound packet. */
export function rtcpReport(
  ssrc: number,
  blocks: readonly ReportBlock[],
  options: {
    readonly sender?: { readonly ntp: bigint; readonly timestamp: number; readonly packets: number; readonly octets: number };
    readonly cname?: string;
  } = {},
): Uint8Array {
  const { sender } = options;
  const info = sender ? numbers([8, sender.ntp], [4, sender.timestamp >>> 0], [4, sender.packets], [4, sender.octets]) : new Uint8Array(0);
  const body = join(numbers([4, ssrc >>> 0]), info, ...blocks.map(reportBlock));
  const report = join(numbers([1, 0x80 | blocks.length], [1, sender ? 200 : 201], [2, body.length / 4]), body);
  return options.cname === undefined ? report : join(report, sourceDescription(ssrc, options.cname));
}

function reportBlock(block: ReportBlock): Uint8Array {
  const loss = (((block.fractionLost ?? 0) << 24) | ((block.lost ?? 0) & 0xffffff)) >>> 0;
  return numbers(
    [4, block.ssrc >>> 0],
    [4, loss],
    [4, block.highestSequence >>> 0],
    [4, block.jitter ?? 0],
    [4, block.lastSenderReport ?? 0],
    [4, block.delay ?? 0],
  );
}

function sourceDescription(ssrc: number, cname: string): Uint8Array {
  const item = join(Uint8Array.of(1, cname.length), cname, Uint8Array.of(0));
  const body = join(numbers([4, ssrc >>> 0]), padded(item, 4));
  return join(numbers([1, 0x81], [1, 202], [2, body.length / 4]), body);
}

/** RTCP BYE with a reason. */
export function rtcpBye(ssrc: number, reason: string): Uint8Array {
  const body = join(numbers([4, ssrc >>> 0]), padded(join(Uint8Array.of(reason.length), reason), 4));
  return join(numbers([1, 0x81], [1, 203], [2, body.length / 4]), body);
}
