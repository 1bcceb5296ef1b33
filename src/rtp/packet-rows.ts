/** The per-packet table of one stream: Wireshark's columns and status text (semantics 1.7) beside the expert's view. */
import type { Milliseconds, Nanoseconds, PacketIndex } from '../base/units.ts';
import { eventClock } from './payload-type.ts';
import { replay, type ReplayStep, type StreamPackets } from './replay.ts';
import { expertOutcome } from './rfc3550-stats.ts';
import type { StreamClocks } from './stream-columns.ts';
import { wsFlag } from './wireshark-stats.ts';

export interface PacketRow {
  readonly packet: PacketIndex;
  readonly time: Nanoseconds;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly payloadType: number;
  readonly marker: boolean;
  /** RTP octets; 0 when the packet was cut */
  readonly length: number;
  readonly delta: Milliseconds;
  readonly jitter: Milliseconds;
  readonly skew: Milliseconds;
  /** kbit/s */
  readonly bandwidth: number;
  readonly status: string;
  readonly problem: boolean;
  readonly expert: 'first' | 'duplicate' | 'reordered' | 'afterGap' | 'held' | 'beforeSdp' | '';
  readonly missingBefore: number;
}

/** Rows [from, from + count) of a stream. The whole stream up to there is replayed: every row depends on those before. */
export function packetRows(packets: StreamPackets, clocks: StreamClocks, from: number, count: number): PacketRow[] {
  const rows: PacketRow[] = [];
  const end = Math.min(packets.count, from + count);
  replay({ ...packets, count: end }, clocks, (step) => {
    if (step.row >= from) rows.push(packetRow(packets, step));
  });
  return rows;
}

function packetRow(packets: StreamPackets, step: ReplayStep): PacketRow {
  const { row } = step;
  return {
    packet: step.packet,
    time: step.time,
    sequenceNumber: packets.sequence[row]!,
    timestamp: packets.timestamp[row]!,
    payloadType: step.payloadType,
    marker: packets.markerAndType[row]! > 127,
    length: packets.length[row]!,
    delta: step.delta,
    jitter: step.jitter,
    skew: step.skew,
    bandwidth: step.bandwidth,
    status: statusText(step),
    problem: (step.flags & (wsFlag.wrongSequence | wsFlag.wrongTimestamp)) !== 0,
    expert: expertText(step),
    missingBefore: step.missingBefore,
  };
}

/** Wireshark's own words; empty is OK. The first match wins. */
export function statusText(step: Readonly<ReplayStep>): string {
  if (!step.counted) return '';
  const { flags, payloadType } = step;
  const event = (flags & wsFlag.event) !== 0;
  if (payloadType === 13) return 'Comfort noise (PT=13, RFC 3389)';
  if (payloadType === 19) return 'Comfort noise (PT=19, reserved)';
  if ((flags & wsFlag.wrongSequence) !== 0) return 'Wrong sequence number';
  if (step.regularChange) return `Payload changed to PT=${payloadType}${event ? ' telephone/event' : ''}`;
  if ((flags & wsFlag.wrongTimestamp) !== 0) return 'Incorrect timestamp';
  const change = wsFlag.payloadChange | wsFlag.followsComfortNoise;
  if ((flags & change) === change && (flags & wsFlag.marker) === 0) return 'Marker missing?';
  return event ? `PT=${payloadType} telephone/event` : '';
}

function expertText(step: ReplayStep): PacketRow['expert'] {
  switch (step.outcome) {
    case expertOutcome.duplicate:
      return 'duplicate';
    case expertOutcome.reordered:
      return 'reordered';
    case expertOutcome.held:
      return 'held';
    default:
  }
  if (!step.counted) return 'beforeSdp';
  if (step.outcome === expertOutcome.afterGap) return 'afterGap';
  return Number.isNaN(step.lowestBefore) ? 'first' : '';
}

/** True for a packet of a telephone-event type that SDP declared. */
export function isEvent(step: Readonly<ReplayStep>): boolean {
  return step.clock === eventClock;
}
