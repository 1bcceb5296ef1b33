/**
 * The octets of SIP messages again: from the file, in coalesced reads, or from the arena where they exist in the file only
 * in pieces. Also what the export shows of a message beyond the columns.
 */
import { isLossy, readText } from '../base/text.ts';
import type { MessageIndex } from '../base/units.ts';
import { Flag } from '../calls/message-fields.ts';
import { readRecord, readRecords } from '../capture/record.ts';
import { createScan, scanMessage, type SipScan } from '../sip/scan.ts';
import type { ExportedMessage } from './export-analysis.ts';
import type { Tables } from './tables.ts';

export class MessageReader {
  readonly #tables: Tables;
  readonly #scan: SipScan = createScan();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** The octets of one message; undefined when the file no longer has them. */
  async read(message: MessageIndex): Promise<Uint8Array | undefined> {
    const { messages, packets, interfaces, captures, arena } = this.#tables;
    const at = messages.textAt(message);
    const length = messages.textLength(message);
    if ((messages.flags(message) & Flag.inArena) !== 0) return arena.octets(at, length);
    const packet = messages.packet(message);
    const row = interfaces.at(packets.interfaceIndex(packet));
    const record = await readRecord(captures[row.capture]!.source, packets.recordAt(packet), row);
    return record === undefined || at + length > record.octets.length ? undefined : record.octets.subarray(at, at + length);
  }

  /** Calls `each` once for every message, in any order; octets are borrowed, undefined when they cannot be had. */
  async readMany(wanted: readonly MessageIndex[], each: (index: number, octets: Uint8Array | undefined) => void): Promise<void> {
    const { messages, packets, interfaces, captures, arena } = this.#tables;
    const byCapture: number[][] = captures.map(() => []);
    for (let index = 0; index < wanted.length; index++) {
      const message = wanted[index]!;
      if ((messages.flags(message) & Flag.inArena) !== 0) each(index, arena.octets(messages.textAt(message), messages.textLength(message)));
      else byCapture[interfaces.at(packets.interfaceIndex(messages.packet(message))).capture]!.push(index);
    }
    for (const [capture, indices] of byCapture.entries()) {
      if (indices.length === 0) continue;
      const at = (index: number): number => packets.recordAt(messages.packet(wanted[index]!));
      indices.sort((a, b) => at(a) - at(b));
      const seen = new Uint8Array(indices.length);
      await readRecords(
        captures[capture]!.source,
        indices.map(at),
        (i) => interfaces.at(packets.interfaceIndex(messages.packet(wanted[indices[i]!]!))),
        (i, record) => {
          const message = wanted[indices[i]!]!;
          const from = messages.textAt(message);
          const to = from + messages.textLength(message);
          seen[i] = 1;
          each(indices[i]!, to <= record.octets.length ? record.octets.subarray(from, to) : undefined);
        },
      );
      for (const [i, index] of indices.entries()) if (seen[i] === 0) each(index, undefined);
    }
  }

  /** Messages as the export shows them, in the order asked for. */
  async exported(wanted: readonly MessageIndex[]): Promise<ExportedMessage[]> {
    const rows: ExportedMessage[] = new Array<ExportedMessage>(wanted.length);
    await this.readMany(wanted, (index, octets) => {
      rows[index] = this.#export(wanted[index]!, octets);
    });
    return rows;
  }

  #export(message: MessageIndex, octets: Uint8Array | undefined): ExportedMessage {
    const { messages, packets } = this.#tables;
    const tables = this.#tables;
    const scan = this.#scan;
    const isRead = octets !== undefined && scanMessage(octets, 0, octets.length, scan);
    const span = (at: number, end: number): string | undefined => (isRead && at >= 0 ? readText(octets, at, end) : undefined);
    const status = messages.status(message);
    const original = messages.original(message);
    const flags = messages.flags(message);
    const place = tables.place(messages.packet(message));
    const originalFrame = original < 0 ? undefined : packets.frame(messages.packet(original));
    const method = isRead && scan.isRequest ? span(scan.methodAt, scan.methodEnd) : tables.methods.name(messages.method(message));
    return {
      frame: place.frame,
      capture: place.capture,
      time: messages.time(message),
      source: tables.endpoint(messages.source(message)),
      destination: tables.endpoint(messages.destination(message)),
      transport: tables.transport(messages.source(message)),
      method: status === 0 ? method : undefined,
      status: status === 0 ? undefined : status,
      reason: tables.reason(message),
      cseq: isRead ? cseqText(octets, scan) : `${messages.cseqNumber(message)} ${tables.methods.name(messages.cseqMethod(message))}`,
      branch: span(scan.branchAt, scan.branchEnd),
      fromTag: span(scan.fromTagAt, scan.fromTagEnd),
      toTag: span(scan.toTagAt, scan.toTagEnd),
      retransmissionOf: (flags & Flag.retransmission) === 0 ? undefined : originalFrame,
      captureDuplicateOf: (flags & Flag.captureDuplicate) === 0 ? undefined : originalFrame,
      sdp: (flags & Flag.hasSdp) !== 0,
      lossy: isRead && isLossy(octets, 0, scan.headerEnd),
    };
  }
}

/** The CSeq as it came: number and method; undefined when there is none. */
function cseqText(octets: Uint8Array, scan: SipScan): string | undefined {
  if (scan.cseqMethodAt < 0 && scan.cseqNumber < 0) return undefined;
  return `${scan.cseqNumber < 0 ? '' : scan.cseqNumber} ${scan.cseqMethodAt < 0 ? '' : readText(octets, scan.cseqMethodAt, scan.cseqMethodEnd)}`.trim();
}
