/**
 * What rides on TCP in one packet as fields: HTTP head, WebSocket frames, MSRP messages, from where the pass over the octets saw the first of
 * them begin (stream-marks.ts). What stands before is the rest of something that began in an earlier packet.
 */
import type { Field } from '../base/field.ts';
import { readText } from '../base/text.ts';
import * as msrp from '../wire/msrp-fields.ts';
import { beginsMsrp, findMsrp } from '../wire/msrp.ts';
import * as http from '../wire/http-head.ts';
import { HepHeader, isHep3 } from '../wire/hep.ts';
import { inspectHep } from '../wire/inspect-hep.ts';
import * as frame from '../wire/websocket.ts';
import type { StreamMark } from './stream-marks.ts';
import { mayBeginFrame } from './websocket-form.ts';

/** frames of one packet that are shown */
const MOST_FRAMES = 512;
/** octets of an unknown payload shown as text */
const SHOWN = 512;

/** Fields of the TCP payload octets[at, end). */
export function streamFields(mark: StreamMark, octets: Uint8Array, at: number, end: number): Field[] {
  if (mark.at < at || mark.at >= end) return [];
  const fields: Field[] = [];
  if (mark.at > at)
    fields.push({ key: `${mark.kind}.continued`, name: 'Continued from an earlier packet', value: `${mark.at - at} octets`, at, length: mark.at - at });
  if (mark.kind === 'hep') return [...fields, ...hepFields(octets, mark.at, end)];
  let p = mark.at;
  if (mark.kind === 'http') {
    const head = http.inspect(octets, p, end);
    fields.push(head);
    p += head.length ?? end - p;
    if (p >= end || !mayBeginFrame(octets[p]!)) return fields;
  }
  return [...fields, ...(mark.kind === 'msrp' ? msrpFields(octets, p, end) : frameFields(octets, p, end))];
}

/** Fields of an opened record of TLS by what it begins like: HTTP head, WebSocket frames, MSRP. Nothing for any other. */
export function plainStreamFields(octets: Uint8Array): Field[] {
  const end = octets.length;
  const isHttp = http.beginsWith(octets, 0, end, 'GET ') === true || http.beginsWith(octets, 0, end, 'HTTP/1.') === true;
  const kind = isHttp ? 'http' : beginsMsrp(octets, 0, end) === true ? 'msrp' : areWholeFrames(octets, end) ? 'websocket' : undefined;
  return kind === undefined ? [] : streamFields({ kind, at: 0 }, octets, 0, end);
}

/** Frames from the first octet to the last, each of a kind that exists. */
function areWholeFrames(octets: Uint8Array, end: number): boolean {
  const all = frames(octets, 0, end);
  const last = all.at(-1);
  if (last === undefined || all.some(({ at }) => !mayBeginFrame(octets[at]!) || !frame.isWhole(octets, at, end))) return false;
  return frame.headerLength(octets, last.at, end) + frame.payloadLength(octets, last.at) === last.length;
}

/** One line for a list: the first line of an HTTP head, or the frames. */
export function streamTitle(mark: StreamMark, octets: Uint8Array, end: number): string {
  if (mark.kind === 'http') return readText(octets, mark.at, Math.min(end, mark.at + http.LONGEST_HEAD)).split(/\r?\n/, 1)[0] ?? '';
  const opened = { hep: hepFields, msrp: msrpFields, websocket: frameFields }[mark.kind];
  return opened(octets, mark.at, end)
    .slice(0, 4)
    .map((field) => field.value ?? field.name)
    .join(' | ');
}

/** Payloads of whole, masked data frames without their mask: what a buffer beside the packet shows where no SIP was found. */
export function unmaskedPayloads(mark: StreamMark, octets: Uint8Array, end: number): Uint8Array[] {
  if (mark.kind !== 'websocket') return [];
  const payloads: Uint8Array[] = [];
  for (const { at, length } of frames(octets, mark.at, end)) {
    const head = frame.headerLength(octets, at, end);
    const payload = frame.payloadLength(octets, at);
    if (!frame.isMasked(octets, at) || frame.isControl(frame.opcode(octets, at)) || payload === 0 || head + payload > length) continue;
    const plain = new Uint8Array(payload);
    frame.unmask(octets, at + head, payload, octets, frame.maskAt(octets, at, end), 0, plain, 0);
    payloads.push(plain);
  }
  return payloads;
}

/** A payload that is in no format known here, as text. */
export function payloadField(octets: Uint8Array): Field {
  return {
    key: 'websocket.payload',
    name: 'Payload data',
    value: readText(octets, 0, Math.min(octets.length, SHOWN)),
    at: 0,
    length: octets.length,
    reference: 'RFC 6455 section 5.6',
  };
}

/** MSRP messages one after the other from `at`. */
function msrpFields(octets: Uint8Array, at: number, end: number): Field[] {
  const fields: Field[] = [];
  for (let p = findMsrp(octets, at, end); p < end && fields.length < MOST_FRAMES; p = findMsrp(octets, p, end)) {
    const field = msrp.inspect(octets, p, end, true);
    fields.push(field);
    p += Math.max(1, field.length ?? 1);
  }
  return fields;
}

function frameFields(octets: Uint8Array, at: number, end: number): Field[] {
  return frames(octets, at, end).map((one) => frame.inspect(octets, one.at, end));
}

/** Packets of capture agents one after the other; the last one may be cut. */
function hepFields(octets: Uint8Array, at: number, end: number): Field[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const fields: Field[] = [];
  for (let p = at; p + 12 <= end && fields.length < MOST_FRAMES; ) {
    const announced = p + view.getUint16(p + 4);
    if (!isHep3(view, p, Math.min(end, announced), announced)) break;
    fields.push(inspectHep(view, p, Math.min(end, announced), announced, new HepHeader()));
    p = announced;
  }
  return fields;
}

/** Frames one after the other from `at`; the last one may be cut. */
function frames(octets: Uint8Array, at: number, end: number): { readonly at: number; readonly length: number }[] {
  const found: { at: number; length: number }[] = [];
  for (let p = at; p < end && found.length < MOST_FRAMES; ) {
    const length = frame.isWhole(octets, p, end) ? Math.min(end - p, frame.headerLength(octets, p, end) + frame.payloadLength(octets, p)) : end - p;
    found.push({ at: p, length });
    p += length;
  }
  return found;
}
