/**
 * Do octets look like WebSocket frames (RFC 6455 section 5.2)? Asked where the upgrade was not captured and where octets were
 * lost. Certain enough: a whole header, and behind the mask a SIP start line (RFC 7118), or control frames and keep-alives
 * that end exactly where the segment ends.
 */
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import * as frame from '../wire/websocket.ts';
import { MessageInflater } from './websocket-inflate.ts';

/** octets of a payload that are looked at */
const LOOK = 2048;
/** a keep-alive of SIP is CR LF or CR LF CR LF (RFC 5626 section 4.4.1) */
const LONGEST_KEEP_ALIVE = 4;

const scratch = new Uint8Array(LOOK);
const inflater = new MessageInflater();

/** Could a frame begin with this first octet? Reserved bits 2 and 3 and reserved opcodes are in no extension in use. */
export function mayBeginFrame(octet: number): boolean {
  return (octet & 0x30) === 0 && !frame.isReservedOpcode(octet & 15);
}

/** Does a data frame begin at octets[at] with a SIP start line behind its mask? */
export function carriesSip(octets: Uint8Array, at: number, end: number): boolean {
  if (at >= end || !mayBeginFrame(octets[at]!) || !frame.isWhole(octets, at, end)) return false;
  const code = frame.opcode(octets, at);
  if (code !== frame.opcodes.text && code !== frame.opcodes.binary) return false;
  const length = copyPlain(octets, at, end);
  if (frame.reservedBits(octets, at) !== frame.RSV1) return looksLikeSip(scratch, 0, length);
  inflater.forget();
  const text = inflater.inflate(scratch, 0, length, LOOK * 16);
  return typeof text !== 'string' && looksLikeSip(text, 0, text.length);
}

/** Are octets[at, end) nothing but control frames and keep-alives, the last of them whole? */
export function areIdleFrames(octets: Uint8Array, at: number, end: number): boolean {
  let p = at;
  while (p < end) {
    if (!mayBeginFrame(octets[p]!) || frame.reservedBits(octets, p) !== 0 || !frame.isFinal(octets, p) || !frame.isWhole(octets, p, end)) return false;
    const length = frame.payloadLength(octets, p);
    const isControl = frame.isControl(frame.opcode(octets, p));
    if (length > (isControl ? frame.LONGEST_CONTROL : LONGEST_KEEP_ALIVE)) return false;
    if (!isControl && !isKeepAlive(scratch, 0, copyPlain(octets, p, end))) return false;
    p += frame.headerLength(octets, p, end) + length;
  }
  return p === end && p > at;
}

/** Are octets[at, end) a keep-alive: CR and LF alone? */
export function isKeepAlive(octets: Uint8Array, at: number, end: number): boolean {
  if (end - at > LONGEST_KEEP_ALIVE) return false;
  for (let i = at; i < end; i++) if (octets[i] !== 0x0d && octets[i] !== 0x0a) return false;
  return end > at;
}

/** The frame's payload without its mask, as far as it is here, into the scratch buffer; its length. */
function copyPlain(octets: Uint8Array, at: number, end: number): number {
  const head = frame.headerLength(octets, at, end);
  const length = Math.min(frame.payloadLength(octets, at), end - at - head, LOOK);
  if (frame.isMasked(octets, at)) frame.unmask(octets, at + head, length, octets, at + head - 4, 0, scratch, 0);
  else scratch.set(octets.subarray(at + head, at + head + length));
  return length;
}
