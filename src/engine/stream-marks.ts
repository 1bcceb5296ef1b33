/**
 * Where the first unit of a layer above TCP begins in a packet: an HTTP head, a WebSocket frame, an MSRP message. The inspector
 * cannot know it from the packet alone. Only for packets that have one, and for limits.streamMarks of them.
 */
import type { DiagnosticLog } from '../base/diagnostic.ts';
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';

export const markKinds = ['http', 'websocket', 'msrp', 'hep'] as const;
export type MarkKind = (typeof markKinds)[number];

export interface StreamMark {
  readonly kind: MarkKind;
  /** offset in the packet as the file has it */
  readonly at: number;
}

export class StreamMarks {
  readonly #diagnostics: DiagnosticLog;
  /** offset times the number of kinds, plus the kind */
  readonly #marks = new Map<PacketIndex, number>();

  constructor(diagnostics: DiagnosticLog) {
    this.#diagnostics = diagnostics;
  }

  /** A unit begins at `offset` of the packet; the first one said stays. Negative offsets (not in the file) are not noted. */
  note(packet: PacketIndex, kind: MarkKind, offset: number): void {
    if (offset < 0 || this.#marks.has(packet)) return;
    if (this.#marks.size >= limits.streamMarks) return this.#diagnostics.report('limit.streamMarks', packet);
    this.#marks.set(packet, offset * markKinds.length + markKinds.indexOf(kind));
  }

  of(packet: PacketIndex): StreamMark | undefined {
    const mark = this.#marks.get(packet);
    return mark === undefined ? undefined : { kind: markKinds[mark % markKinds.length]!, at: Math.floor(mark / markKinds.length) };
  }
}
