/**
 * Where ZRTP (RFC 6189) took over: pairs of ends whose media are encrypted from a packet on. Only the two phones know the keys: here is
 * kept from where on, and what they chose. Bounded by limits.dtlsHandshakes.
 */
import { limits } from '../base/limits.ts';
import type { DiagnosticLog } from '../base/diagnostic.ts';
import type { PacketIndex } from '../base/units.ts';
import { KeyTable } from '../rtp/key-table.ts';
import { zrtpChoice, zrtpType } from '../wire/zrtp.ts';
import type { FlowEnds } from './dtls-keys.ts';

export interface ZrtpFlow {
  /** "S256 AES1 HS80 DH3k B32": hash, cipher, tag, agreement and SAS; empty when the Commit was not captured */
  choice: string;
  /** the first Confirm2: what comes after may be encrypted (section 4.6); -1 before */
  sealedFrom: PacketIndex;
}

export class ZrtpFlows {
  readonly #flows: KeyTable = new KeyTable(16);
  readonly #found: ZrtpFlow[] = [];
  readonly #diagnostics: DiagnosticLog;

  constructor(diagnostics: DiagnosticLog) {
    this.#diagnostics = diagnostics;
  }

  /** Takes the datagram view[at, end), which has the cookie of ZRTP. */
  take(view: DataView, ends: FlowEnds, at: number, end: number, packet: PacketIndex): void {
    const type = zrtpType(view, at, end);
    if (type !== 'Commit' && type !== 'Confirm2' && type !== 'Conf2ACK') return;
    const flow = this.#open(ends, packet);
    if (flow === undefined) return;
    if (type === 'Commit') flow.choice = zrtpChoice(view, at, end);
    else if (flow.sealedFrom < 0) flow.sealedFrom = packet;
  }

  /** What is known between two ends, whoever is named first; undefined where no media are encrypted by ZRTP. */
  sealed(ends: FlowEnds): ZrtpFlow | undefined {
    if (this.#found.length === 0) return undefined;
    const id = this.#find(ends);
    const flow = id < 0 ? undefined : this.#found[id];
    return flow === undefined || flow.sealedFrom < 0 ? undefined : flow;
  }

  #find({ source, sourcePort, destination, destinationPort }: FlowEnds): number {
    const there = this.#flows.find(source, destination, ((sourcePort << 16) | destinationPort) >>> 0, 0);
    return there >= 0 ? there : this.#flows.find(destination, source, ((destinationPort << 16) | sourcePort) >>> 0, 0);
  }

  #open(ends: FlowEnds, packet: PacketIndex): ZrtpFlow | undefined {
    const known = this.#find(ends);
    if (known >= 0) return this.#found[known];
    if (this.#found.length >= limits.dtlsHandshakes) {
      this.#diagnostics.report('limit.dtlsHandshakes', packet);
      return undefined;
    }
    const made: ZrtpFlow = { choice: '', sealedFrom: -1 };
    this.#found[this.#flows.add(ends.source, ends.destination, ((ends.sourcePort << 16) | ends.destinationPort) >>> 0, 0)] = made;
    return made;
  }
}
