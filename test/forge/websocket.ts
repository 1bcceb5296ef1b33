/**
 * WebSocket (RFC 6455): the opening handshake and frames with every number given, so that a test can lie; and messages compressed as
 * permessage-deflate does (RFC 7692 section 7.2.1), with a window that is kept or begun anew.
 */
import { constants, deflateRawSync } from 'node:zlib';
import { join, numbers, octetsOf } from './octets.ts';

export interface FrameOptions {
  /** 1 text, 2 binary, 0 continuation, 8 close, 9 ping, 10 pong */
  readonly opcode?: number;
  readonly final?: boolean;
  /** RSV1, RSV2, RSV3 as a number; 4 is RSV1 */
  readonly reserved?: number;
  /** the masking key of a client's frame */
  readonly mask?: number;
  /** what the header claims instead of the payload's length */
  readonly length?: number | bigint;
  /** octets of the length field: 0, 2 or 8 */
  readonly lengthOctets?: number;
}

export const clientMask = 0x37fa213d;

export function frame(payload: Uint8Array | string, options: FrameOptions = {}): Uint8Array {
  const octets = typeof payload === 'string' ? octetsOf(payload) : payload;
  const { opcode = 1, final = true, reserved = 0, mask, length = octets.length } = options;
  const wide = options.lengthOctets ?? (length < 126 ? 0 : length < 65_536 ? 2 : 8);
  const short = wide === 0 ? Number(length) : wide === 2 ? 126 : 127;
  const first = numbers([1, (final ? 0x80 : 0) | (reserved << 4) | opcode], [1, (mask === undefined ? 0 : 0x80) | short]);
  const big = new DataView(new ArrayBuffer(8));
  big.setBigUint64(0, BigInt(length));
  const lengthField = new Uint8Array(big.buffer).slice(8 - wide);
  if (mask === undefined) return join(first, lengthField, octets);
  const key = numbers([4, mask]);
  return join(
    first,
    lengthField,
    key,
    octets.map((octet, i) => octet ^ key[i % 4]!),
  );
}

/** The client's request and the server's answer (RFC 6455 section 1.3 has these keys). */
export function handshake(extensions = '', protocol = 'sip'): { readonly request: Uint8Array; readonly response: Uint8Array } {
  const lines = [`Sec-WebSocket-Protocol: ${protocol}`, ...(extensions === '' ? [] : [`Sec-WebSocket-Extensions: ${extensions}`])].join('\r\n');
  const upgrade = 'Upgrade: websocket\r\nConnection: Upgrade\r\n';
  return {
    request: octetsOf(
      `GET /ws HTTP/1.1\r\nHost: ws.example.com\r\n${upgrade}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://example.com\r\n${lines}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    ),
    response: octetsOf(`HTTP/1.1 101 Switching Protocols\r\n${upgrade}Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n${lines}\r\n\r\n`),
  };
}

/** Compresses messages one after the other; `keepsContext`: a message may look back at those before it. */
export function createDeflater(keepsContext: boolean, windowBits = 15): (message: string | Uint8Array) => Uint8Array {
  let before = new Uint8Array(0);
  return (message) => {
    const octets = typeof message === 'string' ? octetsOf(message) : message;
    const window = before.slice(-(1 << windowBits));
    const dictionary = keepsContext && window.length > 0 ? { dictionary: Buffer.from(window) } : {};
    const deflated = new Uint8Array(deflateRawSync(octets, { windowBits, finishFlush: constants.Z_SYNC_FLUSH, ...dictionary }));
    before = new Uint8Array([...before.slice(-32_768), ...octets]);
    return deflated.slice(0, -4);
  };
}
