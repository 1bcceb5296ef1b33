/**
 * `globalThis.sipglass`: the page for its own console and for browser automation (spec: analysis as JSON, "From a script").
 * Neither promise of open() and ready() ever rejects because of what a file holds.
 */
import { version } from 'virtual:build';
import type { OpenFailure, Opened, Progress } from '../contract/overview.ts';
import type { Session } from './session.ts';

export interface ScriptApi {
  readonly version: string;
  /** Replaces what is open; resolves when indexing has ended. */
  open(files: readonly File[]): Promise<Opened | OpenFailure>;
  /** Resolves when whatever is being opened has been indexed. */
  ready(): Promise<Opened | OpenFailure>;
  progress(): Progress;
  analysis(): Promise<Blob>;
}

export function offerToScripts(session: Session): void {
  const api: ScriptApi = {
    version,
    open: (files) => session.open([...files]),
    ready: () => session.ready(),
    progress: () => session.progress,
    analysis: () => session.exports.analysis(),
  };
  Object.defineProperty(globalThis, 'sipglass', { value: Object.freeze(api), enumerable: true });
}
