/**
 * Keys of streams that a DTLS handshake agreed on (RFC 5764): of the same two ends, and else of the same call or of one of the ends,
 * since ICE may move media to another pair. Which of them a stream uses is told by its tags; here is said what there is, and what is missing.
 */
import type { AddressId, CallIndex, PacketIndex } from '../base/units.ts';
import { exportSrtpKeys, srtpProfile, type SrtpMaster, type SrtpProfile } from '../crypto/dtls-srtp.ts';
import { srtpProfileNames } from '../wire/dtls-names.ts';
import { DTLS_1_3 } from '../wire/dtls-record.ts';
import type { Handshake } from './dtls-handshakes.ts';
import type { MediaKey } from './media-key.ts';
import type { Tables } from './tables.ts';

/** Two ends, in the direction of the packets. */
export interface FlowEnds {
  readonly source: AddressId;
  readonly sourcePort: number;
  readonly destination: AddressId;
  readonly destinationPort: number;
}

export interface DtlsKeys {
  readonly keys: readonly MediaKey[];
  /** why the newest handshake gives no key; undefined when there is none, or it does */
  readonly missing:
    | { readonly why: 'keyLog' | 'otherKeyLog' | 'answer' | 'profile' | 'suite'; readonly handshake: Handshake; readonly suite: string }
    | undefined;
  /** the handshakes looked at, by the packet their keys name */
  readonly handshakes: ReadonlyMap<PacketIndex, Handshake>;
}

/** handshakes looked at for one stream */
const MOST = 32;
const NONE: DtlsKeys = { keys: [], missing: undefined, handshakes: new Map() };

export class DtlsKeyFinder {
  readonly #tables: Tables;
  /** by "address port" and by call; as long as no handshake is added */
  #byEnd = new Map<string, Handshake[]>();
  #byCall = new Map<CallIndex, Handshake[]>();
  #known = 0;
  #revision = -1;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** A handshake between the two ends agreed on keys for media, or may have. */
  seals({ source, sourcePort, destination, destinationPort }: FlowEnds): boolean {
    return this.#tables.handshakes.between(source, sourcePort, destination, destinationPort).some((one) => isForMedia(one));
  }

  /** @param call of the stream, -1 none */
  find(ends: FlowEnds, call: CallIndex): DtlsKeys {
    const { handshakes } = this.#tables;
    if (handshakes.all.length === 0) return NONE;
    const own = handshakes.between(ends.source, ends.sourcePort, ends.destination, ends.destinationPort);
    const looked = new Set([...own, ...(own.some((one) => isForMedia(one)) ? [] : this.#near(ends, call))].slice(-MOST));
    const keys: MediaKey[] = [];
    const byPacket = new Map<PacketIndex, Handshake>();
    let missing: DtlsKeys['missing'];
    for (const handshake of looked) {
      byPacket.set(handshake.packet, handshake);
      const found = this.#keysOf(handshake, ends);
      if (typeof found === 'string' || found.length === 0) missing = this.#missing(handshake, typeof found === 'string' ? found : 'suite');
      else keys.push(...found);
    }
    return { keys, missing: keys.length > 0 ? undefined : missing, handshakes: byPacket };
  }

  #missing(handshake: Handshake, why: NonNullable<DtlsKeys['missing']>['why']): DtlsKeys['missing'] {
    const number = handshake.serverHello?.profiles?.[0];
    return { why, handshake, suite: number === undefined ? '' : (srtpProfileNames.get(number) ?? String(number)) };
  }

  #keysOf(handshake: Handshake, ends: FlowEnds): readonly MediaKey[] | 'keyLog' | 'otherKeyLog' | 'answer' | 'profile' {
    const { secrets } = this.#tables;
    const { clientHello, serverHello } = handshake;
    if (clientHello === undefined || serverHello === undefined) return 'answer';
    const isNew = serverHello.version === DTLS_1_3;
    // what the server of DTLS 1.3 chose is under keys: tags tell which of the offered it was
    const numbers = (isNew ? clientHello.profiles : serverHello.profiles) ?? [];
    if (numbers.length === 0) return 'profile';
    const secret = secrets.find(isNew ? 'EXPORTER_SECRET' : 'CLIENT_RANDOM', clientHello.random);
    if (secret === undefined) return secrets.isEmpty ? 'keyLog' : 'otherKeyLog';
    const exported = {
      kind: isNew ? 'exporter' : 'master',
      secret: secret.octets,
      version: serverHello.version,
      suite: serverHello.suites[0] ?? 0,
      clientRandom: clientHello.random,
      serverRandom: serverHello.random,
    } as const;
    const isClient = handshake.client === ends.source && handshake.clientPort === ends.sourcePort;
    const isServer = handshake.server === ends.source && handshake.serverPort === ends.sourcePort;
    const keys: MediaKey[] = [];
    for (const number of numbers) {
      const profile = srtpProfile(number);
      if (profile === undefined) continue;
      const { client, server } = exportSrtpKeys(exported, profile.suite);
      const identifier = serverHello.identifier;
      if (!isServer) keys.push(keyOf(handshake, profile, client, identifier));
      if (!isClient) keys.push(keyOf(handshake, profile, server, identifier));
    }
    return keys;
  }

  /** Handshakes of the call, and of one of the ends. */
  #near({ source, sourcePort, destination, destinationPort }: FlowEnds, call: CallIndex): readonly Handshake[] {
    this.#refresh();
    const near = [
      ...(this.#byCall.get(call) ?? []),
      ...(this.#byEnd.get(`${source} ${sourcePort}`) ?? []),
      ...(this.#byEnd.get(`${destination} ${destinationPort}`) ?? []),
    ];
    return [...new Set(near)].filter((one) => isForMedia(one)).slice(-MOST);
  }

  #refresh(): void {
    const { handshakes, registry } = this.#tables;
    if (this.#known === handshakes.all.length && this.#revision === registry.revision) return;
    this.#known = handshakes.all.length;
    this.#revision = registry.revision;
    this.#byEnd = new Map();
    this.#byCall = new Map();
    for (const one of handshakes.all) {
      put(this.#byEnd, `${one.client} ${one.clientPort}`, one);
      put(this.#byEnd, `${one.server} ${one.serverPort}`, one);
      const registration = registry.lookup(one.client, one.clientPort, one.server, one.serverPort);
      if (registration >= 0) put(this.#byCall, registry.call(registration), one);
    }
  }
}

/** A side that was not captured leaves it open. */
function isForMedia({ clientHello, serverHello }: Handshake): boolean {
  const offered = clientHello?.profiles;
  if (serverHello === undefined) return offered !== undefined;
  return serverHello.version === DTLS_1_3 ? clientHello === undefined || offered !== undefined : serverHello.profiles !== undefined;
}

function keyOf({ packet }: Handshake, { suite, plain }: SrtpProfile, { key, salt }: SrtpMaster, identifier: number): MediaKey {
  return { tag: 0, suite, key, salt, identifier, plain, plainControl: plain, unauthenticated: false, rate: 0, way: 'dtls', side: 0, packet, ofLeg: false };
}

function put<K>(map: Map<K, Handshake[]>, key: K, handshake: Handshake): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [handshake]);
  else if (list.length < MOST) list.push(handshake);
}
