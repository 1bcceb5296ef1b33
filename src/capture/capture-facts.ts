/** What a reader learns about its capture besides packets; filled while reading, plain data. */
import type { DiagnosticLog } from '../base/diagnostic.ts';
import type { Nanoseconds } from '../base/units.ts';
import type { InterfaceTable } from './interface-table.ts';
import type { Clock } from './time-base.ts';

export interface ReaderOptions {
  /** index of the capture, from 0 */
  readonly capture: number;
  readonly interfaces: InterfaceTable;
  readonly timeBase: Clock;
  /** places are file offsets, packet is -1: give each capture its own log, or tell captures apart by what you pass */
  readonly diagnostics: DiagnosticLog;
  /** octets of the (decompressed) file; Infinity when not known */
  readonly size: number;
}

/** Secrets for decryption as the capture carries them. They stay with the capture and are never exported unasked. */
export interface SecretsBlock {
  /** 'tls', 'ssh', 'wireguard', 'zigbee-nwk', 'zigbee-aps', 'opcua', or the number in hexadecimal */
  readonly kind: string;
  /** file offset of the secrets themselves */
  readonly at: number;
  readonly octets: Uint8Array;
}

export interface SectionFacts {
  readonly hardware: string | undefined;
  readonly os: string | undefined;
  readonly application: string | undefined;
}

export class CaptureFactsSoFar {
  /** frames numbered, skipped ones included */
  frames = 0;
  /** of those, blocks that are no packets although Wireshark numbers them: custom, journal, sysdig */
  numberedBlocks = 0;
  /** on the time line; NaN-free: meaningful only when `timed` is above 0 */
  earliest: Nanoseconds = Infinity;
  latest: Nanoseconds = -Infinity;
  /** file offset where reading first had to skip or stop, and why; -1 is nowhere */
  brokenAt = -1;
  brokenCode = '';
  /** octets of the packed data between which damage was met, where the file was packed */
  packedAt: { readonly from: number; readonly to: number } | undefined;
  /** the file ends inside a record or block */
  truncated = false;
  readonly comments: string[] = [];
  readonly sections: SectionFacts[] = [];
  readonly secrets: SecretsBlock[] = [];
  /** what all secrets blocks so far count for, kept or not */
  secretOctets = 0;
  readonly #diagnostics: DiagnosticLog;

  constructor(diagnostics: DiagnosticLog) {
    this.#diagnostics = diagnostics;
  }

  /** Reports a fault of the file, and remembers the first that broke the reading. */
  broken(code: string, at: number, length = -1): void {
    this.#diagnostics.report(code, -1, at, length);
    if (this.brokenAt >= 0) return;
    this.brokenAt = at;
    this.brokenCode = code;
  }

  /** Reports a fault that costs nothing but itself. */
  note(code: string, at: number, length = -1): void {
    this.#diagnostics.report(code, -1, at, length);
  }
}
