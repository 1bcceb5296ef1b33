/**
 * One TLS connection (RFC 8446, RFC 5246): follows both directions' handshakes in the order of the capture, asks for keys when the first encrypted record
 * comes, and opens what it can. What cannot be opened has a reason (contract/tls.ts). Never throws, whatever the records say.
 */
import type { PacketIndex } from '../base/units.ts';
import type { DiagnosticLog } from '../base/diagnostic.ts';
import { limits } from '../base/limits.ts';
import type { EndpointId } from '../calls/endpoint-table.ts';
import type { TlsState } from '../contract/tls.ts';
import {
  clearKeys,
  deriveKeys12,
  deriveKeys13,
  nextSecret,
  TlsSeal,
  tlsVersions,
  type DirectionKeys,
  type OpenedRecord,
  type SealedRecord,
} from '../crypto/tls-seal.ts';
import { tlsSuite, type TlsSuite } from '../crypto/tls-suite.ts';
import { handshakeTypes, readClientHello, readServerHello, type Hello } from '../wire/tls-hello.ts';
import { contentTypes } from '../wire/tls-record.ts';
import type { Secret } from './secrets.ts';
import { TlsDirection, type KeptKeys } from './tls-direction.ts';
import { isOpenable, secretNames, type SecretName, type TlsSessions } from './tls-session.ts';

const MESSAGE_HEADER = 4;
/** octets of an encrypted alert of TLS 1.3: two, the type, the tag */
const ALERT_13 = 19;

export class TlsConnection {
  readonly number: number;
  /** of the direction that was seen first */
  readonly source: EndpointId;
  readonly destination: EndpointId;
  first: PacketIndex = -1;
  last: PacketIndex = -1;
  readonly directions: readonly [TlsDirection, TlsDirection];
  /** who is the client; -1 while nobody knows */
  clientSide: 0 | 1 | -1 = -1;
  client: Hello | undefined;
  server: Hello | undefined;
  suite: TlsSuite | undefined;
  records = 0;
  opened = 0;
  early = 0;
  resumed = false;
  /** a fatal alert was seen in the clear, or a record that held one was opened */
  alert: { readonly side: 0 | 1; readonly description: number; readonly packet: PacketIndex; readonly wasSealed: boolean } | undefined;
  /** its TCP connection was closed, and both directions of it were seen */
  isEnded = false;
  isTwofold = false;
  /** keys that records were opened with, for whoever wants to see one opened again */
  readonly kept: KeptKeys[] = [];
  /** number in `kept` and sequence number of the record that was opened last */
  readonly openedWith: { keys: number; sequence: number } = { keys: -1, sequence: 0 };
  readonly #sessions: TlsSessions;
  readonly #diagnostics: DiagnosticLog;
  #closed: TlsState | undefined;
  #master: Secret | undefined;
  #encryptedPremaster: Uint8Array | undefined;
  #transcript: Uint8Array[] | undefined;
  #transcriptLength = 0;
  readonly #tickets: Uint8Array[] = [];
  #noted = -1;

  constructor(number: number, source: EndpointId, destination: EndpointId, sessions: TlsSessions, diagnostics: DiagnosticLog) {
    this.number = number;
    this.source = source;
    this.destination = destination;
    this.#sessions = sessions;
    this.directions = [new TlsDirection(sessions.tries), new TlsDirection(sessions.tries)];
    this.#diagnostics = diagnostics;
  }

  get state(): TlsState {
    return this.opened > 0 ? 'opened' : (this.#closed ?? 'handshake');
  }

  get version(): number | undefined {
    return this.server?.version;
  }

  /** Both ends have said all that a handshake needs, as far as can be seen. */
  get isComplete(): boolean {
    return this.directions[0].isDone && this.directions[1].isDone;
  }

  /** What this direction sends from here on is of no use: it cannot be opened, and how far its handshake went is known. */
  isPointless(side: 0 | 1): boolean {
    return this.opened === 0 && this.#closed !== undefined && (this.#closed === 'mid-connection' || this.directions[side].isDone);
  }

  /** The next record of a direction: what stands in it, opened when it was encrypted; undefined when it stays closed. The answer is borrowed. */
  take(side: 0 | 1, record: SealedRecord, packet: PacketIndex): OpenedRecord | undefined {
    const direction = this.directions[side];
    this.records++;
    this.last = packet;
    if (direction.isEncrypted || record.type === contentTypes.applicationData) return this.#takeEncrypted(side, direction, record, packet);
    const { type, octets, at, end } = record;
    if (type === contentTypes.changeCipherSpec) this.#change(direction, packet);
    else if (type === contentTypes.handshake) this.#handshake(side, direction, octets, at, end, packet, false);
    else if (type === contentTypes.alert) this.#alert(side, octets, at, end, packet, false);
    return { type, octets: octets.subarray(at, end), padding: 0 };
  }

  /** Octets of a direction are lost; `records` at most were in them. */
  lose(side: 0 | 1, records: number): void {
    const direction = this.directions[side];
    direction.miss(records);
    direction.before = undefined;
    direction.forget();
    this.#transcript = undefined;
  }

  #change(direction: TlsDirection, packet: PacketIndex): void {
    // TLS 1.3 sends it for the sake of boxes in between (RFC 8446 appendix D.4)
    if (this.server?.version === tlsVersions.tls13) return;
    direction.change();
    direction.isEncrypted = true;
    direction.encryptedFrom = packet;
  }

  #alert(side: 0 | 1, octets: Uint8Array, at: number, end: number, packet: PacketIndex, wasSealed: boolean): void {
    if (end - at === 2 && octets[at] === 2) this.alert ??= { side, description: octets[at + 1]!, packet, wasSealed };
  }

  #takeEncrypted(side: 0 | 1, direction: TlsDirection, record: SealedRecord, packet: PacketIndex): OpenedRecord | undefined {
    if (this.server === undefined && this.client?.earlyData === true && side === this.clientSide) {
      this.early++;
      return undefined;
    }
    const is13 = this.server?.version === tlsVersions.tls13;
    const wasFirst = direction.sequence === 0;
    let opened: OpenedRecord | undefined;
    if (direction.seal !== undefined || this.#prepare(side, direction)) {
      opened = direction.open(record);
      if (opened === undefined && is13 && direction.stage === 'handshake' && wasFirst) opened = this.#openLater(side, direction, record);
    }
    if (opened === undefined) {
      this.#stayClosed(side, direction, record, packet, is13, wasFirst);
      return undefined;
    }
    this.#noteOpened(direction);
    if (opened.type === contentTypes.handshake) this.#handshake(side, direction, opened.octets, 0, opened.octets.length, packet, true);
    else if (opened.type === contentTypes.changeCipherSpec) direction.change();
    else if (opened.type === contentTypes.alert) this.#alert(side, opened.octets, 0, opened.octets.length, packet, true);
    else if (opened.type === contentTypes.applicationData) direction.isDone = true;
    return opened;
  }

  #stayClosed(side: 0 | 1, direction: TlsDirection, record: SealedRecord, packet: PacketIndex, is13: boolean, wasFirst: boolean): void {
    const length = record.end - record.at;
    if (is13 && side === this.clientSide && this.client?.earlyData === true && direction.stage === 'handshake' && wasFirst && direction.seal !== undefined) {
      this.early++;
      direction.sequence = 0;
      return;
    }
    if (is13 ? side !== this.clientSide || length !== ALERT_13 : record.type !== contentTypes.alert) direction.isDone = true;
    if (direction.seal === undefined) return;
    if (direction.isExhausted) this.#diagnostics.report('limit.tlsRecordTries', packet);
    if (this.opened > 0) {
      if (!direction.isExhausted) this.#diagnostics.report('tls.record-damaged', packet);
    } else this.#closed = 'wrong-key';
  }

  /** Finds the keys of a direction's next records; false when there are none, and says why. */
  #prepare(side: 0 | 1, direction: TlsDirection): boolean {
    const { client, server, suite } = this;
    if (this.#closed !== undefined && this.#closed !== 'wrong-key') return false;
    if (client === undefined || server === undefined) return this.#close(client === undefined && server === undefined ? 'mid-connection' : 'one-direction');
    if (!isOpenable(server.version)) return this.#close('version');
    if (suite?.seal === undefined) return this.#close('suite');
    if (server.version === tlsVersions.tls13) return this.#prepare13(side, direction, suite, client);
    this.#master ??= this.#sessions.master({
      version: server.version,
      suite,
      client,
      server,
      encryptedPremaster: this.#encryptedPremaster,
      transcript: this.#transcript,
    });
    const master = this.#master;
    if (master === undefined && suite.seal === 'null') {
      this.#use(direction, clearKeys, -1);
      return true;
    }
    if (master === undefined) return this.#lack(secretNames(client, server, this.#encryptedPremaster));
    for (const name of [server.sessionId, ...this.#tickets.splice(0)]) this.#sessions.remember(name, master);
    const keys = deriveKeys12(server.version, suite, master.octets, client.random, server.random);
    this.#use(direction, side === this.clientSide ? keys.client : keys.server, master.source);
    return true;
  }

  #prepare13(side: 0 | 1, direction: TlsDirection, suite: TlsSuite, client: Hello): boolean {
    const who = side === this.clientSide ? 'CLIENT' : 'SERVER';
    const { store } = this.#sessions;
    const handshake = direction.stage === 'handshake' ? store.find(`${who}_HANDSHAKE_TRAFFIC_SECRET`, client.random) : undefined;
    const secret = handshake ?? store.find(`${who}_TRAFFIC_SECRET_0`, client.random);
    if (secret === undefined)
      return this.#lack([
        { label: `${who}_HANDSHAKE_TRAFFIC_SECRET`, session: client.random },
        { label: `${who}_TRAFFIC_SECRET_0`, session: client.random },
      ]);
    if (handshake === undefined) direction.stage = 'application';
    direction.secret = secret.octets;
    this.#use(direction, deriveKeys13(suite, secret.octets), secret.source);
    return true;
  }

  /** The handshake's end may have been missed: is the record the first under the keys of application data? */
  #openLater(side: 0 | 1, direction: TlsDirection, record: SealedRecord): OpenedRecord | undefined {
    const secret = this.#sessions.store.find(side === this.clientSide ? 'CLIENT_TRAFFIC_SECRET_0' : 'SERVER_TRAFFIC_SECRET_0', this.client!.random);
    if (secret === undefined) return undefined;
    const seal = new TlsSeal(tlsVersions.tls13, this.suite!, deriveKeys13(this.suite!, secret.octets), false);
    if (seal.open(record, 0, undefined) === undefined) return undefined;
    direction.stage = 'application';
    direction.secret = secret.octets;
    this.#use(direction, deriveKeys13(this.suite!, secret.octets), secret.source);
    return direction.open(record);
  }

  #use(direction: TlsDirection, keys: DirectionKeys, source: number): void {
    const { version, encryptThenMac: wanted } = this.server!;
    const encryptThenMac = wanted && this.client!.encryptThenMac && this.suite!.seal === 'cbc';
    direction.use(new TlsSeal(version, this.suite!, keys, encryptThenMac), this.#keep({ keys, version, encryptThenMac }));
    this.#noted = source;
  }

  /** The number of kept keys; -1 when no more are kept. */
  #keep(keys: KeptKeys): number {
    if (this.#sessions.keysKept >= limits.tlsKeys) {
      this.#diagnostics.report('limit.tlsKeys');
      return -1;
    }
    this.#sessions.keysKept++;
    return this.kept.push(keys) - 1;
  }

  #noteOpened(direction: TlsDirection): void {
    this.openedWith.keys = direction.keys;
    this.openedWith.sequence = direction.sequence - 1;
    if (this.opened++ === 0) this.#sessions.store.noteOpened(this.#noted);
  }

  #lack(names: readonly SecretName[]): false {
    for (const { label, session } of names) this.#sessions.store.want(label, session);
    return this.#close('no-key');
  }

  #close(why: TlsState): false {
    this.#closed = why;
    return false;
  }

  #handshake(side: 0 | 1, direction: TlsDirection, octets: Uint8Array, at: number, end: number, packet: PacketIndex, wasSealed: boolean): void {
    let updates = false;
    const isWhole = direction.messages(octets, at, end, (from, p, stop) => {
      if (from[p] === handshakeTypes.keyUpdate) updates = wasSealed;
      else this.#message(side, direction, from, p, stop);
    });
    // keys change at the end of a record alone (RFC 8446 section 5.1): a record full of updates is one, and one in the clear is none
    if (updates) this.#update(direction);
    if (isWhole) return;
    this.#transcript = undefined;
    this.#diagnostics.report('limit.tlsHandshake', packet);
  }

  #message(side: 0 | 1, direction: TlsDirection, octets: Uint8Array, at: number, end: number): void {
    const type = octets[at]!;
    const body = at + MESSAGE_HEADER;
    if (type === handshakeTypes.clientHello) this.#clientHello(side, readClientHello(octets, body, end));
    else if (type === handshakeTypes.serverHello) this.#serverHello(side, readServerHello(octets, body, end));
    this.#transcribe(octets, at, end);
    if (type === handshakeTypes.clientKeyExchange) this.#keyExchange(octets, body, end);
    else if (type === handshakeTypes.newSessionTicket) this.#ticket(octets, body, end);
    else if (type === handshakeTypes.finished) this.#finished(direction);
  }

  #update(direction: TlsDirection): void {
    if (direction.secret === undefined || this.suite === undefined) return;
    direction.secret = nextSecret(this.suite, direction.secret);
    this.#use(direction, deriveKeys13(this.suite, direction.secret), this.#noted);
  }

  #clientHello(side: 0 | 1, hello: Hello | undefined): void {
    if (hello === undefined) return;
    this.clientSide = side;
    this.client = hello;
    this.#transcript = this.#sessions.store.isEmpty ? undefined : [];
    this.#transcriptLength = 0;
    this.#encryptedPremaster = undefined;
  }

  #serverHello(side: 0 | 1, hello: Hello | undefined): void {
    if (hello === undefined || hello.isRetry) return;
    if (this.clientSide < 0) this.clientSide = side === 0 ? 1 : 0;
    this.server = hello;
    this.suite = tlsSuite(hello.suite);
    this.#master = undefined;
    const { client } = this;
    if (hello.version === tlsVersions.tls13) {
      for (const direction of this.directions) direction.isEncrypted = false;
      this.resumed = hello.preSharedKey;
    } else this.resumed = client !== undefined && client.sessionId.length > 0 && equal(client.sessionId, hello.sessionId);
  }

  #keyExchange(octets: Uint8Array, at: number, end: number): void {
    if (this.suite?.isRsa !== true || at + 2 > end) return;
    const length = (octets[at]! << 8) | octets[at + 1]!;
    if (at + 2 + length <= end) this.#encryptedPremaster = octets.slice(at + 2, at + 2 + length);
  }

  /** RFC 5077 section 3.3; those of TLS 1.3 lead to a key log of their own. */
  #ticket(octets: Uint8Array, at: number, end: number): void {
    if (this.server?.version === tlsVersions.tls13 || at + 6 > end) return;
    const length = (octets[at + 4]! << 8) | octets[at + 5]!;
    if (length === 0 || at + 6 + length > end || this.#tickets.length > 8) return;
    const ticket = octets.slice(at + 6, at + 6 + length);
    if (this.#master === undefined) this.#tickets.push(ticket);
    else this.#sessions.remember(ticket, this.#master);
  }

  #finished(direction: TlsDirection): void {
    direction.isDone = true;
    if (this.server?.version !== tlsVersions.tls13) return;
    direction.stage = 'application';
    direction.change();
  }

  /** Keeps what RFC 7627 binds the master secret to, up to ClientKeyExchange. */
  #transcribe(octets: Uint8Array, at: number, end: number): void {
    const transcript = this.#transcript;
    if (transcript === undefined || octets[at] === 0 || this.#encryptedPremaster !== undefined) return;
    this.#transcriptLength += end - at;
    if (this.#transcriptLength > limits.tlsHandshake) this.#transcript = undefined;
    else transcript.push(octets.slice(at, end));
  }
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((octet, i) => octet === other[i]);
}
