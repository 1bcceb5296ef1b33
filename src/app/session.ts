/**
 * What is open, and where the person is in it. One Session for the page; pages get it as `.session`.
 *   session.queries.calls(query, page)      any question of contract/capture-queries.ts; rejects with WorkerEnded
 *   session.exports.analysis()              Blobs to save
 *   session.overview, .revision, .state …   Signals: `new ObserveController(this, () => [this.session?.revision])`
 *   session.navigate(route)                 see route.ts
 * A capture stays open until another has been recognised: dropping a broken file over a good one loses nothing.
 */
import type { RemoteQueries } from '../contract/capture-worker.ts';
import type { DecodeRule } from '../contract/decode-as.ts';
import type { OpenFailure, Opened, Overview, Progress } from '../contract/overview.ts';
import type { KeyAnswer, TypedKey } from '../contract/seal.ts';
import { usualPoints, type PointChoice } from '../contract/points.ts';
import { CaptureClient, WorkerEnded, type EndReason, type Exports } from './client.ts';
import { findingChoice, isInitialChoice } from './finding-choice.ts';
import { steady } from './latest.ts';
import { formatDecodeRule } from './decode-route.ts';
import { formatRoute, linkFingerprint, parseRoute, type Route } from './route.ts';
import { Signal } from './signal.ts';

export type SessionState =
  | { readonly status: 'idle' }
  /** rows are there as soon as `overview` is; `startedAt` in performance.now() milliseconds */
  | { readonly status: 'opening'; readonly progress: Progress; readonly startedAt: number; readonly names: readonly string[]; readonly cancelling: boolean }
  | { readonly status: 'open'; readonly cancelled: boolean }
  | { readonly status: 'failed'; readonly failure: OpenFailure }
  | { readonly status: 'crashed'; readonly reason: EndReason; readonly detail: string };

export type OpenHow = 'replace' | 'add';

/** How far a link's fingerprint and the open captures agree. */
export type LinkFit = 'none' | 'waiting' | 'fits' | 'other';

const noProgress: Progress = { read: 0, size: 0, packets: 0, calls: 0, revision: 0, analysed: 0, phase: 'reading' };
/** milliseconds between two looks at the overview while reading, at least; and how many times as long as a look takes */
const OVERVIEW_PACE = 300;
const OVERVIEW_REST = 4;

export class Session {
  readonly state: Signal<SessionState> = new Signal<SessionState>({ status: 'idle' });
  readonly overview: Signal<Overview | undefined> = new Signal<Overview | undefined>(undefined);
  /** rises while indexing runs; ask again when it differs */
  readonly revision: Signal<number> = new Signal(0);
  /** files of the last drop that could not be opened, though others could */
  readonly refused: Signal<readonly OpenFailure[]> = new Signal<readonly OpenFailure[]>([]);
  readonly route: Signal<Route>;
  /** what somebody said about some datagrams: part of every link, so that Back takes it back */
  readonly decode: Signal<readonly DecodeRule[]>;
  /** what somebody chose about capture points; for the captures that are open */
  readonly points: Signal<PointChoice> = new Signal<PointChoice>(usualPoints);
  readonly linkFit: Signal<LinkFit> = new Signal<LinkFit>('none');
  /** what the last open() ended with; for scripts */
  readonly #result: Signal<Promise<Opened | OpenFailure> | undefined> = new Signal<Promise<Opened | OpenFailure> | undefined>(undefined);
  readonly #start: () => CaptureClient;
  #client: CaptureClient | undefined;
  #opening: CaptureClient | undefined;
  #files: readonly File[] = [];
  #offered: readonly File[] = [];
  #nextLook = 0;
  #taken = 0;
  #fresh = false;
  #keepPlace = false;
  /** the decode rules of what was open when the last files came */
  #decodeBefore: readonly DecodeRule[] = [];
  #linked: string | undefined;
  #generation = 0;
  /** keys that somebody typed and that opened something: in memory only, as long as the same captures are open */
  #typedKeys: readonly TypedKey[] = [];

  constructor(hash = '', start: () => CaptureClient = () => new CaptureClient()) {
    this.#start = start;
    const route = parseRoute(hash);
    this.route = new Signal(route);
    this.decode = new Signal(route.decode ?? []);
    this.#arrive(route);
  }

  /** Questions to the open capture. */
  get queries(): RemoteQueries {
    return (this.#client ?? closed).queries;
  }

  get exports(): Exports {
    return (this.#client ?? closed).exports;
  }

  /** Rises with every capture set that has been opened: what was remembered of the one before is worth nothing. */
  get generation(): number {
    return this.#taken;
  }

  /** The newest captures have been looked at: the place is one in them, not in the captures before. */
  get isSettled(): boolean {
    return !this.#fresh;
  }

  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /** The files of the open captures, for reopening and for adding to. */
  get files(): readonly File[] {
    return this.#files;
  }

  get progress(): Progress {
    const state = this.state.value;
    return state.status === 'opening' ? state.progress : (this.overview.value?.progress ?? noProgress);
  }

  /** Opens files in the place of what is open, or together with it as one time line. Never rejects because of a file. */
  open(files: readonly File[], how: OpenHow = 'replace'): Promise<Opened | OpenFailure> {
    const all = how === 'add' ? [...this.#files, ...files] : [...files];
    this.#decodeBefore = this.decode.value;
    // a link is meant for the capture that is opened next, not for every one after it; so is what was said about datagrams
    if (this.#client !== undefined && how === 'replace') this.decode.value = [];
    if (how === 'replace') this.points.value = usualPoints;
    return this.#begin(all, how === 'add');
  }

  /** Keys that were dropped onto an open capture are meant for it: it is read again with them, and the place stays. */
  #openWithKeys(client: CaptureClient, files: readonly File[]): Promise<Opened | OpenFailure> {
    client.dispose();
    this.#opening = undefined;
    this.#keepPlace = true;
    this.decode.value = this.#decodeBefore;
    return this.#open([...this.#files, ...files]);
  }

  #begin(files: readonly File[], keepPlace: boolean): Promise<Opened | OpenFailure> {
    this.#keepPlace = keepPlace;
    if (this.#client !== undefined) this.#linked = undefined;
    const result = this.#open(files);
    this.#result.value = result;
    return result;
  }

  /** Reads the open captures again without one of the files that were given: keys are forgotten. */
  forget(file: number): Promise<Opened | OpenFailure> {
    return this.#begin(
      this.#files.filter((_, i) => i !== file),
      true,
    );
  }

  /** Resolves when whatever is being opened (or is opened next) has been indexed. */
  async ready(): Promise<Opened | OpenFailure> {
    const result = await this.#result.until((value) => value !== undefined);
    return result as Opened | OpenFailure;
  }

  /** Ends reading soon; what was read stays open. */
  async cancel(): Promise<void> {
    const state = this.state.value;
    if (state.status !== 'opening') return;
    this.state.value = { ...state, cancelling: true };
    await (this.#opening ?? this.#client)?.cancel().catch(() => {});
  }

  /** Says that a drop held nothing to open. */
  refuse(failure: OpenFailure): void {
    this.#generation++;
    this.#opening?.dispose();
    this.#opening = undefined;
    this.state.value = { status: 'failed', failure };
  }

  /** Opens the same files again, after a crash. */
  reopen(): Promise<Opened | OpenFailure> {
    return this.#begin(this.#offered.length > 0 ? this.#offered : this.#files, true);
  }

  /** Ends everything at once and goes to the start. */
  close(): void {
    this.#generation++;
    this.#opening?.dispose();
    this.#client?.dispose();
    this.#opening = this.#client = undefined;
    this.#files = this.#offered = [];
    this.#typedKeys = [];
    this.#taken++;
    this.#linked = undefined;
    this.linkFit.value = 'none';
    this.overview.value = undefined;
    this.refused.value = [];
    this.state.value = { status: 'idle' };
    this.navigate({ view: 'start' });
  }

  /** Tries a key that somebody typed; one that opens something is tried again whenever the same captures are read again. */
  async giveKey(key: TypedKey): Promise<KeyAnswer> {
    const answer = await this.queries.giveKey(key);
    if (answer !== 'opened') return answer;
    this.#typedKeys = [...this.#typedKeys, key];
    await this.look();
    return answer;
  }

  get typedKeyCount(): number {
    return this.#typedKeys.length;
  }

  /** Reads the open captures again without the keys that somebody typed. */
  forgetTypedKeys(): Promise<Opened | OpenFailure> {
    this.#typedKeys = [];
    return this.reopen();
  }

  /** Has the open captures judged by what the person chose about the rules. */
  async judge(): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    await client.queries.chooseFindings(findingChoice()).catch(() => undefined);
    await this.look();
  }

  /** Looks at the open captures again: something was asked of them that changes answers. */
  async look(): Promise<void> {
    const client = this.#client;
    const overview = await client?.queries.overview().catch(() => undefined);
    if (client !== undefined && client === this.#client && overview !== undefined) this.#saw(client, overview);
  }

  /** Goes to a place: 'push' so that Back returns here, 'replace' to tell the present place more exactly. */
  navigate(route: Route, how: 'push' | 'replace' = 'push'): void {
    const captures = this.overview.value?.captures;
    const fingerprint = route.view === 'start' ? undefined : captures !== undefined && captures.length > 0 ? linkFingerprint(captures) : route.fingerprint;
    const { fingerprint: _, decode: __, ...place } = route;
    const decode = this.decode.value;
    const next: Route = { ...place, ...(decode.length === 0 ? {} : { decode }), ...(fingerprint === undefined ? {} : { fingerprint }) };
    const hash = formatRoute(next);
    if (hash === formatRoute(this.route.value)) return;
    this.route.value = next;
    // who moves on has read that the link was for another capture
    if (how === 'push' && this.linkFit.value === 'other') {
      this.#linked = undefined;
      this.linkFit.value = 'none';
    }
    if (typeof history === 'undefined') return;
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }

  /** The hash was changed by Back, Forward or a person. */
  followHash(hash: string): void {
    const route = parseRoute(hash);
    if (formatRoute(route) === formatRoute(this.route.value)) return;
    this.#arrive(route);
    this.route.value = route;
    if (!sameRules(this.decode.value, route.decode ?? [])) this.#decodeAnew(route.decode ?? []);
  }

  /** Reads the open captures again under other decode rules; Back takes it back. */
  setDecode(rules: readonly DecodeRule[]): void {
    if (sameRules(this.decode.value, rules)) return;
    this.#decodeAnew(rules);
    this.navigate(this.route.value);
  }

  /** Reads the open captures again under another choice about capture points. */
  setPoints(choice: PointChoice): void {
    this.points.value = choice;
    if (this.#files.length > 0 || this.#offered.length > 0) void this.reopen();
  }

  #decodeAnew(rules: readonly DecodeRule[]): void {
    this.decode.value = rules;
    if (this.#files.length > 0 || this.#offered.length > 0) void this.reopen();
  }

  #arrive(route: Route): void {
    this.#linked = route.fingerprint;
    this.#judgeLink();
  }

  #judgeLink(): void {
    const captures = this.overview.value?.captures ?? [];
    if (this.#linked === undefined) this.linkFit.value = 'none';
    else if (captures.length === 0 || captures.some((capture) => capture.fingerprint === '')) this.linkFit.value = 'waiting';
    else this.linkFit.value = linkFingerprint(captures) === this.#linked ? 'fits' : 'other';
  }

  async #open(files: readonly File[]): Promise<Opened | OpenFailure> {
    const mine = ++this.#generation;
    this.#opening?.dispose();
    this.#offered = files;
    const client = (this.#opening = this.#start());
    client.onCrash((problem) => this.#crashed(client, problem));
    this.state.value = { status: 'opening', progress: noProgress, startedAt: performance.now(), names: files.map((file) => file.name), cancelling: false };
    let result: Opened | OpenFailure;
    try {
      result = await client.open(
        files,
        this.decode.value,
        (progress) => this.#progressed(mine, client, progress),
        this.points.value,
        this.#keepPlace ? this.#typedKeys : [],
      );
    } catch (problem) {
      return this.#broke(mine, client, files, problem);
    }
    if (mine !== this.#generation) return result;
    if (result.opens) await this.#opened(client, files, result);
    else if (result.reason === 'keys-alone' && this.isOpen && !this.#keepPlace) return this.#openWithKeys(client, files);
    else this.#refuse(client, result);
    return result;
  }

  #progressed(mine: number, client: CaptureClient, progress: Progress): void {
    const state = this.state.value;
    if (mine !== this.#generation || state.status !== 'opening') return;
    if (progress.packets > 0) this.#take(client);
    const isAnew = progress.again === true && state.progress.again !== true;
    this.state.value = { ...state, progress, ...(isAnew ? { startedAt: performance.now() } : {}) };
    if (isAnew && client === this.#client) this.#startOver();
    if (client !== this.#client || performance.now() < this.#nextLook) return;
    this.#look(client);
  }

  /** The new capture holds packets: it takes the place of what was open. */
  #take(client: CaptureClient): void {
    if (this.#client === client) return;
    this.#client?.dispose();
    this.#client = client;
    this.#opening = undefined;
    this.#files = this.#offered;
    if (!this.#keepPlace) this.#typedKeys = [];
    this.#taken++;
    this.#fresh = true;
    this.refused.value = [];
    this.#nextLook = 0;
  }

  /** The same captures are read once more: numbers of calls and streams are others now, and a place that is one in them stays. */
  #startOver(): void {
    this.#taken++;
    if (this.isSettled) this.#keepPlace = true;
    this.#fresh = true;
    this.#nextLook = 0;
  }

  readonly #look = steady(
    async (client: CaptureClient) => {
      const began = performance.now();
      this.#nextLook = Infinity;
      try {
        return await client.queries.overview();
      } finally {
        const took = performance.now() - began;
        this.#nextLook = performance.now() + Math.max(OVERVIEW_PACE, took * OVERVIEW_REST);
      }
    },
    (overview: Overview, client: CaptureClient) => this.#saw(client, overview),
  );

  #saw(client: CaptureClient, overview: Overview): void {
    if (client !== this.#client) return;
    const first = this.#fresh;
    this.#fresh = false;
    this.overview.value = overview;
    this.#judgeLink();
    // a filter of the last capture would hide the new one; a link and an added file keep the place
    if (first && (this.route.value.view === 'start' || (this.#linked === undefined && !this.#keepPlace))) this.navigate({ view: 'calls' });
    this.revision.value = overview.revision;
  }

  async #opened(client: CaptureClient, files: readonly File[], result: Opened): Promise<void> {
    this.#take(client);
    this.#files = files;
    this.refused.value = result.refused;
    if (!isInitialChoice(findingChoice())) await client.queries.chooseFindings(findingChoice()).catch(() => undefined);
    const overview = await client.queries.overview().catch(() => undefined);
    if (client !== this.#client) return;
    if (overview !== undefined) this.#saw(client, overview);
    this.state.value = { status: 'open', cancelled: result.cancelled };
    void this.#rate(client);
    if (this.linkFit.value !== 'other') this.navigate(this.route.value, 'replace');
  }

  /** What takes a look at every packet again comes after the rows are there: MOS, and rules that look into packets. */
  async #rate(client: CaptureClient): Promise<void> {
    try {
      await client.queries.rate();
      if (client === this.#client) this.#look(client);
      await client.queries.deepen();
    } catch {
      // the worker ended: the shell says so
      return;
    }
    if (client === this.#client) this.#look(client);
  }

  #refuse(client: CaptureClient, failure: OpenFailure): void {
    client.dispose();
    if (this.#opening === client) this.#opening = undefined;
    if (this.#client === client) this.#client = undefined;
    this.#offered = [];
    this.state.value = { status: 'failed', failure };
  }

  #broke(mine: number, client: CaptureClient, files: readonly File[], problem: unknown): OpenFailure {
    const detail = problem instanceof Error ? problem.message : String(problem);
    if (mine === this.#generation && !(problem instanceof WorkerEnded)) {
      client.dispose();
      this.#crashed(client, new WorkerEnded('failed', detail));
    }
    return { opens: false, reason: 'unreadable', message: detail, at: -1, name: files[0]?.name ?? '' };
  }

  #crashed(client: CaptureClient, problem: WorkerEnded): void {
    if (client !== this.#client && client !== this.#opening) return;
    if (client === this.#opening) this.#opening = undefined;
    this.state.value = { status: 'crashed', reason: problem.reason, detail: problem.message };
  }

  /** After a failure or a crash was read: back to what is open, if anything is. */
  acknowledge(): void {
    const crashedOpen = this.#client?.ended !== undefined;
    if (crashedOpen) this.close();
    else this.state.value = this.#client === undefined ? { status: 'idle' } : { status: 'open', cancelled: false };
  }
}

function sameRules(one: readonly DecodeRule[], other: readonly DecodeRule[]): boolean {
  return one.length === other.length && one.every((rule, i) => formatDecodeRule(rule) === formatDecodeRule(other[i]!));
}

/** Stands where no capture is open: every question is refused. */
const closed: Pick<CaptureClient, 'queries' | 'exports'> = (() => {
  const refuse = (): Promise<never> => Promise.reject(new WorkerEnded('closed', 'no capture is open'));
  const refusing = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : refuse) });
  return { queries: refusing as RemoteQueries, exports: refusing as Exports };
})();
