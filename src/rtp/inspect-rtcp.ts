/** The fields of one compound RTCP packet for the packet inspector (RFC 3550 section 6, RFC 4585, RFC 3611). Reads only inside [at, end). */
import type { Field } from '../base/field.ts';
import { readText } from '../base/text.ts';
import { hex, octetsField } from '../wire/inspect-octets.ts';
import { inspectVoipMetrics } from './inspect-voip-metrics.ts';
import { checkRtcp, packetEnd, rtcpProblem, rtcpProblemCodes, rtcpType, walkRtcp } from './rtcp.ts';

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [192, 'FIR'],
  [193, 'NACK'],
  [200, 'SR'],
  [201, 'RR'],
  [202, 'SDES'],
  [203, 'BYE'],
  [204, 'APP'],
  [205, 'RTPFB'],
  [206, 'PSFB'],
  [207, 'XR'],
  [208, 'AVB'],
  [209, 'RSI'],
  [210, 'TOKEN'],
]);
const ITEM_NAMES: readonly string[] = ['END', 'CNAME', 'NAME', 'EMAIL', 'PHONE', 'LOC', 'TOOL', 'NOTE', 'PRIV'];
const BLOCK_NAMES: readonly string[] = [
  '',
  'Loss RLE',
  'Duplicate RLE',
  'Packet Receipt Times',
  'Receiver Reference Time',
  'DLRR',
  'Statistics Summary',
  'VoIP Metrics',
];
const TRANSPORT_FORMATS: ReadonlyMap<number, string> = new Map([
  [1, 'Generic NACK'],
  [3, 'TMMBR'],
  [4, 'TMMBN'],
  [15, 'Transport-wide congestion control'],
]);
const PAYLOAD_FORMATS: ReadonlyMap<number, string> = new Map([
  [1, 'PLI'],
  [2, 'SLI'],
  [3, 'RPSI'],
  [4, 'FIR'],
  [15, 'AFB'],
]);

/** The name of a packet type: "SR"; "type 211" when it has none. */
export function rtcpTypeName(type: number): string {
  return TYPE_NAMES.get(type) ?? `type ${type}`;
}

export function inspectRtcp(view: DataView, octets: Uint8Array, at: number, end: number): Field {
  const problem = checkRtcp(view, at, end);
  const children: Field[] = [];
  const names: string[] = [];
  let next = at;
  while (next + 4 <= end && view.getUint8(next) >>> 6 === 2) {
    const stop = packetEnd(view, next, end);
    const type = view.getUint8(next + 1);
    names.push(rtcpTypeName(type));
    children.push(inspectPacket(view, octets, next, stop, type));
    next = stop;
  }
  if (next < end)
    children.push(octetsField('rtcp.rest', 'unread', next, end - next, rtcpProblemCodes[problem === rtcpProblem.whole ? rtcpProblem.chain : problem]!));
  return {
    key: 'rtcp',
    name: 'Real-time Transport Control Protocol',
    value: names.join(', '),
    at,
    length: Math.max(0, end - at),
    reference: 'RFC 3550 section 6',
    ...(problem === rtcpProblem.whole ? {} : { problem: rtcpProblemCodes[problem]! }),
    children,
  };
}

function inspectPacket(view: DataView, octets: Uint8Array, at: number, end: number, type: number): Field {
  const first = view.getUint8(at);
  const children: Field[] = [
    { key: 'rtcp.version', name: 'version', value: String(first >>> 6), at, length: 1 },
    { key: 'rtcp.padding', name: 'padding', value: String((first >>> 5) & 1), at, length: 1 },
    { key: 'rtcp.rc', name: 'count', value: String(first & 31), at, length: 1 },
    { key: 'rtcp.pt', name: 'packet type', value: `${type} (${rtcpTypeName(type)})`, at: at + 1, length: 1 },
    { key: 'rtcp.length', name: 'length', value: String(view.getUint16(at + 2)), at: at + 2, length: 2 },
  ];
  const position = at;
  let block = type === rtcpType.senderReport ? at + 28 : at + 8;
  // the walk sees this packet alone
  walkRtcp(view, position, end, {
    senderReport: (ssrc, seconds, fraction, timestamp, packets, octetCount) =>
      children.push(
        ssrcField('rtcp.senderssrc', 'SSRC of sender', ssrc, at + 4),
        { key: 'rtcp.timestamp.ntp', name: 'NTP timestamp', value: ntpText(seconds, fraction), at: at + 8, length: 8, reference: 'RFC 3550 section 6.4.1' },
        { key: 'rtcp.timestamp.rtp', name: 'RTP timestamp', value: String(timestamp), at: at + 16, length: 4 },
        { key: 'rtcp.sender.packetcount', name: "sender's packet count", value: String(packets), at: at + 20, length: 4 },
        { key: 'rtcp.sender.octetcount', name: "sender's octet count", value: String(octetCount), at: at + 24, length: 4 },
      ),
    receiverReport: (ssrc) => children.push(ssrcField('rtcp.senderssrc', 'SSRC of packet sender', ssrc, at + 4)),
    reportBlock: () => {
      children.push(inspectReportBlock(view, block));
      block += 24;
    },
    description: (ssrc, item, from, to) =>
      children.push({
        key: 'rtcp.sdes.text',
        name: ITEM_NAMES[item] ?? `item ${item}`,
        value: `${readText(octets, from, to)} (${hex(ssrc, 8)})`,
        at: from - 2,
        length: to - from + 2,
        reference: 'RFC 3550 section 6.5',
      }),
    bye: (ssrc) =>
      children.push(ssrcField('rtcp.ssrc.identifier', 'SSRC', ssrc, at + 4 + 4 * children.filter(({ key }) => key === 'rtcp.ssrc.identifier').length)),
    feedback: (kind, format, sender, media, from, to) => children.push(...inspectFeedback(kind, format, sender, media, from, to)),
    extended: (sender, kind, specific, from, to) => {
      if (!children.some(({ key }) => key === 'rtcp.senderssrc')) children.push(ssrcField('rtcp.senderssrc', 'SSRC of packet sender', sender, at + 4));
      children.push({
        key: 'rtcp.xr.bt',
        name: BLOCK_NAMES[kind] || `block ${kind}`,
        value: `${kind}`,
        at: from - 4,
        length: to - from + 4,
        reference: 'RFC 3611 section 4',
        children:
          kind === 7 ? inspectVoipMetrics(view, from, to) : [{ key: 'rtcp.xr.bs', name: 'type-specific', value: String(specific), at: from - 3, length: 1 }],
      });
    },
  });
  if (type === rtcpType.application && end - at >= 12) {
    children.push(ssrcField('rtcp.senderssrc', 'SSRC', view.getUint32(at + 4), at + 4), {
      key: 'rtcp.app.name',
      name: 'name',
      value: readText(octets, at + 8, at + 12),
      at: at + 8,
      length: 4,
      reference: 'RFC 3550 section 6.7',
    });
  }
  return { key: 'rtcp.packet', name: rtcpTypeName(type), at, length: end - at, children };
}

function ssrcField(key: string, name: string, ssrc: number, at: number): Field {
  return { key, name, value: hex(ssrc, 8), at, length: 4 };
}

function inspectReportBlock(view: DataView, at: number): Field {
  const reference = 'RFC 3550 section 6.4.1';
  const fraction = view.getUint8(at + 4);
  return {
    key: 'rtcp.block',
    name: 'report block',
    value: hex(view.getUint32(at), 8),
    at,
    length: 24,
    reference,
    children: [
      ssrcField('rtcp.ssrc.identifier', 'SSRC', view.getUint32(at), at),
      { key: 'rtcp.ssrc.fraction', name: 'fraction lost', value: `${fraction}/256`, at: at + 4, length: 1 },
      { key: 'rtcp.ssrc.cum_nr', name: 'cumulative number of packets lost', value: String((view.getInt32(at + 4) << 8) >> 8), at: at + 5, length: 3 },
      { key: 'rtcp.ssrc.ext_high', name: 'extended highest sequence number received', value: String(view.getUint32(at + 8)), at: at + 8, length: 4 },
      { key: 'rtcp.ssrc.jitter', name: 'interarrival jitter', value: String(view.getUint32(at + 12)), at: at + 12, length: 4 },
      { key: 'rtcp.ssrc.lsr', name: 'last SR (LSR)', value: hex(view.getUint32(at + 16), 8), at: at + 16, length: 4 },
      { key: 'rtcp.ssrc.dlsr', name: 'delay since last SR (DLSR)', value: String(view.getUint32(at + 20)), at: at + 20, length: 4 },
    ],
  };
}

function inspectFeedback(type: number, format: number, sender: number, media: number, from: number, to: number): Field[] {
  const formats = type === rtcpType.transportFeedback ? TRANSPORT_FORMATS : PAYLOAD_FORMATS;
  return [
    {
      key: 'rtcp.fmt',
      name: 'feedback message type',
      value: `${format} (${formats.get(format) ?? 'unassigned'})`,
      at: from - 12,
      length: 1,
      reference: 'RFC 4585 section 6.1',
    },
    ssrcField('rtcp.senderssrc', 'SSRC of packet sender', sender, from - 8),
    ssrcField('rtcp.mediassrc', 'SSRC of media source', media, from - 4),
    ...(to > from ? [{ key: 'rtcp.fci', name: 'feedback control information', value: `${to - from}`, at: from, length: to - from }] : []),
  ];
}

/** NTP time (RFC 5905 section 6) as ISO text with milliseconds; the era that began in 1900. */
function ntpText(seconds: number, fraction: number): string {
  if (seconds === 0) return `0.${fraction}`;
  const milliseconds = Math.round((fraction / 4294967296) * 1000);
  return new Date((seconds - 2208988800) * 1000 + milliseconds).toISOString();
}
