/**
 * Which packets a capture export holds: the messages of the chosen calls with every packet they were joined from, their
 * streams, and the RTCP between the same addresses; in time-line order, re-read from the files.
 */
import { toOctets } from '../base/text.ts';
import type { CallIndex, PacketIndex, StreamIndex } from '../base/units.ts';
import { Flag } from '../calls/message-fields.ts';
import type { CaptureInterface } from '../capture/interface-table.ts';
import { originText } from '../capture/made-origin.ts';
import { readRecords } from '../capture/record.ts';
import type { PacketExport } from '../contract/capture-queries.ts';
import { writePcap, writePcapng, type ExportedInterface, type ExportedPacket } from './export-packets.ts';
import { ReportOwners } from './report-owner.ts';
import { ReportWays } from './report-ways.ts';
import type { Session } from './session.ts';
import { gatherStream } from './stream-packets.ts';
import type { Tables } from './tables.ts';

/** packets re-read at once */
const BATCH = 4096;
/** nanoseconds: coarser ticks limit what is judged (source-limits.ts) and are written as they are, finer ones as nanoseconds */
const FINE = 1e6;

export function exportPackets(session: Session, request: PacketExport): AsyncIterable<Uint8Array<ArrayBuffer>> {
  const packets = choosePackets(session, request);
  const application = toOctets('Sipglass');
  const read = readPackets(session, packets);
  return request.format === 'pcapng' ? writePcapng(read, application, toOctets) : writePcap(read, commonLinkType(session, packets));
}

/** Signalling of these calls told keys of media to whoever captured it (RFC 4568 section 7.1): packets that are exported tell them on. What was sealed stays so. */
export function carriesKeys({ tables }: Session, wanted: readonly CallIndex[]): boolean {
  const { messages, calls } = tables;
  for (const call of wanted) {
    if (!(call >= 0 && call < calls.length)) continue;
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message)) {
      if ((messages.flags(message) & Flag.sdpKeys) === 0) continue;
      if (!isSealed(tables, messages.packet(message))) return true;
    }
  }
  return false;
}

/**
 * All that was opened of a packet is sealed in it: records of TLS, under keys. What a log, an exported PDU or a capture agent only calls TLS stands there in the clear,
 * and so does what a suite without encryption (RFC 5246 section 6.2.3.1) protects: its cipher's key has no octets.
 */
function isSealed({ tls }: Tables, packet: PacketIndex): boolean {
  const opened = tls.recordsIn(packet).flatMap((index) => {
    const { connection, keys } = tls.row(index);
    return keys < 0 ? [] : [connection.kept[keys]!];
  });
  return opened.length > 0 && opened.every(({ keys }) => keys.key.length > 0);
}

/** Packet indices, rising, each once. */
export function choosePackets(session: Session, request: PacketExport): Uint32Array {
  const { tables, bindings } = session;
  const { messages, calls } = tables;
  const chosen = new Set<PacketIndex>();
  const ways = new ReportWays(session);
  const owners = new ReportOwners(tables.packets, tables.streams, tables.reports);
  const streams = new Set<StreamIndex>(request.streams.filter((stream) => stream >= 0 && stream < tables.streams.count));
  for (const call of request.calls) {
    if (!(call >= 0 && call < calls.length)) continue;
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message)) {
      const packet = messages.packet(message);
      chosen.add(packet);
      for (const part of tables.joinedFrom.get(packet) ?? []) chosen.add(part);
    }
    if (!request.media) continue;
    for (const stream of bindings.streamsOf(call)) streams.add(stream);
    addReports(session, ways.rowsOf(call).keys(), chosen);
    for (const row of tables.msrp.ofCall(call)) {
      const { packet } = tables.msrp.units[row]!;
      for (const part of [packet, ...(tables.joinedFrom.get(packet) ?? [])]) chosen.add(part);
    }
    for (const flow of tables.faxFlows.ofCall(call)) for (const packet of tables.faxFlows.gather(tables.packets, flow)) chosen.add(packet);
  }
  for (const stream of streams) {
    const { packet, count } = gatherStream(tables.packets, tables.streams, stream);
    for (let i = 0; i < count; i++) chosen.add(packet[i]!);
    addReports(session, owners.rowsOf(stream), chosen);
  }
  return Uint32Array.from(chosen).sort();
}

/** RTCP that speaks of the streams, and all that goes along the calls' media. */
function addReports({ tables }: Session, rows: Iterable<number>, chosen: Set<PacketIndex>): void {
  for (const row of rows) {
    const packet = tables.reports.packet(row);
    chosen.add(packet);
    for (const part of tables.joinedFrom.get(packet) ?? []) chosen.add(part);
  }
}

async function* readPackets(session: Session, packets: Uint32Array): AsyncGenerator<ExportedPacket, void, void> {
  const { tables } = session;
  const { epoch } = tables.timeBase;
  for (let from = 0; from < packets.length; from += BATCH) {
    const batch = packets.subarray(from, from + BATCH);
    const read = new Array<ExportedPacket | undefined>(batch.length);
    for (const capture of tables.captures.keys()) {
      const own = [...batch.keys()].filter((i) => tables.interfaces.at(tables.packets.interfaceIndex(batch[i]!)).capture === capture);
      own.sort((a, b) => tables.packets.recordAt(batch[a]!) - tables.packets.recordAt(batch[b]!));
      const row = (i: number): CaptureInterface => tables.interfaces.at(tables.packets.interfaceIndex(batch[own[i]!]!));
      await readRecords(
        tables.captures[capture]!.source,
        own.map((i) => tables.packets.recordAt(batch[i]!)),
        row,
        (i, record) => {
          const packet = batch[own[i]!]!;
          const octets = record.octets.slice();
          if (!tables.hepKeys.hide(packet, octets, row(i).linkType, tables.addresses)) {
            tables.diagnostics.report('hep.key-left-out', packet);
            return;
          }
          read[own[i]!] = {
            epoch: epoch + BigInt(Math.round(tables.packets.capturedAt(packet))),
            octets,
            originalLength: record.originalLength,
            from: exportedInterface(row(i)),
            comments: record.comments,
          };
        },
      );
    }
    for (const packet of read) if (packet !== undefined) yield packet;
  }
}

/** What an export says of where its packets were taken: of those that were made, what is made up; and how finely times are known, when that is coarse. */
function exportedInterface({ linkType, resolution, made }: CaptureInterface): ExportedInterface {
  const tick = Number(resolution);
  return { linkType, digits: tick > FINE ? Math.max(0, 9 - Math.round(Math.log10(tick))) : 9, description: made === undefined ? '' : originText(made) };
}

/** A classic pcap holds one link type: the one most of the packets have. */
function commonLinkType(session: Session, packets: Uint32Array): number {
  const { tables } = session;
  const counts = new Map<number, number>();
  for (const packet of packets) {
    const { linkType } = tables.interfaces.at(tables.packets.interfaceIndex(packet));
    counts.set(linkType, (counts.get(linkType) ?? 0) + 1);
  }
  let best = 1;
  let most = 0;
  for (const [linkType, count] of counts) if (count > most) [best, most] = [linkType, count];
  return best;
}
