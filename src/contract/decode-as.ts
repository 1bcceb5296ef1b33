/** What a person says of datagrams that nobody announced, or announced wrongly: how to read them, and what their payload types mean. */

/** 'none' leaves them alone: neither media nor signalling is looked for. */
export const decodeAsKinds = ['rtp', 'rtcp', 't38', 'none'] as const;
export type DecodeAs = (typeof decodeAsKinds)[number];

/** A dynamic payload type (96 to 127) named by hand, as an rtpmap would. */
export interface NamedPayloadType {
  readonly payloadType: number;
  readonly name: string;
  /** Hz, 0 unknown */
  readonly clockRate: number;
}

/** Which datagrams: those from or to `port` (of `address` when given), and with `peer` only those between the two. */
export interface DecodeRule {
  readonly as: DecodeAs;
  /** IPv4 or IPv6, any when absent */
  readonly address?: string | undefined;
  readonly port: number;
  readonly peer?: { readonly address: string; readonly port: number } | undefined;
  readonly payloadTypes: readonly NamedPayloadType[];
}
