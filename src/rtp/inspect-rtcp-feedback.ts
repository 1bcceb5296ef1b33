/** Feedback messages (RFC 4585, RFC 5104, REMB, transport-wide congestion control) as fields. Reads only inside [at, end). */
import type { Field } from '../base/field.ts';
import { hex } from '../wire/inspect-octets.ts';
import { feedbackKind, readFeedback } from './rtcp-feedback.ts';
import { rtcpType } from './rtcp.ts';

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
/** entries shown of one message */
const MOST = 256;

/** @param at the feedback control information, after the 12-octet head */
export function inspectFeedback(view: DataView, type: number, format: number, sender: number, media: number, at: number, end: number): Field[] {
  const formats = type === rtcpType.transportFeedback ? TRANSPORT_FORMATS : PAYLOAD_FORMATS;
  const key = type === rtcpType.transportFeedback ? 'rtcp.rtpfb.fmt' : 'rtcp.psfb.fmt';
  return [
    {
      key,
      name: 'feedback message type',
      value: `${format} (${formats.get(format) ?? 'unassigned'})`,
      at: at - 12,
      length: 1,
      reference: 'RFC 4585 section 6.1',
    },
    { key: 'rtcp.senderssrc', name: 'SSRC of packet sender', value: hex(sender, 8), at: at - 8, length: 4 },
    { key: 'rtcp.mediassrc', name: 'SSRC of media source', value: hex(media, 8), at: at - 4, length: 4 },
    ...(end > at ? inspectEntries(view, type, format, sender, media, at, end) : []),
  ];
}

function inspectEntries(view: DataView, type: number, format: number, sender: number, media: number, at: number, end: number): Field[] {
  const kind = feedbackKind(type, format, view, at, end);
  const field = (fieldKey: string, name: string, value: string, from: number, length: number, reference?: string): Field => ({
    key: fieldKey,
    name,
    value,
    at: from,
    length,
    ...(reference === undefined ? {} : { reference }),
  });
  const fields: Field[] = [];
  if (kind === 'nack') {
    for (let next = at; next + 4 <= end && fields.length < MOST; next += 4)
      fields.push(
        field('rtcp.rtpfb.nack_pid', 'packet ID (PID)', String(view.getUint16(next)), next, 2, 'RFC 4585 section 6.2.1'),
        field(
          'rtcp.rtpfb.nack_blp',
          'following lost packets (BLP)',
          view
            .getUint16(next + 2)
            .toString(2)
            .padStart(16, '0'),
          next + 2,
          2,
        ),
      );
  } else if (kind === 'fir') {
    for (let next = at; next + 8 <= end && fields.length < MOST; next += 8)
      fields.push(
        field('rtcp.psfb.fir.fci.ssrc', 'SSRC', hex(view.getUint32(next), 8), next, 4, 'RFC 5104 section 4.3.1'),
        field('rtcp.psfb.fir.fci.csn', 'command sequence number', String(view.getUint8(next + 4)), next + 4, 1),
      );
  } else if (kind === 'tmmbr' || kind === 'tmmbn') {
    for (let next = at; next + 8 <= end && fields.length < MOST; next += 8) {
      const { bitRate } = readFeedback(type, format, sender, media, view, next, next + 8);
      fields.push(
        field('rtcp.rtpfb.tmmbr.fci.ssrc', 'SSRC', hex(view.getUint32(next), 8), next, 4, 'RFC 5104 section 4.2'),
        field('rtcp.rtpfb.tmmbr.fci.bitrate', 'maximum total media bit rate', `${bitRate} bit/s`, next + 4, 4),
        field('rtcp.rtpfb.tmmbr.fci.measuredoverhead', 'measured overhead', String(view.getUint16(next + 6) & 0x1ff), next + 6, 2),
      );
    }
  } else if (kind === 'remb') {
    const { bitRate } = readFeedback(type, format, sender, media, view, at, end);
    fields.push(
      field('rtcp.psfb.remb.identifier', 'unique identifier', 'REMB', at, 4, 'draft-alvestrand-rmcat-remb'),
      field('rtcp.psfb.remb.fci.number_ssrcs', 'number of SSRCs', String(view.getUint8(at + 4)), at + 4, 1),
      field('rtcp.psfb.remb.fci.bitrate', 'maximum bit rate', `${bitRate} bit/s`, at + 5, 3),
    );
    for (let next = at + 8; next + 4 <= end && fields.length < MOST; next += 4)
      fields.push(field('rtcp.psfb.remb.fci.ssrc', 'SSRC', hex(view.getUint32(next), 8), next, 4));
  } else if (kind === 'transportCc' && end - at >= 8) {
    const reference = 'draft-holmer-rmcat-transport-wide-cc-extensions';
    fields.push(
      field('rtcp.rtpfb.transportcc.baseseq', 'base sequence number', String(view.getUint16(at)), at, 2, reference),
      field('rtcp.rtpfb.transportcc.statuscount', 'packet status count', String(view.getUint16(at + 2)), at + 2, 2),
      field('rtcp.rtpfb.transportcc.reftime', 'reference time', `${(view.getInt32(at + 4) >> 8) * 64} ms`, at + 4, 3),
      field('rtcp.rtpfb.transportcc.pktcount', 'feedback packet count', String(view.getUint8(at + 7)), at + 7, 1),
    );
    if (end > at + 8) fields.push(field('rtcp.rtpfb.fci', 'packet chunks and receive deltas', String(end - at - 8), at + 8, end - at - 8));
  }
  return fields.length > 0 ? fields : [field('rtcp.rtpfb.fci', 'feedback control information', String(end - at), at, end - at)];
}
