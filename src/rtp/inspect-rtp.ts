/** The fields of one RTP packet for the packet inspector (RFC 3550 section 5.1, 5.3.1; events RFC 4733). Reads only inside [at, end). */
import type { Field } from '../base/field.ts';
import { hex, octetsField } from '../wire/inspect-octets.ts';
import {
  checkHeader,
  headerLength,
  headerProblem,
  headerProblemCodes,
  isUsable,
  markerAndType,
  payloadLength,
  sequenceNumber,
  ssrc,
  timestamp,
} from './header.ts';

const REFERENCE = 'RFC 3550 section 5.1';
const EVENT_NAMES: readonly string[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'A', 'B', 'C', 'D', 'flash'];

/**
 * @param announcedEnd where UDP says the packet ends, at least `end`
 * @param name of the payload type, as the stream's SDP or the static table gives it
 * @param event true when the type is telephone-event
 */
export function inspectRtp(view: DataView, at: number, end: number, announcedEnd: number, name: string, event: boolean): Field {
  const problem = checkHeader(view, at, end, announcedEnd);
  const code = problem === headerProblem.whole ? {} : { problem: headerProblemCodes[problem]! };
  if (problem === headerProblem.short) return octetsField('rtp', 'Real-Time Transport Protocol', at, end - at, 'rtp.short');
  const children = fixedHeader(view, at, name);
  if (!isUsable(problem)) return { key: 'rtp', name: 'Real-Time Transport Protocol', at, length: end - at, reference: REFERENCE, ...code, children };
  optionalHeader(view, at, children);
  const payloadAt = at + headerLength(view, at);
  const payload = Math.max(0, payloadLength(view, at, end, announcedEnd));
  const captured = Math.min(payload, end - payloadAt);
  if (payload > 0) {
    children.push({
      key: 'rtp.payload',
      name: 'Payload',
      value: `${payload}`,
      at: payloadAt,
      length: captured,
      ...(captured < payload ? { problem: 'rtp.payload-cut' } : {}),
      ...(event && captured >= 4 ? { children: telephoneEvent(view, payloadAt) } : {}),
    });
  }
  if (payloadAt + payload < end)
    children.push({
      key: 'rtp.padding.data',
      name: 'Padding',
      value: `${end - payloadAt - payload}`,
      at: payloadAt + payload,
      length: end - payloadAt - payload,
    });
  return {
    key: 'rtp',
    name: 'Real-Time Transport Protocol',
    value: `${name} ${sequenceNumber(view, at)}`,
    at,
    length: end - at,
    reference: REFERENCE,
    ...code,
    children,
  };
}

function fixedHeader(view: DataView, at: number, name: string): Field[] {
  const first = view.getUint8(at);
  const second = markerAndType(view, at);
  return [
    { key: 'rtp.version', name: 'version', value: String(first >>> 6), at, length: 1 },
    { key: 'rtp.padding', name: 'padding', value: String((first >>> 5) & 1), at, length: 1 },
    { key: 'rtp.ext', name: 'extension', value: String((first >>> 4) & 1), at, length: 1 },
    { key: 'rtp.cc', name: 'CSRC count', value: String(first & 15), at, length: 1 },
    { key: 'rtp.marker', name: 'marker', value: String(second >>> 7), at: at + 1, length: 1 },
    { key: 'rtp.p_type', name: 'payload type', value: `${second & 127} (${name})`, at: at + 1, length: 1 },
    { key: 'rtp.seq', name: 'sequence number', value: String(sequenceNumber(view, at)), at: at + 2, length: 2 },
    { key: 'rtp.timestamp', name: 'timestamp', value: String(timestamp(view, at)), at: at + 4, length: 4 },
    { key: 'rtp.ssrc', name: 'SSRC', value: hex(ssrc(view, at), 8), at: at + 8, length: 4 },
  ];
}

/** CSRC list and header extension; checkHeader() found them whole. */
function optionalHeader(view: DataView, at: number, children: Field[]): void {
  const first = view.getUint8(at);
  const csrcs = first & 15;
  for (let i = 0; i < csrcs; i++)
    children.push({ key: 'rtp.csrc.item', name: 'CSRC', value: hex(view.getUint32(at + 12 + 4 * i), 8), at: at + 12 + 4 * i, length: 4 });
  if ((first & 0x10) === 0) return;
  const extension = at + 12 + 4 * csrcs;
  const length = view.getUint16(extension + 2) * 4;
  children.push({
    key: 'rtp.ext.profile',
    name: 'header extension',
    value: hex(view.getUint16(extension), 4),
    at: extension,
    length: 4 + length,
    reference: 'RFC 3550 section 5.3.1',
    children: [{ key: 'rtp.ext.len', name: 'length', value: String(length / 4), at: extension + 2, length: 2 }, ...extensionElements(view, extension, length)],
  });
}

/** One-octet and two-octet elements (RFC 8285 section 4.2, 4.3). */
function extensionElements(view: DataView, extension: number, length: number): Field[] {
  const profile = view.getUint16(extension);
  const short = profile === 0xbede;
  if (!short && profile >>> 4 !== 0x100) return [];
  const elements: Field[] = [];
  const end = extension + 4 + length;
  let at = extension + 4;
  while (at < end) {
    const head = view.getUint8(at);
    if (head === 0) {
      at++;
      continue;
    }
    const id = short ? head >>> 4 : head;
    if ((short && id === 15) || (!short && at + 2 > end)) break;
    const octets = short ? (head & 15) + 1 : view.getUint8(at + 1);
    const body = at + (short ? 1 : 2);
    if (body + octets > end) break;
    elements.push({
      key: 'rtp.ext.rfc5285.id',
      name: 'element',
      value: String(id),
      at,
      length: body - at + octets,
      reference: short ? 'RFC 8285 section 4.2' : 'RFC 8285 section 4.3',
    });
    at = body + octets;
  }
  return elements;
}

function telephoneEvent(view: DataView, at: number): Field[] {
  const event = view.getUint8(at);
  const flags = view.getUint8(at + 1);
  const reference = 'RFC 4733 section 2.3';
  const name = EVENT_NAMES[event];
  return [
    { key: 'rtpevent.event_id', name: 'event', value: name === undefined ? String(event) : `${event} (${name})`, at, length: 1, reference },
    { key: 'rtpevent.end_of_event', name: 'end of event', value: String(flags >>> 7), at: at + 1, length: 1, reference },
    { key: 'rtpevent.volume', name: 'volume', value: `-${flags & 63} dBm0`, at: at + 1, length: 1, reference },
    { key: 'rtpevent.duration', name: 'duration', value: String(view.getUint16(at + 2)), at: at + 2, length: 2, reference },
  ];
}
