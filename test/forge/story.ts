/**
 * A story: who sends what, when, and what is lost on the way; told in milliseconds, read back as a capture.
 *
 *   const story = createStory();
 *   const call = createCall(alice, bob);
 *   const invite = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')) });
 *   story.sip(0, invite);
 *   story.sip(90, call.respond(invite, 486));
 *   const octets = story.capture();
 */
import type { Endpoint } from './address.ts';
import { writeCapture, type Container, type ForgedPacket } from './capture.ts';
import { frame, linkTypeOf, type Link } from './frames.ts';
import { udpFragments, udpPacket, type UdpOptions } from './network.ts';
import { rtpTrain, type TrainOptions } from './rtp.ts';
import type { SipMessage } from './sip.ts';
import type { TcpConversation } from './tcp.ts';

export interface Telling extends UdpOptions {
  /** sent, but never seen at the capture point */
  readonly lost?: boolean;
  /** captured again so many milliseconds later, frame for frame (a port mirror), not a retransmission */
  readonly mirroredAfter?: number;
  /** in IP fragments of this many octets of data */
  readonly fragments?: number;
  /** over this conversation, cut into segments of `segment` octets; UDP when absent */
  readonly over?: TcpConversation;
  readonly segment?: number;
  /** of a train: identification counts up by one for every packet sent, lost ones among them, or for every packet seen */
  readonly identify?: 'sent' | 'seen';
  readonly comments?: readonly string[];
  readonly interface?: number;
}

export interface Story {
  /** a message from its sender to its receiver */
  sip(at: number, message: SipMessage, how?: Telling): void;
  /** messages with the same pause between them */
  dialogue(at: number, pause: number, messages: readonly SipMessage[]): void;
  rtp(at: number, from: Endpoint, to: Endpoint, train: TrainOptions, how?: Telling): void;
  datagram(at: number, from: Endpoint, to: Endpoint, payload: Uint8Array, how?: Telling): void;
  /** ready IP packets, 0.1 ms apart: TCP segments, ICMP errors */
  packets(at: number, packets: readonly Uint8Array[], how?: Telling): void;
  /** a whole frame of the link layer: ARP and such */
  frame(at: number, octets: Uint8Array, how?: Telling): void;
  /** everything in the order of time; equal times keep the order of telling */
  told(): ForgedPacket[];
  /** in a container; pcap with microseconds when absent. The story's link layer decides the link type. */
  capture(container?: Container): Uint8Array;
}

export interface StoryOptions {
  /** ISO 8601; 2026-01-05T09:00:00Z when absent */
  readonly start?: string;
  readonly link?: Link;
}

export function createStory(options: StoryOptions = {}): Story {
  const start = BigInt(Date.parse(options.start ?? '2026-01-05T09:00:00Z')) * 1_000_000n;
  const link = options.link ?? { kind: 'ethernet' };
  const kept: ForgedPacket[] = [];

  const keep = (at: number, octets: Uint8Array, how: Telling): void => {
    if (how.lost) return;
    const packet: ForgedPacket = {
      time: start + BigInt(Math.round(at * 1e6)),
      octets,
      ...(how.comments === undefined ? {} : { comments: how.comments }),
      ...(how.interface === undefined ? {} : { interface: how.interface }),
    };
    kept.push(packet);
    if (how.mirroredAfter !== undefined) kept.push({ ...packet, time: packet.time + BigInt(Math.round(how.mirroredAfter * 1e6)) });
  };
  const packets = (at: number, list: readonly Uint8Array[], how: Telling = {}): void => {
    for (const [index, packet] of list.entries()) keep(at + index / 10, frame(packet, link), how);
  };
  const datagram = (at: number, from: Endpoint, to: Endpoint, payload: Uint8Array, how: Telling = {}): void => {
    packets(at, how.fragments === undefined ? [udpPacket(from, to, payload, how)] : udpFragments(from, to, payload, how.fragments, how), how);
  };
  const sip = (at: number, message: SipMessage, how: Telling = {}): void => {
    if (!how.over) return datagram(at, message.from, message.to, message.octets, how);
    const side = same(message.from, how.over.client) ? 'client' : 'server';
    packets(at, how.over.send(side, message.octets, how.segment), how);
  };
  const told = (): ForgedPacket[] => kept.toSorted((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));

  return {
    sip,
    datagram,
    packets,
    told,
    dialogue: (at, pause, messages) => messages.forEach((message, index) => sip(at + index * pause, message)),
    rtp: (at, from, to, train, how) => {
      for (const [seen, packet] of rtpTrain(train).entries()) {
        const identification = 0xfff0 + (how?.identify === 'sent' ? packet.index : seen);
        datagram(at + packet.at, from, to, packet.octets, how?.identify === undefined ? how : { ...how, identification: identification & 0xffff });
      }
    },
    frame: (at, octets, how = {}) => keep(at, octets, how),
    capture: (container = { format: 'pcap' }) => writeCapture(told(), onLink(container, linkTypeOf(link))),
  };
}

function onLink(container: Container, linkType: number): Container {
  if (container.format === 'pcap') return { linkType, ...container };
  return { ...container, interfaces: (container.interfaces ?? [{}]).map((each) => ({ linkType, ...each })) };
}

function same(one: Endpoint, other: Endpoint): boolean {
  return one.address === other.address && one.port === other.port;
}
