/** Session descriptions (RFC 8866) for offers and answers (RFC 3264). */
import { isIpv6, type Endpoint } from './address.ts';
import { octetsOf } from './octets.ts';

/** "0 PCMU/8000", "96 opus/48000/2 useinbandfec=1": payload type, encoding, then a=fmtp parameters if any. */
export type Codec = string;

export interface MediaOptions {
  readonly kind?: string;
  readonly port: number;
  /** c= of this m-line; the session's when absent */
  readonly address?: string;
  readonly protocol?: string;
  readonly codecs?: readonly Codec[];
  readonly direction?: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  readonly ptime?: number;
  /** whole lines: "a=rtcp-mux", "b=AS:64" */
  readonly lines?: readonly string[];
}

export interface SdpOptions {
  readonly address: string;
  readonly user?: string;
  /** rises with every change (RFC 3264 8) */
  readonly version?: number;
  /** lines between t= and the first m= */
  readonly lines?: readonly string[];
  readonly media: readonly MediaOptions[];
}

/** One audio m-line at an endpoint: G.711 both laws and telephone-event unless told otherwise. */
export function audio(at: Endpoint, options: Omit<MediaOptions, 'port'> & { readonly version?: number } = {}): Uint8Array {
  const { version, ...media } = options;
  return sdp({ address: at.address, ...(version === undefined ? {} : { version }), media: [{ ...media, port: at.port }] });
}

export function sdp(options: SdpOptions): Uint8Array {
  const lines = [
    'v=0',
    `o=${options.user ?? '-'} 20260101 ${options.version ?? 1} ${network(options.address)}`,
    's=-',
    `c=${network(options.address)}`,
    't=0 0',
    ...(options.lines ?? []),
    ...options.media.flatMap(mediaLines),
  ];
  return octetsOf(lines.map((line) => `${line}\r\n`).join(''));
}

function mediaLines(media: MediaOptions): string[] {
  const codecs = (media.codecs ?? ['0 PCMU/8000', '8 PCMA/8000', '101 telephone-event/8000 0-16']).map((codec) => codec.split(' '));
  return [
    `m=${media.kind ?? 'audio'} ${media.port} ${media.protocol ?? 'RTP/AVP'} ${codecs.map(([type]) => type).join(' ')}`,
    ...(media.address === undefined ? [] : [`c=${network(media.address)}`]),
    ...codecs.flatMap(([type, encoding, ...parameters]) => [
      ...(encoding === undefined ? [] : [`a=rtpmap:${type} ${encoding}`]),
      ...(parameters.length === 0 ? [] : [`a=fmtp:${type} ${parameters.join(' ')}`]),
    ]),
    ...(media.ptime === undefined ? [] : [`a=ptime:${media.ptime}`]),
    ...(media.direction === undefined ? [] : [`a=${media.direction}`]),
    ...(media.lines ?? []),
  ];
}

function network(address: string): string {
  return `IN ${isIpv6(address) ? 'IP6' : 'IP4'} ${address}`;
}
