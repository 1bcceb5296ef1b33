/** Everything the pass over the octets fills and the queries read, in one place. Plain containers; each owns its columns. */
import { DiagnosticLog } from '../base/diagnostic.ts';
import { readText } from '../base/text.ts';
import type { CallIndex, MessageIndex, PacketIndex } from '../base/units.ts';
import { CallTable } from '../calls/call-table.ts';
import { EndpointTable, transportNames, type EndpointId } from '../calls/endpoint-table.ts';
import { Fact } from '../calls/fact-table.ts';
import { MediaRegistry } from '../calls/media-registry.ts';
import { MessageTable } from '../calls/message-table.ts';
import { MethodTable } from '../calls/method-table.ts';
import { MsrpTable } from '../calls/msrp-table.ts';
import { NetworkEvents } from '../calls/network-events.ts';
import type { ByteSource } from '../capture/byte-source.ts';
import type { CaptureReader } from '../capture/capture-reader.ts';
import { InterfaceTable } from '../capture/interface-table.ts';
import type { MovedClock } from '../capture/moved-clock.ts';
import { PacketTable } from '../capture/packet-table.ts';
import type { Compression, Made } from '../capture/sniff.ts';
import { TimeBase } from '../capture/time-base.ts';
import type { Endpoint, PacketPlace, Transport } from '../contract/common.ts';
import { packetKinds } from '../contract/overview.ts';
import type { PointChoice } from '../contract/points.ts';
import { AddressTable } from '../net/address.ts';
import { StreamTable } from '../rtp/stream-table.ts';
import { DtlsHandshakes } from './dtls-handshakes.ts';
import { FaxFlows } from './fax-flows.ts';
import { HepKeys } from './hep-keys.ts';
import { HepNodes } from './hep-nodes.ts';
import type { PointSet } from './points/point-set.ts';
import { ReportIndex } from './report-index.ts';
import type { SealedMedia } from './sealed-media.ts';
import { SecretStore } from './secrets.ts';
import { StreamMarks } from './stream-marks.ts';
import { TextArena } from './text-arena.ts';
import { TlsTable } from './tls-table.ts';
import { ZrtpFlows } from './zrtp-flows.ts';

/** packets remembered of one reassembly */
const JOINED_KEPT = 64;
/** not-decoded packets whose reason can be listed */
const MOST_REASONS = 100_000;

/** One open capture. */
export interface CaptureState {
  readonly name: string;
  /** octets of the file as given */
  readonly size: number;
  readonly compression: Compression | undefined;
  /** what its packets were made of */
  readonly made: Made | undefined;
  /** name of the archive that it lay in */
  readonly archive: string | undefined;
  readonly source: ByteSource;
  readonly reader: CaptureReader;
  readonly fingerprint: string;
  readonly sha256: () => Promise<string | undefined>;
  /** of this capture's file, since readers report places in it */
  readonly diagnostics: DiagnosticLog;
  /** of one of several captures */
  readonly clock: MovedClock | undefined;
}

export class Tables {
  readonly diagnostics: DiagnosticLog = new DiagnosticLog();
  readonly captures: CaptureState[] = [];
  readonly secrets: SecretStore = new SecretStore(this.diagnostics);
  readonly interfaces: InterfaceTable = new InterfaceTable();
  readonly timeBase: TimeBase = new TimeBase();
  readonly addresses: AddressTable = new AddressTable();
  readonly endpoints: EndpointTable = new EndpointTable();
  readonly calls: CallTable = new CallTable();
  readonly methods: MethodTable = new MethodTable();
  readonly messages: MessageTable;
  readonly registry: MediaRegistry = new MediaRegistry();
  readonly packets: PacketTable;
  readonly streams: StreamTable;
  readonly reports: ReportIndex = new ReportIndex();
  readonly arena: TextArena = new TextArena();
  readonly network: NetworkEvents = new NetworkEvents();
  readonly tls: TlsTable = new TlsTable();
  readonly faxFlows: FaxFlows = new FaxFlows();
  readonly msrp: MsrpTable = new MsrpTable(this.diagnostics);
  readonly handshakes: DtlsHandshakes = new DtlsHandshakes(this.diagnostics);
  readonly zrtp: ZrtpFlows = new ZrtpFlows(this.diagnostics);
  readonly hepNodes: HepNodes = new HepNodes();
  readonly hepKeys: HepKeys = new HepKeys();
  /** text ids of correlation ids that capture agents gave messages, other than their Call-ID: the call */
  readonly hepCalls: Map<number, CallIndex> = new Map();
  /** packets a joined message was made of: packet that completed it → the earlier ones */
  readonly joinedFrom: Map<PacketIndex, readonly PacketIndex[]> = new Map();
  /** where HTTP heads, WebSocket frames and MSRP messages begin in packets */
  readonly marks: StreamMarks = new StreamMarks(this.diagnostics);
  /** by kind */
  readonly kindCounts: Float64Array = new Float64Array(packetKinds.length);
  readonly notDecoded: Map<string, { count: number; first: PacketIndex }> = new Map();
  /** why a packet was not decoded, for the first MOST_REASONS of them */
  readonly reasonOf: Map<PacketIndex, string> = new Map();
  /** by status: text id of the reason phrase first seen with it; a message with another one has a fact */
  readonly usualReason: Map<number, number> = new Map();
  /** first hundred packets that carry a comment */
  readonly commented: PacketIndex[] = [];
  commentedCount = 0;
  /** what opens encrypted streams; the session's */
  sealed: SealedMedia | undefined;
  /** where the packets were captured, when several captures share some */
  points: PointSet | undefined;
  /** what was chosen about them; undefined when nothing was compared because there is one capture */
  pointChoice: PointChoice | undefined;

  constructor(severalCaptures: boolean, adopt: (packet: PacketIndex, stream: number) => void) {
    this.messages = new MessageTable(this.calls, this.endpoints);
    this.packets = new PacketTable(severalCaptures);
    this.streams = new StreamTable({ adopt });
  }

  /** Remembers which packets a reassembled datagram or message came in; the last of them completed it. */
  noteJoined(packet: PacketIndex, packets: readonly PacketIndex[]): void {
    if (!this.joinedFrom.has(packet)) this.joinedFrom.set(packet, packets.slice(0, JOINED_KEPT));
  }

  /** A packet that was counted as something else turned out to be of this kind. */
  retake(packet: PacketIndex, kind: number, owner: number, isBeingCounted: boolean): void {
    if (!isBeingCounted) {
      this.kindCounts[this.packets.kind(packet)]!--;
      this.kindCounts[kind]!++;
    }
    this.packets.setKind(packet, kind, owner);
  }

  countNotDecoded(reason: string, packet: PacketIndex): void {
    if (this.reasonOf.size < MOST_REASONS) this.reasonOf.set(packet, reason);
    const entry = this.notDecoded.get(reason);
    if (entry === undefined) this.notDecoded.set(reason, { count: 1, first: packet });
    else entry.count++;
  }

  /** First packet of a capture, or -1. */
  firstPacket(capture: number): PacketIndex {
    for (let packet = 0; packet < this.packets.length; packet++) if (this.interfaces.at(this.packets.interfaceIndex(packet)).capture === capture) return packet;
    return -1;
  }

  place(packet: PacketIndex): PacketPlace {
    return { packet, frame: this.packets.frame(packet), capture: this.interfaces.at(this.packets.interfaceIndex(packet)).capture };
  }

  endpoint(id: EndpointId): Endpoint {
    return { address: this.addresses.text(this.endpoints.address(id)), port: this.endpoints.port(id) };
  }

  transport(id: EndpointId): Transport {
    return transportNames[this.endpoints.transport(id)] ?? 'udp';
  }

  /** Notes a response's reason phrase octets[at, end). */
  noteReason(message: MessageIndex, status: number, octets: Uint8Array, at: number, end: number): void {
    if (at < 0) return;
    const usual = this.usualReason.get(status);
    if (usual === undefined) this.usualReason.set(status, this.calls.texts.intern(octets, at, end));
    else if (!this.calls.texts.equals(usual, octets, at, end)) this.messages.addFact(message, Fact.reasonPhrase, this.calls.texts.intern(octets, at, end));
  }

  /** The reason phrase of a response; undefined for a request. */
  reason(message: MessageIndex): string | undefined {
    const status = this.messages.status(message);
    if (status === 0) return undefined;
    const own = this.messages.fact(message, Fact.reasonPhrase);
    return this.text(own >= 0 ? own : (this.usualReason.get(status) ?? -1));
  }

  /** The interned text of an id; empty for -1. */
  text(id: number): string {
    return id < 0 ? '' : readText(this.calls.texts.octets(id));
  }

  callId(call: number): string {
    return readText(this.calls.callId(call));
  }
}
