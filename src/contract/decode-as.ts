/**
 * What a person says of datagrams that nobody announced, or announced wrongly: how to read them, and what their payload
 * types mean; and of a link type that names no link layer (DLT_USER), or one we cannot read: which it is.
 * A new way to read is one more word of a list here, in both languages' words, and where the engine looks for it.
 */

/** Tunnels over UDP: the packets inside count. */
export const tunnelKinds = ['vxlan', 'vxlan-gpe', 'geneve', 'gtp', 'l2tp', 'tzsp', 'mpls', 'hep', 'sctp', 'teredo'] as const;
export type TunnelKind = (typeof tunnelKinds)[number];

/**
 * 'sip' holds for TCP too: a stream of that port is followed even when its beginning is missing, and over UDP a message may begin behind a few octets of
 * somebody's own. 'none' leaves datagrams alone: neither media, signalling nor tunnels are looked for.
 */
const payloadKinds = ['sip', 'rtp', 'rtcp', 't38', 'none'] as const;
export type DecodeAs = (typeof payloadKinds)[number] | TunnelKind;
export const decodeAsKinds: readonly DecodeAs[] = [...payloadKinds, ...tunnelKinds];

/** Link layers that a link type can be read as; 'sip' is the text of a message without any layer around it. */
export const linkKinds = ['ethernet', 'ip', 'ppp', 'wlan', 'radiotap', 'frame-relay', 'hdlc', 'cooked', 'sip'] as const;
export type LinkKind = (typeof linkKinds)[number];

/**
 * Any payload type can be named by hand but those that RFC 3551 section 6 keeps free, so that RTCP can be told from RTP on one port (72 to 76 with the
 * marker are its packet types, RFC 5761 section 4), and comfort noise (13, RFC 3389, and 19 before it), whose packets are no voice whatever they are called.
 */
export function isNameable(payloadType: number): boolean {
  if (!Number.isInteger(payloadType) || payloadType < 0 || payloadType > 127) return false;
  return !(payloadType >= 72 && payloadType <= 76) && payloadType !== 13 && payloadType !== 19;
}

/** Who gave a payload type its name: a person, an SDP, RFC 3551, or nobody. */
export type NamedBy = 'hand' | 'sdp' | 'static' | 'nobody';

/** A payload type that was seen, and what it is taken for. */
export interface SeenPayloadType {
  readonly payloadType: number;
  readonly packets: number;
  /** '' when nobody named it */
  readonly name: string;
  /** Hz, 0 unknown or none */
  readonly clockRate: number;
  /** those that a person gave */
  readonly parameters: string;
  readonly by: NamedBy;
}

/** A payload type named by hand, as an rtpmap would; it beats RFC 3551 and every SDP. isNameable() says which can be. */
export interface NamedPayloadType {
  readonly payloadType: number;
  readonly name: string;
  /** Hz, 0 unknown */
  readonly clockRate: number;
  /** as a=fmtp has them, "mode-set=7;octet-align=1"; printable ASCII, at most 120 characters */
  readonly parameters?: string | undefined;
}

/**
 * Which datagrams: those from or to `port` (of `address` when given), with `peer` only those between the two, and with `ssrc` of them only the RTP of
 * that source, which is one stream.
 */
export interface DatagramRule {
  readonly as: DecodeAs;
  /** IPv4 or IPv6, any when absent */
  readonly address?: string | undefined;
  readonly port: number;
  readonly peer?: { readonly address: string; readonly port: number } | undefined;
  readonly ssrc?: number | undefined;
  readonly payloadTypes: readonly NamedPayloadType[];
}

/** What can be said of one stream alone: the other kinds have no source. */
export const streamScoped: readonly DecodeAs[] = ['rtp', 'none'];

/** All packets of a link type (tcpdump.org/linktypes.html). */
export interface LinkRule {
  readonly as: LinkKind;
  readonly linkType: number;
}

export type DecodeRule = DatagramRule | LinkRule;
