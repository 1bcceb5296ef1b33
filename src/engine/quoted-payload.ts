/** What an ICMP error could not get delivered, opened under it as far as the router kept it; and the call or stream it belongs to. */
import type { Field } from '../base/field.ts';
import type { CallIndex, StreamIndex } from '../base/units.ts';
import { inspectRtcp } from '../rtp/inspect-rtcp.ts';
import { inspectRtp } from '../rtp/inspect-rtp.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import { ICMP_HEADER, IcmpQuote } from './icmp-quote.ts';
import { messageField } from './message-fields.ts';
import { openMessage } from './opened-message.ts';
import type { Tables } from './tables.ts';

const RTP_HEADER = 12;

export interface QuotedPayload {
  readonly field: Field;
  readonly call: CallIndex | undefined;
  readonly stream: StreamIndex | undefined;
}

/** @param at where the ICMP message's own header ends */
export function quotedPayload(tables: Tables, octets: Uint8Array<ArrayBuffer>, at: number, end: number, isIpv6: boolean): QuotedPayload | undefined {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const quote = new IcmpQuote();
  if (!quote.find(view, at - ICMP_HEADER, end, isIpv6, tables.addresses)) return undefined;
  const name = quote.name(octets);
  const { payloadAt, payloadEnd, source, destination, sourcePort, destinationPort } = quote.layers;
  if (name === '') return undefined;
  const children = inside(name, octets, view, payloadAt, payloadEnd).map(withoutProblems);
  const field: Field = { key: 'icmp.quoted', name: 'Quoted payload, not delivered', value: name, at: payloadAt, length: payloadEnd - payloadAt, children };
  const isMedia = name === 'RTP' && payloadEnd - payloadAt >= RTP_HEADER;
  const ports = ((sourcePort << 16) | destinationPort) >>> 0;
  const stream = isMedia ? tables.streams.find(source, destination, ports, view.getUint32(payloadAt + 8)) : -1;
  const call = callOf(tables, octets, payloadAt, payloadEnd);
  return { field, call: call < 0 ? undefined : call, stream: stream < 0 ? undefined : stream };
}

function inside(name: string, octets: Uint8Array<ArrayBuffer>, view: DataView, at: number, end: number): readonly Field[] {
  if (name === 'RTP') return end - at >= RTP_HEADER ? [inspectRtp(view, at, end, end, '', false)] : [];
  if (name === 'RTCP') return [inspectRtcp(view, octets, at, end)];
  return [messageField(openMessage(octets.slice(at, end)), at)];
}

/** A quote is cut by nature: nothing in it is wrong for that. */
function withoutProblems(field: Field): Field {
  const copy: { -readonly [key in keyof Field]: Field[key] } = { ...field };
  delete copy.problem;
  if (field.children !== undefined) copy.children = field.children.map(withoutProblems);
  return copy;
}

function callOf(tables: Tables, octets: Uint8Array, at: number, end: number): CallIndex {
  const scan = createScan();
  if (!scanMessage(octets, at, end, scan) || scan.callIdAt < 0 || scan.callIdEnd >= end) return -1;
  return tables.calls.find(octets, scan.callIdAt, scan.callIdEnd);
}
