/** The fields of one compound RTCP packet for the packet inspector (RFC 3550 section 6, RFC 4585, RFC 3611). Reads only inside [at, end). */
import type { Field } from '../base/field.ts';
import { readText } from '../base/text.ts';
import { hex, octetsField } from '../wire/inspect-octets.ts';
import { inspectExtended } from './inspect-rtcp-extended.ts';
import { inspectFeedback } from './inspect-rtcp-feedback.ts';
import { ntpText } from './ntp-text.ts';
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
const ITEM_PRIV = 8;

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
    description: (ssrc, item, from, to) => children.push(inspectItem(view, octets, ssrc, item, from, to)),
    bye: (ssrc) =>
      children.push(ssrcField('rtcp.ssrc.identifier', 'SSRC', ssrc, at + 4 + 4 * children.filter(({ key }) => key === 'rtcp.ssrc.identifier').length)),
    byeReason: (from, to) =>
      children.push({
        key: 'rtcp.bye_reason',
        name: 'reason for leaving',
        value: readText(octets, from, to),
        at: from - 1,
        length: to - from + 1,
        reference: 'RFC 3550 section 6.6',
      }),
    application: (ssrc, subtype, from, to) => children.push(...inspectApplication(octets, at, ssrc, subtype, from, to)),
    feedback: (kind, format, sender, media, from, to) => children.push(...inspectFeedback(view, kind, format, sender, media, from, to)),
    extended: (sender, kind, specific, from, to) => {
      if (!children.some(({ key }) => key === 'rtcp.senderssrc')) children.push(ssrcField('rtcp.senderssrc', 'SSRC of packet sender', sender, at + 4));
      children.push(inspectExtended(view, from, to, kind, specific));
    },
  });
  return { key: 'rtcp.packet', name: rtcpTypeName(type), at, length: end - at, children };
}

/** One item of a source description; a private one has a prefix and a value (RFC 3550 section 6.5.8). */
function inspectItem(view: DataView, octets: Uint8Array, ssrc: number, item: number, from: number, to: number): Field {
  const reference = item >= 1 && item <= ITEM_PRIV ? `RFC 3550 section 6.5.${item}` : 'RFC 3550 section 6.5';
  const prefix = item === ITEM_PRIV && to > from && from + 1 + view.getUint8(from) <= to ? view.getUint8(from) : -1;
  const text = prefix < 0 ? readText(octets, from, to) : `${readText(octets, from + 1, from + 1 + prefix)}: ${readText(octets, from + 1 + prefix, to)}`;
  return {
    key: 'rtcp.sdes.text',
    name: ITEM_NAMES[item] ?? `item ${item}`,
    value: `${text} (${hex(ssrc, 8)})`,
    at: from - 2,
    length: to - from + 2,
    reference,
  };
}

function inspectApplication(octets: Uint8Array, at: number, ssrc: number, subtype: number, from: number, to: number): Field[] {
  const reference = 'RFC 3550 section 6.7';
  return [
    { key: 'rtcp.app.subtype', name: 'subtype', value: String(subtype), at, length: 1, reference },
    ssrcField('rtcp.senderssrc', 'SSRC', ssrc, at + 4),
    { key: 'rtcp.app.name', name: 'name', value: readText(octets, from, from + 4), at: from, length: 4, reference },
    ...(to > from + 4
      ? [{ key: 'rtcp.app.data', name: 'application-dependent data', value: String(to - from - 4), at: from + 4, length: to - from - 4, reference }]
      : []),
  ];
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
