/**
 * Which streams are encrypted, and what opens them: keys that the capture has, that a key log brings or that somebody typed are tried by
 * themselves, and what fits the first packets' tags is the key. Everything that reads payload asks here first.
 */
import type { PacketIndex, StreamIndex } from '../base/units.ts';
import { MediaBit } from '../calls/media-registry.ts';
import type { Seal, SealSummary } from '../contract/seal.ts';
import { readDatagrams } from './audio-payloads.ts';
import type { FlowEnds } from './dtls-keys.ts';
import { SealedReports } from './sealed-reports.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { Session } from './session.ts';
import { endsOf, StreamKeyFinder, type HandKey, type SealNeed } from './stream-keys.ts';
import { gatherStream } from './stream-packets.ts';
import { ClearUntil, StreamSeal, type PacketOpener } from './stream-seal.ts';
import type { ZrtpFlow } from './zrtp-flows.ts';

interface Sealed {
  readonly count: number;
  readonly seal: PacketOpener | undefined;
  readonly told: Seal;
}

/** packets of a stream whose tags are checked when it is looked at first, and of all streams at the end of reading */
const LOOKED = 2000;
const BUDGET = 100_000;
/** at least so many */
const LEAST = 8;
/** streams whose openers are kept; what was found of the others is */
const KEPT = 64;

export class SealedMedia {
  readonly #session: Session;
  readonly #keys: StreamKeyFinder;
  readonly #told = new Map<StreamIndex, Seal>();
  readonly #open = new Map<StreamIndex, { readonly count: number; readonly made: Promise<Sealed> }>();
  readonly #ready = new Map<StreamIndex, PacketOpener>();
  /** streams that only a typed key says are encrypted */
  readonly #typed = new Set<StreamIndex>();
  readonly #reports: SealedReports;

  constructor(session: Session) {
    this.#session = session;
    this.#keys = new StreamKeyFinder(session);
    this.#reports = new SealedReports(session, this.#keys);
  }

  /** Its SDP says that it is encrypted, a DTLS handshake ran between its two ends, or a key that somebody typed fits it. */
  isSealed(stream: StreamIndex): boolean {
    if (this.#isPromised(stream) || this.#typed.has(stream)) return true;
    return this.#keys.dtls.seals(endsOf(this.#session.tables.streams, stream)) || this.#zrtp(stream) !== undefined;
  }

  /** ZRTP took over while the stream ran, or before. */
  #zrtp(stream: StreamIndex): ZrtpFlow | undefined {
    const { streams, zrtp } = this.#session.tables;
    const flow = zrtp.sealed(endsOf(streams, stream));
    return flow !== undefined && streams.lastPacket(stream) > flow.sealedFrom ? flow : undefined;
  }

  #isPromised(stream: StreamIndex): boolean {
    const registration = this.#session.bindings.of(stream)?.registration ?? -1;
    return registration >= 0 && (this.#session.tables.registry.bits(registration) & MediaBit.encrypted) !== 0;
  }

  /** Undefined for a stream in the clear. */
  told(stream: StreamIndex): Seal | undefined {
    if (!this.isSealed(stream)) return undefined;
    return this.#told.get(stream) ?? { ...CLOSED, state: 'pending' };
  }

  /** Of several streams; undefined when none of them is encrypted. */
  summary(streams: readonly StreamIndex[]): SealSummary | undefined {
    let worst: Seal | undefined;
    let [packets, count, opened] = [0, 0, 0];
    for (const stream of streams) {
      const seal = this.told(stream);
      if (seal === undefined) continue;
      count++;
      if (seal.state === 'opened') opened++;
      if (worst !== undefined && badness(seal) <= badness(worst)) continue;
      worst = seal;
      packets = this.#session.tables.streams.packets(stream);
    }
    return worst === undefined ? undefined : { seal: worst, packets, streams: count, opened };
  }

  /** Octets at the end of each packet that are no payload; undefined when it is not known. */
  overhead(stream: StreamIndex): number | undefined {
    return this.#ready.get(stream)?.current?.seal.overhead;
  }

  /** In the clear, or opened. Rejects only when the file cannot be read any more. */
  async isReadable(stream: StreamIndex): Promise<boolean> {
    return !this.isSealed(stream) || (await this.prepare(stream))?.told.state === 'opened';
  }

  /** What open() needs. Undefined for a stream in the clear. */
  prepare(stream: StreamIndex, look: number = LOOKED): Promise<Sealed | undefined> {
    if (!this.isSealed(stream)) return Promise.resolve(undefined);
    const count = this.#session.tables.streams.packets(stream);
    const kept = this.#open.get(stream);
    if (kept?.count === count) return kept.made;
    const made = this.#make(stream, count, look);
    this.#open.delete(stream);
    this.#open.set(stream, { count, made });
    made.catch(() => this.#open.delete(stream));
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= KEPT) break;
      this.#open.delete(oldest);
      this.#ready.delete(oldest);
    }
    return made;
  }

  /** The opener of a prepared stream; undefined when it is in the clear or stays sealed. */
  opener(stream: StreamIndex): PacketOpener | undefined {
    return this.#ready.get(stream);
  }

  /** Looks at every sealed stream, the first packets of each. */
  async look(pause: () => Promise<void>): Promise<void> {
    const { streams } = this.#session.tables;
    let budget = BUDGET;
    for (let stream = 0; stream < streams.count; stream++) {
      if (!this.isSealed(stream)) continue;
      // keys may have come behind the stream's last packet
      if (this.#told.get(stream)?.state === 'sealed') this.#open.delete(stream);
      const looked = budget > 0 ? LOOKED : LEAST;
      budget -= Math.min(looked, streams.packets(stream));
      // a file that cannot be read any more leaves it sealed
      await this.prepare(stream, looked).catch(() => undefined);
      await pause();
    }
    await this.#reports.look().catch(() => undefined);
  }

  /** Looks again at what stays sealed, now that it is known which calls are legs of one: their keys are tried too. */
  async lookAtLegs(pause: () => Promise<void>): Promise<void> {
    const { legs, bindings } = this.#session;
    const wanted = [...this.#told].filter(([stream, { state }]) => state === 'sealed' && legs.count(bindings.of(stream)?.call ?? -1) > 0);
    if (wanted.length === 0) return;
    this.#reports.forget();
    for (const [stream] of wanted) {
      this.#open.delete(stream);
      await this.prepare(stream).catch(() => undefined);
      await pause();
    }
    await this.#reports.look().catch(() => undefined);
  }

  /** Tries a key that a person typed; true when it opens what it was typed for, and then it is kept as long as the capture is open. */
  async take(key: HandKey): Promise<boolean> {
    const { streams } = this.#session.tables;
    this.#keys.add(key);
    this.#reports.forget();
    let opens = false;
    for (let stream = 0; stream < streams.count; stream++) {
      const isMeant = key.streams.includes(stream) || (key.call !== undefined && this.#session.bindings.of(stream)?.call === key.call);
      if (!isMeant) continue;
      const isPlain = !this.isSealed(stream);
      if (isPlain) this.#typed.add(stream);
      this.#open.delete(stream);
      const made = await this.prepare(stream).catch(() => undefined);
      if (made?.told.state === 'opened' && made.told.way === 'hand') opens = true;
      else if (isPlain) this.#leave(stream);
    }
    if (!opens) this.#keys.drop(key);
    await this.#reports.look().catch(() => undefined);
    return opens;
  }

  /** The stream was in the clear after all. */
  #leave(stream: StreamIndex): void {
    this.#typed.delete(stream);
    this.#open.delete(stream);
    this.#told.delete(stream);
    this.#ready.delete(stream);
  }

  /** Keys of the RTCP between two ends, for openControl(). */
  prepareControl(ends: FlowEnds): Promise<void> {
    return this.#reports.prepare(ends);
  }

  /** The compound RTCP packet octets[at, end) opened, fresh; undefined when no key fits. For ends that were prepared. */
  openControl(ends: FlowEnds, octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
    return this.#reports.open(ends, octets, at, end);
  }

  async #make(stream: StreamIndex, count: number, look: number): Promise<Sealed> {
    const { tables } = this.#session;
    const { keys, need, handshakes } = await this.#keys.ofStream(stream);
    const result = (seal: PacketOpener | undefined, told: Seal): Sealed => {
      this.#told.set(stream, told);
      if (seal === undefined) this.#ready.delete(stream);
      else this.#ready.set(stream, seal);
      return { count, seal, told };
    };
    const packets = gatherStream(tables.packets, tables.streams, stream);
    const zrtp = this.#zrtp(stream);
    if (zrtp !== undefined && keys.length === 0) {
      const told = this.#byZrtp(zrtp, packets);
      return result(told.state === 'opened' ? new ClearUntil(zrtp.sealedFrom) : undefined, told);
    }
    if (keys.length === 0) return result(undefined, this.#closed(need, 0));
    const seal = new StreamSeal(packets, keys);
    const used = new Set<number>();
    let [looked, authenticated] = [0, 0];
    await readDatagrams(tables, packets.packet.subarray(0, Math.min(packets.count, look)), (index, octets, at, payloadAt, end, cut) => {
      if (cut) return;
      looked++;
      if (seal.open(packets.packet[index]! as PacketIndex, octets, at, payloadAt, end) === undefined) return;
      authenticated++;
      used.add(seal.candidates.indexOf(seal.current!));
    });
    const first = seal.candidates[[...used][0] ?? -1];
    if (first === undefined) return result(undefined, this.#closed({ ...need, missing: need.missing === 'sdesKey' ? 'authentication' : need.missing }, looked));
    const { key } = first;
    const handshake = key.way === 'dtls' ? handshakes.get(key.packet) : undefined;
    return result(seal, {
      state: 'opened',
      way: key.way,
      missing: undefined,
      suite: key.suite.name,
      place: key.packet < 0 ? undefined : tables.place(key.packet),
      ofLeg: key.ofLeg,
      clientRandom: randomText(handshake?.clientHello?.random),
      keys: used.size,
      looked,
      authenticated,
    });
  }

  /** Packets before ZRTP took over are in the clear; of the others nobody but the phones has the key. */
  #byZrtp({ choice, sealedFrom }: ZrtpFlow, { packet, count }: StreamPackets): Seal {
    let clear = 0;
    while (clear < count && packet[clear]! < sealedFrom) clear++;
    const told = { way: 'zrtp', missing: 'zrtp', suite: choice, place: this.#session.tables.place(sealedFrom) } as const;
    return { ...CLOSED, ...told, state: clear > 0 ? 'opened' : 'sealed', looked: count, authenticated: clear };
  }

  #closed({ way, missing, suite, packet, handshake }: SealNeed, looked: number): Seal {
    const place = packet < 0 ? undefined : this.#session.tables.place(packet);
    return { ...CLOSED, way, missing, suite, place, clientRandom: randomText(handshake?.clientHello?.random), looked };
  }
}

/** Sealed before not looked at, before opened in part, before opened. */
function badness({ state, looked, authenticated }: Seal): number {
  return state === 'sealed' ? 3 : state === 'pending' ? 2 : authenticated < looked ? 1 : 0;
}

const CLOSED: Seal = {
  state: 'sealed',
  way: 'sdes',
  missing: undefined,
  suite: undefined,
  place: undefined,
  ofLeg: false,
  clientRandom: undefined,
  keys: 0,
  looked: 0,
  authenticated: 0,
};

function randomText(random: Uint8Array | undefined): string | undefined {
  return random === undefined ? undefined : Array.from(random, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
