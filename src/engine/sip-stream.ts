/**
 * SIP directly on a stream (RFC 3261 section 18.3): over TCP, or over TLS when the path lies in one. A stream is taken when one of
 * its ends uses a SIP port, when the other direction carries SIP, when a person says so or when its first octets look like it; it is let
 * go when no message comes.
 */
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';
import { Transport } from '../calls/endpoint-table.ts';
import { SipFraming, type FramedMessage, type SipFramingSink } from '../sip/framing.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import { Kind } from './kinds.ts';
import type { StreamHost } from './stream-host.ts';
import type { StreamPath } from './stream-path.ts';
import type { StreamReader, StreamReaderKind } from './stream-reader.ts';

/** octets a stream may show that belong to no message before it is let go; one message may be as long as limits allow */
const PATIENCE = 65_536;

function isSipPort(port: number): boolean {
  return port === 5060 || port === 5061;
}

export const sipStreams: StreamReaderKind = {
  /** A stream on a SIP port gets patience: its beginning may be missing. Any other must look like SIP from its first octets. */
  fits: (path, octets, at, end) =>
    isSipPort(path.flow.sourcePort) ||
    isSipPort(path.flow.destinationPort) ||
    path.opposite?.reader instanceof SipStream ||
    path.rules?.isSip(path.flow) === true ||
    looksLikeSip(octets, at, end),
  open: (path, host) => new SipStream(path, host),
};

class SipStream implements StreamReader, SipFramingSink {
  readonly #path: StreamPath;
  readonly #host: StreamHost;
  readonly #framing: SipFraming;
  #isSip = false;
  #seen = 0;

  constructor(path: StreamPath, host: StreamHost) {
    this.#path = path;
    this.#host = host;
    this.#framing = new SipFraming(this, host.budget);
  }

  take(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    this.#seen += end - at;
    this.#framing.feed(octets, at, end, packet, offset);
    if (this.#isSip) this.#host.mark(packet, Kind.sip);
    else if (this.#framing.skipped > PATIENCE || this.#seen > limits.sipMessageLength) this.#path.release();
  }

  gap(): void {
    this.#framing.gap();
  }

  finish(): void {
    this.#framing.finish();
  }

  message(framed: FramedMessage): void {
    if (this.#host.sip(this.#path, framed, this.#path.isSecure ? Transport.tls : Transport.tcp)) this.#isSip = true;
  }

  keepAlive(packet: PacketIndex): void {
    this.#host.mark(packet, Kind.keepalive);
  }

  skipped(packet: PacketIndex, length: number): void {
    if (this.#isSip) this.#host.tables.diagnostics.report('sip.stream-garbage', packet, -1, length);
  }
}
