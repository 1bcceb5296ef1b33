/**
 * What RTCP packets say, read again from the files in coalesced reads and found in each packet by the walk that found it
 * first: VLAN tags, tunnels, fragments and TURN channel data are the same here as in the pass.
 */
import { DiagnosticLog } from '../base/diagnostic.ts';
import { readRecord, readRecords } from '../capture/record.ts';
import { Fragments } from '../net/fragments.ts';
import { joinFragments } from '../net/join-fragments.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { isTurnChannel, turnPayloadEnd } from '../rtp/demultiplex.ts';
import { readStatement, type RtcpStatement } from '../rtp/rtcp-statement.ts';
import type { FlowEnds } from './dtls-keys.ts';
import type { Tables } from './tables.ts';

export class RtcpReader {
  readonly #tables: Tables;
  readonly #layers: Layers = createLayers();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** The statement of each row of the report index; rows that cannot be read (any more, or for encryption) are missing. */
  async read(rows: readonly number[]): Promise<ReadonlyMap<number, RtcpStatement>> {
    const { packets, interfaces, captures, reports, joinedFrom, sealed } = this.#tables;
    const found = new Map<number, RtcpStatement>();
    const byCapture: number[][] = captures.map(() => []);
    for (const row of rows) {
      // what could not be read in the pass may be encrypted
      if (reports.kinds(row) === 0) await sealed?.prepareControl(this.#endsOf(row));
      const packet = reports.packet(row);
      if (joinedFrom.has(packet)) {
        const statement = await this.#readJoined(row);
        if (statement !== undefined) found.set(row, statement);
      } else byCapture[interfaces.at(packets.interfaceIndex(packet)).capture]!.push(row);
    }
    for (const [capture, own] of byCapture.entries()) {
      const at = own.map((row) => packets.recordAt(reports.packet(row)));
      const order = [...own.keys()].sort((a, b) => at[a]! - at[b]!);
      const interfaceOf = (i: number): ReturnType<typeof interfaces.at> => interfaces.at(packets.interfaceIndex(reports.packet(own[order[i]!]!)));
      await readRecords(
        captures[capture]!.source,
        order.map((i) => at[i]!),
        interfaceOf,
        (i, record) => {
          const statement = this.#open(record.octets, interfaceOf(i).linkType, own[order[i]!]!);
          if (statement !== undefined) found.set(own[order[i]!]!, statement);
        },
      );
    }
    return found;
  }

  #open(octets: Uint8Array, linkType: number, row: number): RtcpStatement | undefined {
    const layers = this.#layers;
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    walk(view, 0, octets.length, linkType, this.#tables.addresses, layers);
    if (layers.outcome !== outcomes.UDP) return undefined;
    const { payloadAt, payloadEnd } = layers;
    return payloadStatement(view, octets, payloadAt, payloadEnd) ?? this.#opened(octets, payloadAt, payloadEnd, row);
  }

  /** What SRTCP says, when a key opens it. */
  #opened(octets: Uint8Array, at: number, end: number, row: number): RtcpStatement | undefined {
    const plain = end - at < 8 ? undefined : this.#tables.sealed?.openControl(this.#endsOf(row), octets, at, end);
    return plain === undefined ? undefined : readStatement(new DataView(plain.buffer), plain, 0, plain.length);
  }

  #endsOf(row: number): FlowEnds {
    const { reports } = this.#tables;
    return {
      source: reports.source(row),
      sourcePort: reports.sourcePort(row),
      destination: reports.destination(row),
      destinationPort: reports.destinationPort(row),
    };
  }

  /** A datagram that came in fragments. */
  async #readJoined(row: number): Promise<RtcpStatement | undefined> {
    const { packets, interfaces, captures, reports, joinedFrom, addresses } = this.#tables;
    const fragments = new Fragments(new DiagnosticLog());
    const layers = this.#layers;
    for (const packet of joinedFrom.get(reports.packet(row)) ?? []) {
      const one = interfaces.at(packets.interfaceIndex(packet));
      const record = await readRecord(captures[one.capture]!.source, packets.recordAt(packet), one);
      if (record === undefined) return undefined;
      const { octets } = record;
      walk(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length, one.linkType, addresses, layers);
      if (layers.outcome !== outcomes.FRAGMENT) return undefined;
      const whole = joinFragments(fragments, layers, octets, packet, packets.time(packet), addresses);
      if (whole === undefined) continue;
      const joined = whole.octets;
      return payloadStatement(new DataView(joined.buffer, joined.byteOffset, joined.length), joined, layers.payloadAt, layers.payloadEnd);
    }
    return undefined;
  }
}

function payloadStatement(view: DataView, octets: Uint8Array, at: number, end: number): RtcpStatement | undefined {
  if (!isTurnChannel(view, at, end)) return readStatement(view, octets, at, end);
  return readStatement(view, octets, at + 4, turnPayloadEnd(view, at));
}
