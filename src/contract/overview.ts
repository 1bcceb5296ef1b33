/** What is open, how far reading is, and where every packet went. */
import type { FrameNumber, Nanoseconds, PacketIndex } from '../base/units.ts';
import type { SecretSource } from './secrets.ts';
import type { TlsState } from './tls.ts';
import type { PointsOverview } from './points.ts';

export interface CaptureFacts {
  readonly name: string;
  /** octets of the file as given */
  readonly size: number;
  /** SHA-256 of the first and last 64 KiB with the size: names a capture in a link without carrying its data */
  readonly fingerprint: string;
  /** as Overview.isTimeless, of this capture */
  readonly isTimeless: boolean;
  readonly fileType: 'pcap' | 'pcap-nsec' | 'pcap-modified' | 'pcapng' | 'snoop' | 'rtpdump' | 'text';
  /** how it was packed, alone or within an archive ('deflate') */
  /** name of the archive that it lay in */
  readonly archive: string | undefined;
  readonly compression: 'gzip' | 'deflate' | 'zstd' | 'lz4' | 'bzip2' | 'xz' | undefined;
  readonly packets: number;
  /** epoch seconds with nine decimals, or undefined when there is no packet */
  readonly start: string | undefined;
  readonly end: string | undefined;
  /** names without the LINKTYPE_ prefix: EN10MB, LINUX_SLL2 */
  readonly linkTypes: readonly string[];
  /** the file ends inside a record or block, or is damaged from `brokenAt` on */
  readonly truncated: boolean;
  /** offset where reading had to stop or skip, in what came out of a packed file, and the diagnostic code that says why */
  readonly brokenAt: number | undefined;
  readonly brokenCode: string | undefined;
  /** of a packed file that is damaged: octets of the packed data between which that was met; the damage may begin before */
  readonly packedAt: { readonly from: number; readonly to: number } | undefined;
  readonly interfaces: readonly InterfaceFacts[];
  readonly comments: readonly string[];
  /** packets of this capture that carry a comment */
  readonly commentedPackets: readonly PacketIndex[];
  /** kinds of secrets blocks kept for later: 'tls', 'wireguard' … */
  readonly secrets: readonly string[];
}

export interface InterfaceFacts {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly linkType: string;
  /** octets a packet was cut to; 0 is no limit */
  readonly snapLength: number;
  /** nanoseconds per tick as text: "1000", "1" */
  readonly resolution: string;
  readonly packets: number;
  /** from the interface statistics block, where there is one */
  readonly received: number | undefined;
  readonly dropped: number | undefined;
}

/** Every packet is in exactly one kind; `elsewhere` are those that another capture point shows. */
export const packetKinds = [
  'sip',
  'rtp',
  'rtcp',
  'stun',
  'dtls',
  'zrtp',
  't38',
  'msrp',
  'hep',
  'sctp',
  'keepalive',
  'fragment',
  'dns',
  'icmp',
  'arp',
  'tls',
  'tcp',
  'udp',
  'other',
  'elsewhere',
  'notDecoded',
] as const;
export type PacketKind = (typeof packetKinds)[number];

export interface Accounting {
  readonly packets: number;
  readonly kinds: Readonly<Record<PacketKind, number>>;
  readonly notDecoded: readonly { readonly reason: string; readonly count: number; readonly firstPacket: PacketIndex; readonly firstFrame: FrameNumber }[];
}

export interface DiagnosticRow {
  readonly code: string;
  readonly count: number;
  /** first hundred places; packet -1 concerns the file */
  readonly places: readonly {
    readonly packet: PacketIndex;
    readonly frame: FrameNumber;
    readonly capture: number;
    readonly at: number;
    readonly length: number;
  }[];
}

export interface Progress {
  /** octets read and to read, over all files (compressed octets for a compressed file) */
  readonly read: number;
  readonly size: number;
  readonly packets: number;
  readonly calls: number;
  readonly revision: number;
  /** how much of the analysis is done once all is read, 0 to 1 */
  readonly analysed: number;
  /** the captures are read once more: keys in them stood behind what they open */
  readonly again?: boolean;
  readonly phase: 'unpacking' | 'reading' | 'analysing' | 'done' | 'cancelled';
}

export interface Overview {
  readonly captures: readonly CaptureFacts[];
  readonly packets: number;
  /** epoch nanoseconds of time zero, as a decimal string (a double cannot hold it) */
  readonly epoch: string;
  /** of the last packet on the time line, nanoseconds since time zero */
  readonly duration: Nanoseconds;
  /** no packet has a time of its own: all are of texts without any */
  readonly isTimeless: boolean;
  readonly counts: {
    readonly calls: number;
    readonly registrations: number;
    readonly dialogs: number;
    readonly streams: number;
    readonly messages: number;
    readonly diagnostics: number;
    /** rules that fired on a call or dialog */
    readonly findings: number;
    /** calls whose worst finding is an error, and those whose worst is a warning */
    readonly callsInError: number;
    readonly callsInWarning: number;
  };
  readonly accounting: Accounting;
  /** what was given to decrypt with */
  readonly secrets: readonly SecretSource[];
  /** TLS connections that carry SIP and stay closed: what is in them is in no list */
  readonly lockedSignalling: number;
  /** why, when it is the same for all of them */
  readonly lockedFor: TlsState | undefined;
  /** undefined where one capture is open, or nothing was compared */
  readonly points: PointsOverview | undefined;
  readonly progress: Progress;
  readonly revision: number;
}

export type OpenFailureReason =
  | 'empty-file'
  | 'too-short'
  | 'not-a-capture'
  | 'unsupported-format'
  | 'unsupported-compression'
  | 'unsupported-version'
  | 'corrupt-header'
  | 'decompress-error'
  | 'decompress-limit'
  | 'archive-without-capture'
  | 'archive-damaged'
  | 'archive-members'
  | 'archive-depth'
  /** a member that shares octets with another one */
  | 'archive-overlap'
  /** folders, links and the like: nothing to open */
  | 'archive-others'
  | 'locked'
  /** files of keys, and no capture that they could open */
  | 'keys-alone'
  | 'folder'
  | 'same-file'
  | 'unreadable';

export interface OpenFailure {
  readonly opens: false;
  readonly reason: OpenFailureReason;
  /** what was seen, for the sentence on the start page: "PDF document", "pcap major version 1", "zstd" */
  readonly message: string;
  /** file offset, or -1 */
  readonly at: number;
  readonly name: string;
  /** name of the archive that it lies in */
  readonly archive?: string;
}

export interface Opened {
  readonly opens: true;
  readonly captures: readonly CaptureFacts[];
  readonly packets: number;
  /** files of the same drop that could not be opened, when at least one could */
  readonly refused: readonly OpenFailure[];
  readonly cancelled: boolean;
}
