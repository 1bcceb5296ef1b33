/**
 * TCP (RFC 9293) conversations with right sequence and acknowledgement numbers. Every function gives IP packets in the
 * order a wire would carry them; a test loses, repeats or swaps them by editing the list.
 */
import type { Endpoint } from './address.ts';
import { ipPacket, transportChecksum, type IpOptions } from './network.ts';
import { join, numbers } from './octets.ts';

export type Side = 'client' | 'server';

export interface TcpConversation {
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** SYN, SYN-ACK, ACK */
  open(): Uint8Array[];
  /** octets in segments of at most `segment` octets, without the acknowledgements of the other side */
  send(side: Side, octets: Uint8Array, segment?: number): Uint8Array[];
  /** an empty ACK for everything sent so far */
  acknowledge(side: Side): Uint8Array;
  /** FIN-ACK, FIN-ACK, ACK; `side` closes first */
  close(side: Side): Uint8Array[];
  reset(side: Side): Uint8Array;
  /** any segment at `sequence`, counted from the first data octet of that side; moves nothing: for overlaps and repeats */
  segmentAt(side: Side, sequence: number, octets: Uint8Array, flags?: number): Uint8Array;
}

export const tcpFlags = { fin: 1, syn: 2, reset: 4, push: 8, acknowledge: 16, urgent: 32 } as const;

export interface TcpOptions extends IpOptions {
  /** initial sequence numbers; near 2³² they show wrapping */
  readonly clientSequence?: number;
  readonly serverSequence?: number;
}

export function createTcp(client: Endpoint, server: Endpoint, options: TcpOptions = {}): TcpConversation {
  const first: Record<Side, number> = { client: options.clientSequence ?? 1000, server: options.serverSequence ?? 5000 };
  const next: Record<Side, number> = { ...first };
  const write = (side: Side, sequence: number, flags: number, octets: Uint8Array): Uint8Array => {
    const [from, to] = side === 'client' ? [client, server] : [server, client];
    const acknowledged = flags & tcpFlags.acknowledge ? next[side === 'client' ? 'server' : 'client'] : 0;
    return tcpPacket(from, to, sequence, acknowledged, flags, octets, options);
  };
  const step = (side: Side, flags: number, octets: Uint8Array): Uint8Array => {
    const packet = write(side, next[side], flags, octets);
    next[side] = (next[side] + octets.length + (flags & (tcpFlags.syn | tcpFlags.fin) ? 1 : 0)) >>> 0;
    return packet;
  };
  const none = new Uint8Array(0);
  const { fin, syn, push, acknowledge } = tcpFlags;
  const other = (side: Side): Side => (side === 'client' ? 'server' : 'client');
  return {
    client,
    server,
    open: () => [step('client', syn, none), step('server', syn | acknowledge, none), step('client', acknowledge, none)],
    send: (side, octets, segment = 1460) => {
      const packets: Uint8Array[] = [];
      for (let at = 0; at < octets.length; at += segment) packets.push(step(side, push | acknowledge, octets.subarray(at, at + segment)));
      return packets;
    },
    acknowledge: (side) => step(side, acknowledge, none),
    close: (side) => [step(side, fin | acknowledge, none), step(other(side), fin | acknowledge, none), step(side, acknowledge, none)],
    reset: (side) => step(side, tcpFlags.reset | acknowledge, none),
    segmentAt: (side, sequence, octets, flags = push | acknowledge) => write(side, (first[side] + 1 + sequence) >>> 0, flags, octets),
  };
}

/** One TCP segment in one IP packet, every number given. */
export function tcpPacket(
  from: Endpoint,
  to: Endpoint,
  sequence: number,
  acknowledged: number,
  flags: number,
  octets: Uint8Array,
  options: IpOptions = {},
): Uint8Array {
  const segment = join(numbers([2, from.port], [2, to.port], [4, sequence], [4, acknowledged], [1, 0x50], [1, flags], [2, 64_240], [2, 0], [2, 0]), octets);
  new DataView(segment.buffer).setUint16(16, transportChecksum(from.address, to.address, 6, segment));
  return ipPacket(from.address, to.address, 6, segment, options);
}
