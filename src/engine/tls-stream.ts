/**
 * TLS over TCP (RFC 8446 section 5.1): cuts a direction's octets into records, gives them to the connection (tls-connection.ts), and gives on what it opens as
 * a stream of its own. Told by the form of its first record, on any port. A connection that nobody can open is let go; its packets are counted by
 * their own first octets.
 */
import type { PacketIndex } from '../base/units.ts';
import type { TcpFlow } from '../net/tcp-flow.ts';
import { Transport } from '../calls/endpoint-table.ts';
import type { SealedRecord } from '../crypto/tls-seal.ts';
import { contentTypes, findRecord, isRecordHeader, RECORD_HEADER, recordLength, recordVersion } from '../wire/tls-record.ts';
import { Kind } from './kinds.ts';
import type { StreamHost } from './stream-host.ts';
import type { StreamPath } from './stream-path.ts';
import { NOWHERE, type StreamReader, type StreamReaderKind } from './stream-reader.ts';
import { TlsConnection } from './tls-connection.ts';
import { TlsSessions } from './tls-session.ts';
import type { RecordPiece } from './tls-table.ts';

const SIPS_PORT = 5061;
/** octets of the shortest encrypted record: how many may have been lost is told by it */
const SHORTEST = RECORD_HEADER + 17;
/** numbers tried for the first record behind a gap */
const MOST_MISSING = 512;
/** octets without a record before a stream is let go */
const PATIENCE = 65_536;
/** octets by which text is told */
const BEGINNING = 16;

const sessionsOf = new WeakMap<StreamHost, TlsSessions>();
/** the connection a flow belongs to: the other direction asks for it, though this one may have been let go */
const connectionOf = new WeakMap<TcpFlow, TlsConnection>();

export const tlsStreams: StreamReaderKind = {
  fits: (path, octets, at, end) => {
    const first = octets[at]!;
    if (path.isSecure) return false;
    // on the port of SIP over TLS a capture may begin within a record
    if (path.flow.sourcePort === SIPS_PORT || path.flow.destinationPort === SIPS_PORT) return !isText(octets, at, end);
    if (first < contentTypes.changeCipherSpec || first > contentTypes.heartbeat) return false;
    return end - at < RECORD_HEADER ? undefined : isRecordHeader(octets, at, end);
  },
  open: (path, host) => new TlsStream(path, host),
};

/** SIP, or something else that is no record: text from its beginning. */
function isText(octets: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i < Math.min(end, at + BEGINNING); i++) {
    const octet = octets[i]!;
    if (octet >= 0x7f || (octet < 0x20 && octet !== 0x09 && octet !== 0x0a && octet !== 0x0d)) return false;
  }
  return true;
}

class TlsStream implements StreamReader {
  readonly #path: StreamPath;
  readonly #host: StreamHost;
  readonly connection: TlsConnection;
  readonly side: 0 | 1;
  /** a record that is not whole: its octets so far, all of it will be `#need` */
  #held: Uint8Array | undefined;
  #length = 0;
  #need = 0;
  #pieces: RecordPiece[] = [];
  /** the next octets may be anything: records are looked for */
  #isLost = false;
  #skipped = 0;
  #lastRow = -1;

  constructor(path: StreamPath, host: StreamHost) {
    this.#path = path;
    this.#host = host;
    const known = path.flow.opposite === undefined ? undefined : connectionOf.get(path.flow.opposite);
    this.connection = known ?? connect(path, host);
    this.side = known === undefined ? 0 : 1;
    connectionOf.set(path.flow, this.connection);
  }

  take(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    // it has its place also when none of its records comes whole
    if (this.connection.first < 0) this.connection.first = packet;
    let p = at;
    const place = (from: number): number => (offset < 0 ? NOWHERE : offset + from - at);
    while (p < end && !this.#path.released) {
      if (this.#held !== undefined) p = this.#fill(octets, p, end, packet, place(p));
      else {
        if (this.#isLost || (end - p >= RECORD_HEADER && !isRecordHeader(octets, p, end))) {
          const found = this.#find(octets, p, end);
          if (found < 0) return;
          p = found;
        }
        const stop = p + RECORD_HEADER + (end - p < RECORD_HEADER ? 0 : recordLength(octets, p));
        if (end - p < RECORD_HEADER || stop > end) return this.#hold(octets, p, end, packet, place(p));
        this.#record(octets, p, stop, packet, [{ packet, offset: place(p), length: stop - p }]);
        p = stop;
      }
    }
  }

  gap(length: number, packet: PacketIndex): void {
    const rest = this.#held === undefined || this.#length < RECORD_HEADER ? 0 : this.#need - this.#length;
    this.#drop();
    // a gap within one record costs that record
    const isWithin = length > 0 && rest > length;
    this.connection.lose(this.side, isWithin ? 1 : Math.min(MOST_MISSING, 1 + Math.ceil(Math.max(0, length) / SHORTEST)));
    this.#isLost = true;
    this.#path.inner?.gap(-1, packet);
  }

  finish(): void {
    this.#drop();
    // at the end of the capture no packet is at hand
    if (this.#host.current >= 0) this.connection.isEnded = true;
    if (this.#path.flow.opposite !== undefined) this.connection.isTwofold = true;
    this.#path.inner?.finish();
  }

  /** Where a record begins in octets[at, end); -1 when nowhere. */
  #find(octets: Uint8Array, at: number, end: number): number {
    const found = findRecord(octets, at, end);
    this.#isLost = found < 0;
    this.#skipped += (found < 0 ? end : found) - at;
    if (found !== at && this.connection.records > 0) this.connection.lose(this.side, 1);
    if (this.#skipped > PATIENCE && this.connection.opened === 0) this.#path.release();
    return found;
  }

  /** Keeps the beginning of a record. */
  #hold(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    const { budget, tables } = this.#host;
    this.#need = end - at < RECORD_HEADER ? RECORD_HEADER : RECORD_HEADER + recordLength(octets, at);
    if (budget.used + this.#need > budget.limit) {
      tables.diagnostics.report('limit.streamOctets', packet);
      return this.gap(-1, packet);
    }
    budget.used += this.#need;
    this.#held = new Uint8Array(this.#need);
    this.#held.set(octets.subarray(at, end));
    this.#length = end - at;
    this.#pieces = [{ packet, offset, length: end - at }];
  }

  /** Adds to the held record what octets[at, end) have of it; returns where that ends. */
  #fill(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): number {
    const held = this.#held!;
    const stop = Math.min(end, at + this.#need - this.#length);
    held.set(octets.subarray(at, stop), this.#length);
    this.#length += stop - at;
    this.#pieces.push({ packet, offset, length: stop - at });
    if (this.#length < this.#need) return stop;
    const pieces = this.#pieces;
    const length = this.#length;
    this.#drop();
    if (length > RECORD_HEADER || recordLength(held, 0) === 0) this.#record(held, 0, length, packet, pieces);
    else if (!isRecordHeader(held, 0, length)) this.#isLost = true;
    else {
      // the header is whole now and says how long the record is
      this.#hold(held, 0, length, packet, offset);
      if (this.#held !== undefined) this.#pieces = pieces;
    }
    return stop;
  }

  #drop(): void {
    if (this.#held !== undefined) this.#host.budget.used -= this.#need;
    this.#held = undefined;
    this.#pieces = [];
    this.#length = 0;
  }

  #record(octets: Uint8Array, at: number, end: number, packet: PacketIndex, pieces: readonly RecordPiece[]): void {
    const { connection, side } = this;
    const record: SealedRecord = { type: octets[at]!, version: recordVersion(octets, at), octets, at: at + RECORD_HEADER, end };
    this.#skipped = 0;
    this.#host.mark(packet, Kind.tls);
    const direction = connection.directions[side];
    const isEncrypted = direction.isEncrypted || record.type === contentTypes.applicationData;
    const opened = connection.take(side, record, packet);
    this.#describe(isEncrypted, isEncrypted && opened !== undefined, pieces, packet);
    if (opened !== undefined && isEncrypted && opened.type === contentTypes.applicationData) this.#give(opened.octets, packet);
    if (connection.isPointless(side)) this.#path.release();
  }

  #describe(isEncrypted: boolean, isOpened: boolean, pieces: readonly RecordPiece[], packet: PacketIndex): void {
    const { tls, diagnostics } = this.#host.tables;
    const { connection, side } = this;
    if (tls.connections[connection.number] !== connection) return;
    if (tls.hasAllRecords) return diagnostics.report('limit.tlsRecords', packet);
    const { keys, sequence } = connection.openedWith;
    this.#lastRow = tls.add(connection, side, isOpened ? keys : -1, isOpened ? sequence : 0, isEncrypted, this.#lastRow, pieces);
  }

  /** Plain octets go on as a stream within this one. */
  #give(octets: Uint8Array, packet: PacketIndex): void {
    if (octets.length === 0) return;
    const path = this.#path;
    const inner = path.within();
    // what was opened is the library's memory: whoever keeps it copies, whoever is asked meanwhile must not find it changed
    inner.take(octets.slice(), 0, octets.length, packet, NOWHERE);
    if (inner.released) path.release();
  }
}

function connect({ flow }: StreamPath, host: StreamHost): TlsConnection {
  const { tables } = host;
  const { tls, endpoints, diagnostics } = tables;
  let sessions = sessionsOf.get(host);
  if (sessions === undefined) sessionsOf.set(host, (sessions = new TlsSessions(tables.secrets, diagnostics)));
  const source = endpoints.id(flow.source, flow.sourcePort, Transport.tcp);
  const destination = endpoints.id(flow.destination, flow.destinationPort, Transport.tcp);
  const connection = new TlsConnection(tls.connections.length, source, destination, sessions, diagnostics);
  if (tls.isFull) diagnostics.report('limit.tlsConnections', host.current);
  else tls.connections.push(connection);
  return connection;
}
