/**
 * The DTLS handshakes of a capture that agree on keys for media (RFC 5763, RFC 5764), by the two ends they run between. Filled in the
 * pass; every datagram of DTLS comes here once. What is kept of a handshake are its numbers; no secret is in it.
 */
import type { DiagnosticLog } from '../base/diagnostic.ts';
import { limits } from '../base/limits.ts';
import type { AddressId, PacketIndex } from '../base/units.ts';
import { digest } from '../crypto/message-code.ts';
import type { Layers } from '../net/layers.ts';
import { KeyTable } from '../rtp/key-table.ts';
import { readHello, type DtlsHello } from '../wire/dtls-hello.ts';
import { contentType, DTLS_1_3, handshakeType, isFragment, readLength, FRAGMENT_HEADER, RECORD_HEADER, recordEnd, recordEpoch } from '../wire/dtls-record.ts';
import { DtlsJoin } from './dtls-join.ts';

export interface Handshake {
  readonly client: AddressId;
  readonly clientPort: number;
  readonly server: AddressId;
  readonly serverPort: number;
  /** what each end said; undefined when it is not in the capture */
  clientHello: DtlsHello | undefined;
  serverHello: DtlsHello | undefined;
  /** packets with the ClientHello, oldest first: repeated ones were not answered in time */
  readonly hellos: PacketIndex[];
  /** packet of the ServerHello, or else of the first that is known */
  packet: PacketIndex;
  /** keys were changed, or records came under keys */
  isDone: boolean;
  /** packet and description of the first fatal alert */
  alert: { readonly packet: PacketIndex; readonly description: number } | undefined;
  /** SHA-256 of the certificates that were shown in the clear */
  clientCertificate: Uint8Array | undefined;
  serverCertificate: Uint8Array | undefined;
}

const HELLOS_KEPT = 32;
/** handshakes of one pair of ends */
const MOST_OF_FLOW = 16;
const FATAL = 2;

export class DtlsHandshakes {
  /** all of them, oldest first */
  readonly all: Handshake[] = [];
  readonly #flows: KeyTable = new KeyTable(64);
  /** by flow */
  readonly #byFlow: Handshake[][] = [];
  readonly #join: DtlsJoin;
  readonly #diagnostics: DiagnosticLog;

  constructor(diagnostics: DiagnosticLog) {
    this.#diagnostics = diagnostics;
    this.#join = new DtlsJoin(diagnostics);
  }

  /** Handshakes between two ends, oldest first; whoever of them is named first. */
  between(source: AddressId, sourcePort: number, destination: AddressId, destinationPort: number): readonly Handshake[] {
    if (this.#flows.count === 0) return [];
    const swapped = isSwapped(source, sourcePort, destination, destinationPort);
    const flow = swapped
      ? this.#flows.find(destination, source, ((destinationPort << 16) | sourcePort) >>> 0, 0)
      : this.#flows.find(source, destination, ((sourcePort << 16) | destinationPort) >>> 0, 0);
    return flow < 0 ? [] : this.#byFlow[flow]!;
  }

  /** Takes the datagram view[at, end), whose first record is one. */
  take(view: DataView, layers: Layers, at: number, end: number, packet: PacketIndex): void {
    for (let next = at, stop = recordEnd(view, at, end); stop >= 0; next = stop, stop = recordEnd(view, next, end)) {
      const type = view.getUint8(next);
      if (type === contentType.changeCipherSpec || type === contentType.applicationData || recordEpoch(view, next) > 0) this.#finish(layers);
      else if (type === contentType.alert && stop - next >= RECORD_HEADER + 2 && view.getUint8(next + RECORD_HEADER) === FATAL)
        this.#alert(layers, packet, view.getUint8(next + RECORD_HEADER + 1));
      else if (type === contentType.handshake) this.#messages(view, layers, next + RECORD_HEADER, stop, packet);
    }
  }

  /** A datagram that would be under keys of DTLS 1.3, had its two ends shaken hands: true when they have. */
  takeSealed(layers: Layers): boolean {
    const handshake = this.#latest(layers);
    if (handshake?.serverHello?.version !== DTLS_1_3) return false;
    handshake.isDone = true;
    return true;
  }

  #messages(view: DataView, layers: Layers, at: number, end: number, packet: PacketIndex): void {
    for (let next = at; isFragment(view, next, end); next += FRAGMENT_HEADER + readLength(view, next + 9)) {
      const type = view.getUint8(next);
      if (type !== handshakeType.clientHello && type !== handshakeType.serverHello && type !== handshakeType.certificate) continue;
      const body = this.#join.take(view, next, nameOf(layers), packet);
      if (body === undefined) continue;
      if (type === handshakeType.certificate) this.#certificate(body, layers);
      else this.#hello(body, layers, type === handshakeType.clientHello, packet);
    }
  }

  #hello(body: DataView, layers: Layers, isClient: boolean, packet: PacketIndex): void {
    const hello = readHello(body, 0, body.byteLength, isClient ? 'client' : 'server');
    if (hello === undefined) return;
    const known = this.#latest(layers);
    if (!isClient) {
      const open =
        known !== undefined && isClientEnd(known, layers) === false && (known.serverHello === undefined || sameOctets(known.serverHello.random, hello.random));
      const handshake = open ? known : this.#open(layers, false, packet);
      if (handshake === undefined || handshake.serverHello !== undefined) return;
      handshake.serverHello = hello;
      handshake.packet = packet;
      return;
    }
    const repeats = known?.clientHello !== undefined && isClientEnd(known, layers) && sameOctets(known.clientHello.random, hello.random);
    const handshake = repeats ? known : this.#open(layers, true, packet);
    if (handshake === undefined) return;
    handshake.clientHello = hello;
    if (handshake.hellos.length < HELLOS_KEPT) handshake.hellos.push(packet);
  }

  /** RFC 5246 section 7.4.2: the first certificate of the list is the end's own. */
  #certificate(body: DataView, layers: Layers): void {
    const handshake = this.#latest(layers);
    if (handshake === undefined || body.byteLength < 6) return;
    const length = readLength(body, 3);
    if (6 + length > body.byteLength) return;
    const print = digest('sha256', new Uint8Array(body.buffer, body.byteOffset + 6, length));
    if (isClientEnd(handshake, layers)) handshake.clientCertificate ??= print;
    else handshake.serverCertificate ??= print;
  }

  #finish(layers: Layers): void {
    const handshake = this.#latest(layers);
    if (handshake !== undefined) handshake.isDone = true;
  }

  #alert(layers: Layers, packet: PacketIndex, description: number): void {
    const handshake = this.#latest(layers);
    if (handshake !== undefined) handshake.alert ??= { packet, description };
  }

  #latest({ source, sourcePort, destination, destinationPort }: Layers): Handshake | undefined {
    return this.between(source, sourcePort, destination, destinationPort).at(-1);
  }

  #open({ source, sourcePort, destination, destinationPort }: Layers, isClient: boolean, packet: PacketIndex): Handshake | undefined {
    const flow = isSwapped(source, sourcePort, destination, destinationPort)
      ? this.#flows.add(destination, source, ((destinationPort << 16) | sourcePort) >>> 0, 0)
      : this.#flows.add(source, destination, ((sourcePort << 16) | destinationPort) >>> 0, 0);
    const list = (this.#byFlow[flow] ??= []);
    if (this.all.length >= limits.dtlsHandshakes || list.length >= MOST_OF_FLOW) {
      this.#diagnostics.report('limit.dtlsHandshakes', packet);
      return undefined;
    }
    const made: Handshake = {
      client: isClient ? source : destination,
      clientPort: isClient ? sourcePort : destinationPort,
      server: isClient ? destination : source,
      serverPort: isClient ? destinationPort : sourcePort,
      clientHello: undefined,
      serverHello: undefined,
      hellos: [],
      packet,
      isDone: false,
      alert: undefined,
      clientCertificate: undefined,
      serverCertificate: undefined,
    };
    list.push(made);
    this.all.push(made);
    return made;
  }
}

/** The packet at hand comes from the end that sent the ClientHello. */
function isClientEnd(handshake: Handshake, { source, sourcePort }: Layers): boolean {
  return handshake.client === source && handshake.clientPort === sourcePort;
}

function isSwapped(source: AddressId, sourcePort: number, destination: AddressId, destinationPort: number): boolean {
  return source > destination || (source === destination && sourcePort > destinationPort);
}

function nameOf({ source, sourcePort, destination, destinationPort }: Layers): string {
  return `${source} ${sourcePort} ${destination} ${destinationPort}`;
}

function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((octet, i) => octet === b[i]);
}
