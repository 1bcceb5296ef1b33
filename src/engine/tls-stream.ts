/**
 * TLS (RFC 8446 section 5.1) over TCP: told by its first record. Nothing is decrypted, so the stream is let go at once;
 * its packets are counted as TLS by their own first octets.
 */
import type { StreamReader, StreamReaderKind } from './stream-reader.ts';

/** content types handshake and application data (RFC 8446 section 5.1) */
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;

const opaque: StreamReader = { take: () => undefined, gap: () => undefined, finish: () => undefined };

export const tlsStreams: StreamReaderKind = {
  fits: (_, octets, at) => octets[at] === HANDSHAKE || octets[at] === APPLICATION_DATA,
  open: (path) => {
    path.release();
    return opaque;
  },
};
