/**
 * What one compound RTCP datagram says (RFC 3550 section 6, reduced-size ones of RFC 5506 too), as plain objects: read when a
 * stream is looked at. Promise: any octets give a statement; nothing is read outside [at, end).
 */
import { readText } from '../base/text.ts';
import { readExtended, type ExtendedBlock } from './rtcp-extended.ts';
import { readFeedback, type Feedback } from './rtcp-feedback.ts';
import { checkRtcp, rtcpProblem, walkRtcp, type ReportBlock } from './rtcp.ts';

export interface SenderInfo {
  readonly ssrc: number;
  /** seconds since 1900 and 2^-32 seconds */
  readonly ntpSeconds: number;
  readonly ntpFraction: number;
  readonly rtpTimestamp: number;
  readonly packets: number;
  readonly octets: number;
}

/** Items of a source description in the order of their numbers (RFC 3550 section 6.5), from 1. */
export const descriptionItems = ['cname', 'name', 'email', 'phone', 'loc', 'tool', 'note', 'priv'] as const;
export type DescriptionItem = (typeof descriptionItems)[number];

export interface RtcpStatement {
  /** packet types in their order */
  readonly types: readonly number[];
  /** SSRC of the first packet's sender */
  readonly reporter: number;
  readonly senders: readonly SenderInfo[];
  readonly blocks: readonly Readonly<ReportBlock>[];
  readonly descriptions: readonly { readonly ssrc: number; readonly item: DescriptionItem | undefined; readonly text: string }[];
  readonly byes: readonly { readonly ssrc: number; readonly reason: string | undefined }[];
  readonly applications: readonly { readonly ssrc: number; readonly name: string; readonly subtype: number; readonly octets: number }[];
  readonly feedback: readonly Feedback[];
  readonly extended: readonly ExtendedBlock[];
}

/** Undefined when the chain of packets is broken: cut, or encrypted (SRTCP). */
export function readStatement(view: DataView, octets: Uint8Array, at: number, end: number): RtcpStatement | undefined {
  if (checkRtcp(view, at, end) !== rtcpProblem.whole) return undefined;
  const types: number[] = [];
  const senders: SenderInfo[] = [];
  const blocks: ReportBlock[] = [];
  const descriptions: RtcpStatement['descriptions'][number][] = [];
  const byes: { ssrc: number; reason: string | undefined }[] = [];
  const applications: RtcpStatement['applications'][number][] = [];
  const feedback: Feedback[] = [];
  const extended: ExtendedBlock[] = [];
  let byesBefore = 0;
  walkRtcp(view, at, end, {
    packet: (type) => {
      types.push(type);
      byesBefore = byes.length;
    },
    senderReport: (ssrc, ntpSeconds, ntpFraction, rtpTimestamp, packets, octetCount) =>
      senders.push({ ssrc, ntpSeconds, ntpFraction, rtpTimestamp, packets, octets: octetCount }),
    reportBlock: (block) => blocks.push({ ...block }),
    description: (ssrc, item, from, to) => descriptions.push({ ssrc, item: descriptionItems[item - 1], text: readText(octets, from, to) }),
    bye: (ssrc) => byes.push({ ssrc, reason: undefined }),
    byeReason: (from, to) => {
      for (let i = byesBefore; i < byes.length; i++) byes[i]!.reason = readText(octets, from, to);
    },
    application: (ssrc, subtype, from, to) => applications.push({ ssrc, name: readText(octets, from, from + 4), subtype, octets: to - from - 4 }),
    feedback: (type, format, sender, media, from, to) => feedback.push(readFeedback(type, format, sender, media, view, from, to)),
    extended: (sender, type, specific, from, to) => {
      const block = readExtended(view, from, to, type, specific, sender);
      if (block !== undefined) extended.push(block);
    },
  });
  return { types, reporter: view.getUint32(at + 4), senders, blocks, descriptions, byes, applications, feedback, extended };
}
