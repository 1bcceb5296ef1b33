/**
 * Which streams are encrypted, and what opens them: keys that the SDP of the same call has are tried by themselves (RFC 4568), and
 * what fits the first packets' tags is the key. Everything that reads payload asks here first.
 */
import type { CallIndex, PacketIndex, StreamIndex } from '../base/units.ts';
import { Flag } from '../calls/message-fields.ts';
import { MediaBit } from '../calls/media-registry.ts';
import type { Seal, SealMissing } from '../contract/seal.ts';
import { deriveKeys } from '../crypto/srtp-keys.ts';
import { SrtpSeal } from '../crypto/srtp-seal.ts';
import { readDatagrams } from './audio-payloads.ts';
import { MessageReader } from './message-reader.ts';
import { RtcpReader } from './rtcp-reader.ts';
import { readCallKeys, type CallKeys } from './sdes-keys.ts';
import type { Session } from './session.ts';
import { gatherStream } from './stream-packets.ts';
import { StreamSeal } from './stream-seal.ts';

interface Sealed {
  readonly count: number;
  readonly seal: StreamSeal | undefined;
  readonly told: Seal;
}

/** packets of a stream whose tags are checked when it is looked at first, and of all streams at the end of reading */
const LOOKED = 2000;
const BUDGET = 100_000;
/** at least so many */
const LEAST = 8;
/** streams whose openers are kept; what was found of the others is */
const KEPT = 64;
/** encrypted RTCP packets that are opened at the end of reading */
const MOST_REPORTS = 50_000;

export class SealedMedia {
  readonly #session: Session;
  readonly #reader: MessageReader;
  readonly #keys = new Map<CallIndex, { readonly revision: number; readonly keys: Promise<CallKeys> }>();
  readonly #told = new Map<StreamIndex, Seal>();
  readonly #open = new Map<StreamIndex, { readonly count: number; readonly made: Promise<Sealed> }>();
  readonly #ready = new Map<StreamIndex, StreamSeal>();
  readonly #control = new Map<CallIndex, readonly SrtpSeal[]>();

  constructor(session: Session) {
    this.#session = session;
    this.#reader = new MessageReader(session.tables);
  }

  /** Its SDP says that it is encrypted. */
  isSealed(stream: StreamIndex): boolean {
    const binding = this.#session.bindings.of(stream);
    return binding !== undefined && binding.registration >= 0 && (this.#session.tables.registry.bits(binding.registration) & MediaBit.encrypted) !== 0;
  }

  /** Undefined for a stream in the clear. */
  told(stream: StreamIndex): Seal | undefined {
    if (!this.isSealed(stream)) return undefined;
    return this.#told.get(stream) ?? { state: 'pending', missing: undefined, suite: undefined, place: undefined, keys: 0, looked: 0, authenticated: 0 };
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
  opener(stream: StreamIndex): StreamSeal | undefined {
    return this.#ready.get(stream);
  }

  /** Looks at every sealed stream, the first packets of each. */
  async look(pause: () => Promise<void>): Promise<void> {
    const { streams } = this.#session.tables;
    let budget = BUDGET;
    for (let stream = 0; stream < streams.count; stream++) {
      if (!this.isSealed(stream)) continue;
      const looked = budget > 0 ? LOOKED : LEAST;
      budget -= Math.min(looked, streams.packets(stream));
      // a file that cannot be read any more leaves it sealed
      await this.prepare(stream, looked).catch(() => undefined);
      await pause();
    }
    await this.#lookAtReports().catch(() => undefined);
  }

  /** What encrypted RTCP names joins the index as if it had been read in the pass. */
  async #lookAtReports(): Promise<void> {
    const { reports, streams } = this.#session.tables;
    const rows: number[] = [];
    for (let row = 0; row < reports.count && rows.length < MOST_REPORTS; row++) if (reports.kinds(row) === 0) rows.push(row);
    if (rows.length === 0) return;
    for (const [row, statement] of await new RtcpReader(this.#session.tables).read(rows)) {
      const [source, destination] = [reports.source(row), reports.destination(row)];
      for (const type of statement.types) reports.addKind(row, type);
      for (const { ssrc } of statement.senders) streams.reports.senderReport(source, destination, ssrc);
      for (const block of statement.blocks) {
        streams.reports.reportBlock(source, destination, block.source);
        reports.mention(row, block.source);
      }
    }
  }

  /** Keys of the RTCP of a call. */
  async prepareControl(call: CallIndex): Promise<void> {
    if (this.#control.has(call) || !this.#hasKeys(call)) return;
    const { keys } = await this.#keysOf(call);
    this.#control.set(
      call,
      keys.map((key) => new SrtpSeal(key.suite, deriveKeys(key.key, key.salt, 'rtcp'), key)),
    );
  }

  /** The compound RTCP packet octets[at, end) of a call opened, fresh; undefined when no key fits. */
  openControl(call: CallIndex, octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
    for (const seal of this.#control.get(call) ?? []) {
      const plain = seal.openControl(octets, at, end);
      if (plain === undefined) continue;
      const whole = new Uint8Array(8 + plain.length);
      whole.set(octets.subarray(at, at + 8));
      whole.set(plain, 8);
      return whole;
    }
    return undefined;
  }

  async #make(stream: StreamIndex, count: number, look: number): Promise<Sealed> {
    const { tables, bindings } = this.#session;
    const binding = bindings.of(stream)!;
    const { keys, refused } = this.#hasKeys(binding.call) ? await this.#keysOf(binding.call) : { keys: [], refused: undefined };
    const result = (seal: StreamSeal | undefined, told: Seal): Sealed => {
      this.#told.set(stream, told);
      if (seal === undefined) this.#ready.delete(stream);
      else this.#ready.set(stream, seal);
      return { count, seal, told };
    };
    const sealed = (missing: SealMissing, looked = 0): Sealed =>
      result(undefined, {
        state: 'sealed',
        missing,
        suite: refused?.suite,
        place: refused === undefined ? undefined : tables.place(refused.packet),
        keys: 0,
        looked,
        authenticated: 0,
      });
    if (keys.length === 0) {
      if (refused !== undefined) return sealed(refused.why);
      return sealed((tables.registry.bits(binding.registration) & MediaBit.dtls) !== 0 ? 'keyLog' : 'sdesKey');
    }
    const sender = binding.direction === undefined ? 0 : binding.direction === 'toCallee' ? 1 : 2;
    const rank = (side: number): number => (side === sender ? 0 : 1);
    // whoever wrote the SDP seals with its key; without tags nothing else tells
    const fit = keys.filter(({ unauthenticated, side }) => !unauthenticated || side === sender);
    fit.sort((a, b) => Number(a.unauthenticated) - Number(b.unauthenticated) || rank(a.side) - rank(b.side));
    const packets = gatherStream(tables.packets, tables.streams, stream);
    const seal = new StreamSeal(packets, fit);
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
    if (first === undefined) return sealed('authentication', looked);
    const { key } = first;
    return result(seal, {
      state: 'opened',
      missing: undefined,
      suite: key.suite.name,
      place: tables.place(key.packet),
      keys: used.size,
      looked,
      authenticated,
    });
  }

  #hasKeys(call: CallIndex): boolean {
    const { messages, calls } = this.#session.tables;
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message))
      if ((messages.flags(message) & Flag.sdpKeys) !== 0) return true;
    return false;
  }

  #keysOf(call: CallIndex): Promise<CallKeys> {
    const { revision, isReading } = this.#session;
    const kept = this.#keys.get(call);
    if (kept !== undefined && (kept.revision === revision || !isReading)) return kept.keys;
    const keys = readCallKeys(this.#session.tables, this.#reader, call);
    this.#keys.set(call, { revision, keys });
    keys.catch(() => this.#keys.delete(call));
    return keys;
  }
}
