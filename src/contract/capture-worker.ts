/**
 * What the page asks of the worker: the engine's questions, and files. Every method resolves or rejects; the client
 * rejects what is pending when the worker dies. This file alone of the contract knows File and Blob.
 */
import type { CaptureQueries, PacketExport, TableExport } from './capture-queries.ts';
import type { DecodeRule } from './decode-as.ts';
import type { SoundExport } from './sound.ts';
import type { StreamIndex } from '../base/units.ts';
import type { OpenFailure, Opened, Progress } from './overview.ts';
import type { TypedKey } from './seal.ts';
import type { PointChoice } from './points.ts';

declare global {
  interface Blob {
    readonly size: number;
  }
  interface File extends Blob {
    readonly name: string;
  }
}

type Asynchronous<T> = { [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never };

export interface RemoteQueries extends Asynchronous<Omit<CaptureQueries, 'analysis' | 'exportPackets' | 'exportTable' | 'exportSound' | 'exportPayload'>> {
  /** Rates every stream of what was read, with pauses for questions. Resolves when MOS stands in all rows. */
  rate(): Promise<void>;
  /** Looks into the packets of every call where there are few calls, for the rules that need it. */
  deepen(): Promise<void>;
}

export interface CaptureWorker extends RemoteQueries {
  /** Replaces what is open. Resolves when indexing has ended or was cancelled; queries are answered meanwhile. */
  open(
    files: readonly File[],
    decodeAs: readonly DecodeRule[],
    onProgress: (progress: Progress) => void,
    points?: PointChoice,
    typedKeys?: readonly TypedKey[],
  ): Promise<Opened | OpenFailure>;
  /** Name of the Web Lock the worker holds while it lives; '' where there are none. */
  lifeLock(): Promise<string>;
  /** Ends reading soon and keeps what was read. */
  cancel(): Promise<void>;
  analysis(): Promise<Blob>;
  exportPackets(request: PacketExport): Promise<Blob>;
  exportTable(request: TableExport): Promise<Blob>;
  exportSound(request: SoundExport): Promise<Blob>;
  exportPayload(stream: StreamIndex): Promise<Blob>;
}
