/**
 * TLS in one packet, for the inspector: its records as a tree, records put together from several packets, and what the keys open of those that end here. Opened anew
 * each time: places and keys are kept (tls-table.ts), plain octets are not.
 */
import type { Field } from '../base/field.ts';
import type { PacketIndex } from '../base/units.ts';
import { Transport } from '../calls/endpoint-table.ts';
import { outcomes, type Layers } from '../net/layers.ts';
import { readRecord } from '../capture/record.ts';
import type { Octets } from '../contract/detail.ts';
import { TlsSeal, type OpenedRecord } from '../crypto/tls-seal.ts';
import { suiteName } from '../crypto/tls-suite.ts';
import { contentNames } from '../wire/dtls-names.ts';
import { inspectTlsContent, inspectTlsRecord } from '../wire/inspect-tls.ts';
import { tlsRecordTitles } from '../wire/record-titles.ts';
import { tlsVersionName } from '../wire/tls-names.ts';
import { contentTypes, findRecord, isRecordHeader, RECORD_HEADER, recordLength, recordVersion } from '../wire/tls-record.ts';
import { Kind } from './kinds.ts';
import type { Tables } from './tables.ts';
import type { TlsConnection } from './tls-connection.ts';
import { whyClosed } from './tls-why.ts';
import type { RecordRow } from './tls-table.ts';

const TITLE = 'Transport Layer Security';
const BLOCK = 16;
/** records of one packet that are shown */
const MOST_SHOWN = 64;

export interface Opened {
  readonly octets: Octets;
  readonly fields: Field[];
  /** what an application sent, and not part of the handshake or an alert */
  readonly isData: boolean;
}

export interface TlsInPacket {
  readonly fields: Field[];
  readonly buffers: Opened[];
}

/** The connection that a packet is of; `layers` is its walk. */
export function tlsConnectionOf(tables: Tables, packet: PacketIndex, layers: Layers): TlsConnection | undefined {
  const { tls, endpoints } = tables;
  if (tls.connections.length === 0 || layers.outcome !== outcomes.TCP || layers.payloadEnd <= layers.payloadAt) return undefined;
  const source = endpoints.find(layers.source, layers.sourcePort, Transport.tcp);
  const destination = endpoints.find(layers.destination, layers.destinationPort, Transport.tcp);
  return source < 0 || destination < 0 ? undefined : tls.between(source, destination, packet);
}

/** @param at where the TCP payload begins in `octets`, up to `end`; `withPlain` false leaves out what is opened */
export async function tlsInPacket(tables: Tables, packet: PacketIndex, octets: Uint8Array, at: number, end: number, withPlain: boolean): Promise<TlsInPacket> {
  const rows = tables.tls.recordsIn(packet).slice(0, MOST_SHOWN);
  if (rows.length === 0) return { fields: tables.packets.kind(packet) === Kind.tls ? byForm(octets, at, end) : [], buffers: [] };
  const children: Field[] = [];
  const buffers: Opened[] = [];
  for (const index of rows) {
    const row = tables.tls.row(index);
    const here = row.pieces.find((piece) => piece.packet === packet && piece.offset >= 0);
    const isFirst = row.pieces[0]!.packet === packet;
    if (here !== undefined) children.push(recordHere(octets, here.offset, here.offset + here.length, row, isFirst));
    if (row.pieces.at(-1)!.packet !== packet || (row.pieces.length === 1 && row.keys < 0)) continue;
    const whole = await readPieces(tables, row);
    if (whole === undefined) continue;
    const from = row.pieces.map((piece) => tables.place(piece.packet));
    if (row.pieces.length > 1 && !row.isEncrypted)
      buffers.push({
        octets: { name: 'reassembled', octets: whole, from },
        fields: [inspectTlsRecord(whole, 0, whole.length, false, '', suiteName)],
        isData: false,
      });
    if (row.keys < 0 || !withPlain) continue;
    const opened = await openAgain(tables, row, whole);
    if (opened !== undefined)
      buffers.push({
        octets: { name: 'decrypted', octets: opened.octets, from },
        fields: [plainField(opened)],
        isData: opened.type === contentTypes.applicationData,
      });
  }
  return { fields: [tlsField(children, at, end)], buffers };
}

/** One line about a packet with TLS: what its records are, and whether they were opened. */
export function tlsTitle(tables: Tables, packet: PacketIndex, octets: Uint8Array, layers: Layers): string {
  const connection = tlsConnectionOf(tables, packet, layers);
  const { payloadAt: at, payloadEnd: end } = layers;
  // a record that began before is passed over
  const from = isRecordHeader(octets, at, end) ? at : findRecord(octets, at, end);
  const rest = (from < 0 ? '' : tlsRecordTitles(octets, from, end, isEncryptedBefore(tables, connection, packet, layers))) || 'goes on';
  const version = connection?.version === undefined ? '' : `${tlsVersionName(connection.version)} `;
  const state =
    connection === undefined || connection.state === 'handshake'
      ? ''
      : connection.state === 'opened'
        ? ' (opened)'
        : ` (locked: ${whyClosed(tables.secrets, connection).replaceAll('-', ' ')})`;
  return `${version}${rest}${state}`;
}

/** What this side sends is under keys since a packet in front of this one (TLS 1.0 to 1.2). */
function isEncryptedBefore({ endpoints }: Tables, connection: TlsConnection | undefined, packet: PacketIndex, { source, sourcePort }: Layers): boolean {
  if (connection === undefined) return false;
  const { encryptedFrom } = connection.directions[connection.source === endpoints.find(source, sourcePort, Transport.tcp) ? 0 : 1];
  return encryptedFrom >= 0 && packet > encryptedFrom;
}

function tlsField(children: readonly Field[], at: number, end: number): Field {
  const value = children.map((child) => child.value ?? '').join('; ');
  return { key: 'tls', name: TITLE, value, at, length: Math.max(0, end - at), reference: 'RFC 8446 section 5', children };
}

/** The record's octets in this packet. */
function recordHere(octets: Uint8Array, at: number, end: number, row: RecordRow, isFirst: boolean): Field {
  const note = row.keys >= 0 ? 'opened' : row.isEncrypted ? 'under keys' : '';
  if (isFirst && end - at >= RECORD_HEADER) return inspectTlsRecord(octets, at, end, row.isEncrypted, note, suiteName);
  return { key: 'tls.record', name: 'record', value: `goes on: ${end - at} octets${note === '' ? '' : `, ${note}`}`, at, length: end - at };
}

/** Records of a packet whose connection is not followed: by their form. */
function byForm(octets: Uint8Array, at: number, end: number): Field[] {
  const children: Field[] = [];
  for (let next = at; isRecordHeader(octets, next, end) && children.length < MOST_SHOWN; next += RECORD_HEADER + recordLength(octets, next))
    children.push(inspectTlsRecord(octets, next, end, octets[next] === 23, '', suiteName));
  return children.length === 0 ? [] : [tlsField(children, at, end)];
}

async function readPieces(tables: Tables, row: RecordRow): Promise<Uint8Array | undefined> {
  const whole = new Uint8Array(row.pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const { packet, offset, length } of row.pieces) {
    if (offset < 0) return undefined;
    const { packets, interfaces, captures } = tables;
    const owner = interfaces.at(packets.interfaceIndex(packet));
    const record = await readRecord(captures[owner.capture]!.source, packets.recordAt(packet), owner).catch(() => undefined);
    if (record === undefined || offset + length > record.octets.length) return undefined;
    whole.set(record.octets.subarray(offset, offset + length), at);
    at += length;
  }
  return whole.length < RECORD_HEADER ? undefined : whole;
}

async function openAgain(tables: Tables, row: RecordRow, whole: Uint8Array): Promise<OpenedRecord | undefined> {
  const { suite, kept } = row.connection;
  const keys = kept[row.keys];
  if (suite === undefined || keys === undefined) return undefined;
  const seal = new TlsSeal(keys.version, suite, keys.keys, keys.encryptThenMac);
  const before = row.sequence === 0 ? seal.firstVector : await lastBlock(tables, row, seal);
  const record = { type: whole[0]!, version: recordVersion(whole, 0), octets: whole, at: RECORD_HEADER, end: whole.length };
  const opened = seal.open(record, row.sequence, before);
  return opened === undefined ? undefined : { ...opened, octets: opened.octets.slice() };
}

/** The vector of TLS 1.0 is the end of the record in front. */
async function lastBlock(tables: Tables, row: RecordRow, seal: TlsSeal): Promise<Uint8Array | undefined> {
  if (seal.firstVector === undefined || row.before < 0) return undefined;
  const whole = await readPieces(tables, tables.tls.row(row.before));
  const end = (whole?.length ?? 0) - seal.trailer;
  return whole === undefined || end < BLOCK ? undefined : whole.slice(end - BLOCK, end);
}

function plainField({ type, octets, padding }: OpenedRecord): Field {
  const children: Field[] = [{ key: 'tls.record.content_type', name: 'content type', value: `${type} (${contentNames.get(type) ?? 'unknown'})` }];
  if (padding > 0) children.push({ key: 'tls.record.padding', name: 'padding', value: `${padding} octets`, reference: 'RFC 8446 section 5.4' });
  children.push(...inspectTlsContent(type, octets, 0, octets.length, suiteName));
  return { key: 'tls.plain', name: 'opened record', value: contentNames.get(type) ?? String(type), at: 0, length: octets.length, children };
}
