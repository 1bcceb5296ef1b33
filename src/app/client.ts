/**
 * The page's end of the worker: the only place of the page that knows Comlink. One client is one worker is one capture
 * set; closing is terminating. A Comlink call to a dead worker stays pending for ever, so every call goes through `#ask`,
 * which rejects with WorkerEnded when the worker fails, never answers, is ended by the browser, or is closed.
 */
import { proxy, wrap, type Remote } from 'comlink';
import type { PacketExport, TableExport } from '../contract/capture-queries.ts';
import type { CaptureWorker, RemoteQueries } from '../contract/capture-worker.ts';
import type { DecodeRule } from '../contract/decode-as.ts';
import type { SoundExport } from '../contract/sound.ts';
import type { StreamIndex } from '../base/units.ts';
import type { OpenFailure, Opened, Progress } from '../contract/overview.ts';
import type { TypedKey } from '../contract/seal.ts';
import type { PointChoice } from '../contract/points.ts';
import { watchLife } from './life-watch.ts';

/** A worker that says nothing for this long after its start never will. Milliseconds. */
const FIRST_ANSWER = 20_000;

export type EndReason = 'closed' | 'failed' | 'unreadable-answer' | 'never-answered' | 'could-not-start';

/** What every pending question is rejected with when its worker is gone. */
export class WorkerEnded extends Error {
  readonly reason: EndReason;

  constructor(reason: EndReason, detail: string) {
    super(detail);
    this.name = 'WorkerEnded';
    this.reason = reason;
  }
}

/** The worker travels in a chunk of its own, so that the first paint does not wait for it. */
async function startByDefault(): Promise<Worker> {
  const { startWorker } = await import('./start-worker.ts');
  return startWorker();
}

export interface Exports {
  analysis(): Promise<Blob>;
  exportPackets(request: PacketExport): Promise<Blob>;
  exportTable(request: TableExport): Promise<Blob>;
  exportSound(request: SoundExport): Promise<Blob>;
  exportPayload(stream: StreamIndex): Promise<Blob>;
}

export class CaptureClient {
  /** every question of the contract, each rejecting with WorkerEnded when the worker is gone */
  readonly queries: RemoteQueries;
  readonly exports: Exports;
  readonly #remote: Promise<Remote<CaptureWorker>>;
  readonly #pending = new Set<(problem: WorkerEnded) => void>();
  readonly #crashListeners = new Set<(problem: WorkerEnded) => void>();
  #worker: Worker | undefined;
  #ended: WorkerEnded | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(start: () => Promise<Worker> = startByDefault) {
    this.#remote = start().then((worker) => this.#started(worker));
    this.#remote.catch((problem: unknown) => this.#end(new WorkerEnded('could-not-start', String(problem))));
    this.queries = this.#questions<RemoteQueries>();
    this.exports = this.#questions<Exports>();
  }

  /** What ended the worker, or undefined while it lives. */
  get ended(): WorkerEnded | undefined {
    return this.#ended;
  }

  /** Resolves when indexing has ended or was cancelled; rejects only with WorkerEnded or a fault of ours in the worker. */
  open(
    files: readonly File[],
    decodeAs: readonly DecodeRule[],
    onProgress: (progress: Progress) => void,
    points?: PointChoice,
    typedKeys: readonly TypedKey[] = [],
  ): Promise<Opened | OpenFailure> {
    return this.#ask((remote) => remote.open([...files], [...decodeAs], proxy(onProgress), points, [...typedKeys]));
  }

  /** Ends reading soon; what was read stays. */
  cancel(): Promise<void> {
    return this.#ask((remote) => remote.cancel());
  }

  /** Calls back once if the worker dies by itself (not when it is closed); at once if it already has. */
  onCrash(listener: (problem: WorkerEnded) => void): () => void {
    if (this.#ended !== undefined && this.#ended.reason !== 'closed') queueMicrotask(() => listener(this.#ended as WorkerEnded));
    this.#crashListeners.add(listener);
    return () => this.#crashListeners.delete(listener);
  }

  /** Terminates the worker at once, whatever it is doing. */
  dispose(): void {
    this.#end(new WorkerEnded('closed', 'the capture was closed'));
  }

  #started(worker: Worker): Remote<CaptureWorker> {
    if (this.#ended !== undefined) {
      worker.terminate();
      throw this.#ended;
    }
    this.#worker = worker;
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#end(new WorkerEnded('failed', event.message || 'the worker ended with an error'));
    });
    worker.addEventListener('messageerror', () => this.#end(new WorkerEnded('unreadable-answer', 'an answer could not be read')));
    const timer = setTimeout(() => this.#end(new WorkerEnded('never-answered', 'the worker did not start')), FIRST_ANSWER);
    const remote = wrap<CaptureWorker>(worker);
    void remote
      .lifeLock()
      .catch(() => '')
      .then((lock) => {
        // any answer, even a refusal, shows that it lives
        clearTimeout(timer);
        if (this.#ended !== undefined) return;
        this.#stopWatching = watchLife(
          lock,
          () => remote.lifeLock(),
          () => this.#end(new WorkerEnded('failed', 'the browser ended the worker')),
        );
      });
    return remote;
  }

  #end(problem: WorkerEnded): void {
    if (this.#ended !== undefined) return;
    this.#ended = problem;
    this.#stopWatching?.();
    this.#worker?.terminate();
    for (const reject of this.#pending) reject(problem);
    this.#pending.clear();
    if (problem.reason !== 'closed') for (const listener of this.#crashListeners) listener(problem);
  }

  #ask<Answer>(question: (remote: Remote<CaptureWorker>) => Promise<unknown>): Promise<Answer> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise<Answer>((resolve, reject) => {
      this.#pending.add(reject);
      this.#remote
        .then(question)
        .then((answer) => resolve(answer as Answer), reject)
        .finally(() => this.#pending.delete(reject));
    });
  }

  /** An object whose every method is a guarded question of the same name. */
  #questions<Shape extends object>(): Shape {
    const ask = (name: string, given: readonly unknown[]): Promise<unknown> =>
      this.#ask(
        (remote) =>
          (remote as unknown as Record<string, (...given: readonly unknown[]) => Promise<unknown>>)[name]?.(...given) ?? Promise.reject(new Error(name)),
      );
    return new Proxy({} as Shape, {
      get: (_, name) => (typeof name !== 'string' || name === 'then' ? undefined : (...given: readonly unknown[]) => ask(name, given)),
    });
  }
}
