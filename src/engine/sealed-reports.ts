/** Encrypted RTCP (RFC 3711 section 3.4): opened with the keys of the media it is about, and what it names joins the index of reports. */
import type { CallIndex } from '../base/units.ts';
import { SrtpOpener } from '../crypto/srtp-opener.ts';
import type { FlowEnds } from './dtls-keys.ts';
import { RtcpReader } from './rtcp-reader.ts';
import type { Session } from './session.ts';
import type { StreamKeyFinder } from './stream-keys.ts';

/** pairs of ends whose keys are kept */
const KEPT = 4096;
/** packets that are opened at the end of reading */
const MOST_REPORTS = 50_000;

export class SealedReports {
  readonly #session: Session;
  readonly #keys: StreamKeyFinder;
  readonly #control = new Map<string, readonly SrtpOpener[]>();

  constructor(session: Session, keys: StreamKeyFinder) {
    this.#session = session;
    this.#keys = keys;
  }

  /** More keys are known than before. */
  forget(): void {
    this.#control.clear();
  }

  /** What encrypted RTCP names joins the index as if it had been read in the pass. */
  async look(): Promise<void> {
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

  /** Keys of the RTCP between two ends. */
  async prepare(ends: FlowEnds): Promise<void> {
    const name = nameOf(ends);
    if (this.#control.has(name)) return;
    const keys = await this.#keys.ofControl(ends, this.#callOf(ends));
    if (this.#control.size >= KEPT) this.#control.delete(this.#control.keys().next().value!);
    this.#control.set(
      name,
      keys.map((key) => new SrtpOpener(key, 'rtcp')),
    );
  }

  /** The compound RTCP packet octets[at, end) opened, fresh; undefined when no key fits. For ends that were prepared. */
  open(ends: FlowEnds, octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
    for (const seal of this.#control.get(nameOf(ends)) ?? []) {
      const plain = seal.openControl(octets, at, end);
      if (plain === undefined) continue;
      const whole = new Uint8Array(8 + plain.length);
      whole.set(octets.subarray(at, at + 8));
      whole.set(plain, 8);
      return whole;
    }
    return undefined;
  }

  /** The call whose media the two ends are, -1 none. */
  #callOf({ source, sourcePort, destination, destinationPort }: FlowEnds): CallIndex {
    const { registry } = this.#session.tables;
    const registration = registry.lookupRtcp(source, sourcePort, destination, destinationPort);
    return registration < 0 ? -1 : registry.call(registration);
  }
}

function nameOf({ source, sourcePort, destination, destinationPort }: FlowEnds): string {
  return `${source} ${sourcePort} ${destination} ${destinationPort}`;
}
