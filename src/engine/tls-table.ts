/**
 * TLS connections of the open captures, and where their records stand: packets and places, so that one can be shown, and opened again, when somebody looks. Bounded by
 * limits.tlsConnections and limits.tlsRecords; what is beyond is read all the same, and only not described.
 */
import { float64Column, int32Column, uint8Column, type Column } from '../base/column.ts';
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';
import type { EndpointId } from '../calls/endpoint-table.ts';
import type { TlsConnection } from './tls-connection.ts';

/** Octets of a record in one packet: `offset` as the file has it, or negative. */
export interface RecordPiece {
  packet: PacketIndex;
  offset: number;
  length: number;
}

export interface RecordRow {
  readonly connection: TlsConnection;
  readonly side: 0 | 1;
  /** number of the keys in the connection's list; -1: it was not encrypted, or stays closed */
  readonly keys: number;
  readonly sequence: number;
  readonly isEncrypted: boolean;
  readonly pieces: readonly RecordPiece[];
  /** row of the record in front of it in its direction, or -1 */
  readonly before: number;
}

export class TlsTable {
  readonly connections: TlsConnection[] = [];
  readonly #connection: Column<Int32Array> = int32Column();
  readonly #flags: Column<Uint8Array> = uint8Column();
  readonly #keys: Column<Int32Array> = int32Column();
  readonly #sequence: Column<Float64Array> = float64Column();
  readonly #before: Column<Int32Array> = int32Column();
  readonly #pieceAt: Column<Int32Array> = int32Column();
  readonly #piecePacket: Column<Int32Array> = int32Column();
  readonly #pieceOffset: Column<Int32Array> = int32Column();
  readonly #pieceLength: Column<Int32Array> = int32Column();
  readonly #byEnds = new Map<number, TlsConnection[]>();
  #indexed = 0;
  #byPacket: Map<PacketIndex, number[]> | undefined;

  get isFull(): boolean {
    return this.connections.length >= limits.tlsConnections;
  }

  /** True when no more records are described. */
  get hasAllRecords(): boolean {
    return this.#connection.length >= limits.tlsRecords;
  }

  /** A record and where it stands; its row. */
  add(connection: TlsConnection, side: 0 | 1, keys: number, sequence: number, isEncrypted: boolean, before: number, pieces: readonly RecordPiece[]): number {
    this.#byPacket = undefined;
    this.#flags.push(side | (isEncrypted ? 2 : 0));
    this.#keys.push(keys);
    this.#sequence.push(sequence);
    this.#before.push(before);
    this.#pieceAt.push(this.#piecePacket.length);
    for (const { packet, offset, length } of pieces) {
      this.#piecePacket.push(packet);
      this.#pieceOffset.push(offset);
      this.#pieceLength.push(length);
    }
    return this.#connection.push(connection.number);
  }

  /** The connection between two ends that a packet belongs to: the newest that had begun; also when it was let go meanwhile. */
  between(one: EndpointId, other: EndpointId, packet: PacketIndex): TlsConnection | undefined {
    for (; this.#indexed < this.connections.length; this.#indexed++) {
      const connection = this.connections[this.#indexed]!;
      const key = pairOf(connection.source, connection.destination);
      const known = this.#byEnds.get(key);
      if (known === undefined) this.#byEnds.set(key, [connection]);
      else known.push(connection);
    }
    return this.#byEnds.get(pairOf(one, other))?.findLast(({ first }) => first <= packet);
  }

  /** Rows of the records that have octets in a packet, in their order. */
  recordsIn(packet: PacketIndex): readonly number[] {
    this.#byPacket ??= this.#index();
    return this.#byPacket.get(packet) ?? [];
  }

  row(row: number): RecordRow {
    const flags = this.#flags.values[row]!;
    const end = row + 1 < this.#connection.length ? this.#pieceAt.values[row + 1]! : this.#piecePacket.length;
    const pieces: RecordPiece[] = [];
    for (let i = this.#pieceAt.values[row]!; i < end; i++)
      pieces.push({ packet: this.#piecePacket.values[i]!, offset: this.#pieceOffset.values[i]!, length: this.#pieceLength.values[i]! });
    return {
      connection: this.connections[this.#connection.values[row]!]!,
      side: (flags & 1) as 0 | 1,
      isEncrypted: (flags & 2) !== 0,
      keys: this.#keys.values[row]!,
      sequence: this.#sequence.values[row]!,
      before: this.#before.values[row]!,
      pieces,
    };
  }

  #index(): Map<PacketIndex, number[]> {
    const found = new Map<PacketIndex, number[]>();
    for (let row = 0; row < this.#connection.length; row++) {
      const end = row + 1 < this.#connection.length ? this.#pieceAt.values[row + 1]! : this.#piecePacket.length;
      for (let i = this.#pieceAt.values[row]!; i < end; i++) {
        const packet = this.#piecePacket.values[i]!;
        const rows = found.get(packet);
        if (rows === undefined) found.set(packet, [row]);
        else if (rows.at(-1) !== row) rows.push(row);
      }
    }
    return found;
  }
}

/** ids of endpoints stay below 2^26 */
function pairOf(one: EndpointId, other: EndpointId): number {
  return Math.min(one, other) * 0x4000000 + Math.max(one, other);
}
