/**
 * Opens files as one time line: tells what each is by its content, reads them all through one indexer, and ends with the
 * analysis that needs the whole. Refusals are data. Everything read before a fault, or before a cancel, stays.
 */
import { DiagnosticLog } from '../base/diagnostic.ts';
import type { Abort, ByteSource } from '../capture/byte-source.ts';
import { CaptureReader } from '../capture/capture-reader.ts';
import { MovedClock } from '../capture/moved-clock.ts';
import { Pump } from '../capture/pump.ts';
import { isMade, type Packing, sniff, SNIFF_LENGTH, type Sniffed, type SniffedArchive, type SniffedCapture } from '../capture/sniff.ts';
import { pumpAll } from '../capture/time-line.ts';
import type { DecodeRule } from '../contract/decode-as.ts';
import type { OpenFailure, OpenFailureReason, Progress } from '../contract/overview.ts';
import { usualPoints, type PointChoice } from '../contract/points.ts';
import type { TypedKey } from '../contract/seal.ts';
import { DecodeRules } from './decode-rules.ts';
import { walkChoices } from './walk-rules.ts';
import { PeekedSource } from './peeked-source.ts';
import { surveyCaptures } from './points/run-survey.ts';
import type { SecretStore } from './secrets.ts';
import { addSecretFile, readSecretFile, secretKind, type SecretFile } from './secret-file.ts';
import type { CaptureState, Tables } from './tables.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { Session } from './session.ts';

/** A decompressed file; `packing` says how it was packed, `problem` why its output ended early, `consumed` how many compressed octets were taken. */
export interface DecompressedInput extends ByteSource {
  readonly packing: Packing;
  readonly problem: string | undefined;
  /** octets of the packed data between which the problem was met */
  readonly packedAt?: { readonly from: number; readonly to: number } | undefined;
  /** what is worth knowing of how packets were made of it: code → how often, and where first */
  readonly notes?: ReadonlyMap<string, { readonly count: number; readonly at: number }>;
  readonly consumed: number;
}

export interface OpenInput {
  readonly name: string;
  /** number of the file it came from among those given; its own place when absent */
  readonly file?: number;
  /** name of the archive it lay in, when it came out of one */
  readonly archive?: string;
  /** how it is packed, when an archive says so; else its octets tell */
  readonly packing?: Packing;
  readonly size: number;
  readonly source: ByteSource;
  /** why the file cannot even be looked at, or its first SNIFF_LENGTH octets */
  readonly head: Uint8Array | { readonly reason: OpenFailureReason; readonly message: string };
  decompressed(packing: Packing): DecompressedInput;
  fingerprint(): Promise<string>;
  sha256(): Promise<string | undefined>;
}

export interface OpenOptions {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: Abort;
  /** lets the events of the thread be handled; called between slices of long work */
  readonly pause: () => Promise<void>;
  /** what a person said about some datagrams */
  readonly decodeAs?: readonly DecodeRule[];
  /** keys that a person typed when the captures were read before */
  readonly typedKeys?: readonly TypedKey[];
  /** what a person said about capture points */
  readonly points?: PointChoice;
}

interface Recognised {
  /** number of the file among those given */
  readonly file: number;
  readonly input: OpenInput;
  readonly source: ByteSource;
  readonly format: SniffedCapture;
  readonly decompressed: DecompressedInput | undefined;
  /** what came out of the decompressor was kept, and `source` reads it again */
  readonly isKept?: boolean;
}

const archiveNames: Readonly<Record<SniffedArchive['kind'], string>> = { zip: 'ZIP archive', tar: 'tar archive' };

/** Milliseconds between two progress reports, and to the first that has packets to show: each costs the page a frame. */
const PROGRESS_PERIOD = 200;
const FIRST_PROGRESS = 60;

export interface OpenResult {
  readonly session: Session | undefined;
  readonly refused: readonly OpenFailure[];
}

/** What files turned out to be. */
export interface RecognisedFiles {
  readonly recognised: readonly Recognised[];
  /** files of keys: what they open is in the captures beside them */
  readonly secrets: readonly SecretFile[];
  readonly refused: readonly OpenFailure[];
}

/** Recognises files; the session exists, and answers, before its packets are read by readAll(). */
export async function recognise(inputs: readonly OpenInput[], signal: Abort): Promise<RecognisedFiles> {
  const recognised: Recognised[] = [];
  const secrets: SecretFile[] = [];
  const refused: OpenFailure[] = [];
  for (const [file, input] of inputs.entries()) {
    const result = await recogniseOne(input, input.file ?? file);
    const twin = 'input' in result ? await twinOf(result, recognised) : undefined;
    if ('opens' in result) refused.push(result);
    else if ('holds' in result) secrets.push(result);
    else if (twin !== undefined) refused.push(failure(input, 'same-file', twin.input.name, -1));
    else recognised.push(result);
    if (signal.aborted) break;
  }
  return { recognised, secrets, refused };
}

/** A file given before with the same octets: reading it again would count everything twice. */
async function twinOf({ input }: Recognised, others: readonly Recognised[]): Promise<Recognised | undefined> {
  for (const other of others) {
    if (other.input.size === input.size && areEqual(other.input.head, input.head) && (await other.input.fingerprint()) === (await input.fingerprint()))
      return other;
  }
  return undefined;
}

function areEqual(one: OpenInput['head'], other: OpenInput['head']): boolean {
  return one instanceof Uint8Array && other instanceof Uint8Array && one.length === other.length && one.every((octet, i) => octet === other[i]);
}

/** Nothing opens: an archive without a capture is told as one, with what is in it; else the first refusal stands for all. */
export function nothingOpens({ secrets, refused: all }: RecognisedFiles): OpenFailure {
  const files = all.filter(({ reason }) => reason !== 'archive-others');
  const refused = files.length === 0 ? all : files;
  const [first] = refused;
  if (secrets[0] !== undefined) return keysAlone(secrets[0]);
  if (first === undefined) return { opens: false, reason: 'empty-file', message: 'no file', at: -1, name: '' };
  const damaged = refused.find(({ reason }) => reason === 'archive-damaged');
  if (first.archive !== undefined && damaged !== undefined) return damaged;
  if (first.archive === undefined || refused.some(({ archive }) => archive !== first.archive)) return first;
  if (refused.length === 1 && first.reason !== 'not-a-capture') return first;
  const seen = refused.slice(0, 5).map(({ name, message }) => `${name} (${message})`);
  return { opens: false, reason: 'archive-without-capture', message: `${seen.join(', ')}${refused.length > 5 ? ' …' : ''}`, at: -1, name: first.archive };
}

/** Keys were given and nothing that they could open. */
function keysAlone({ holds, name }: SecretFile): OpenFailure {
  return { opens: false, reason: 'keys-alone', message: holds === 'key-log' ? 'TLS key log' : 'private key', at: -1, name };
}

async function recogniseOne(input: OpenInput, file: number): Promise<Recognised | SecretFile | OpenFailure> {
  if (!(input.head instanceof Uint8Array)) return failure(input, input.head.reason, input.head.message, -1);
  const seen: Sniffed = input.packing === undefined ? sniff(input.head, input.size) : { format: 'packed', packing: input.packing };
  if (seen.format === 'refused') {
    const kind = secretKind(input.head, input.size);
    return kind === undefined ? failure(input, seen.reason, seen.message, seen.at) : secretFile(kind, input, file, input.source);
  }
  if (seen.format === 'archive') return failure(input, 'archive-depth', archiveNames[seen.kind], 0);
  if (seen.format !== 'packed') return { file, input, source: input.source, format: seen, decompressed: undefined };
  const { packing } = seen;
  const decompressed = input.decompressed(packing);
  const source = new PeekedSource(decompressed);
  const head = await source.peek(SNIFF_LENGTH);
  if (head.length === 0) return nothingCameOut(input, decompressed);
  const inner = sniff(head, Infinity);
  if (inner.format === 'refused') {
    const kind = secretKind(head, Infinity);
    return kind === undefined
      ? failure(input, inner.reason, input.packing === undefined ? `${packing}: ${inner.message}` : inner.message, inner.at)
      : secretFile(kind, input, file, source);
  }
  if (inner.format === 'archive') return failure(input, 'archive-depth', archiveNames[inner.kind], 0);
  if (inner.format === 'packed') return failure(input, 'archive-depth', `${inner.packing} in ${packing}`, 0);
  return { file, input, source, format: inner, decompressed };
}

/** A file of keys, read whole; one that vanishes meanwhile is refused. */
async function secretFile(kind: SecretFile['holds'], input: OpenInput, file: number, source: ByteSource): Promise<SecretFile | OpenFailure> {
  return readSecretFile(kind, input.name, file, input.archive === undefined ? 'file' : 'archive', source).catch((problem: unknown) =>
    failure(input, 'unreadable', String(problem), -1),
  );
}

function nothingCameOut(input: OpenInput, { packing, problem, packedAt, consumed }: DecompressedInput): OpenFailure {
  if (problem === undefined) return failure(input, 'empty-file', packing, consumed);
  if (problem === 'limit.decompressionWindow') return failure(input, 'unsupported-compression', `${packing}, window above 128 MiB`, consumed);
  return failure(input, problem === 'unpack.unsupported' ? 'unsupported-compression' : 'decompress-error', packing, packedAt?.from ?? consumed);
}

function failure(input: OpenInput, reason: OpenFailureReason, message: string, at: number): OpenFailure {
  const { name, archive } = input;
  return { opens: false, reason, message, at, name, ...(archive === undefined ? {} : { archive }) };
}

/**
 * Makes the session of recognised files; nothing is read yet.
 * @param known every secret there is, when the files were read before
 */
export async function createSession({ recognised, secrets }: RecognisedFiles, options: OpenOptions, known?: SecretStore): Promise<Session> {
  const session = new Session(recognised.length > 1);
  session.typedKeys = options.typedKeys ?? [];
  if (known !== undefined) session.tables.secrets.adopt(known);
  for (const file of secrets) {
    if (known === undefined) addSecretFile(session.tables.secrets, file);
    if (file.isCut) session.tables.diagnostics.report('limit.secretFile');
  }
  if (options.decodeAs !== undefined && options.decodeAs.length > 0) {
    const { addresses } = session.tables;
    session.media.rules = new DecodeRules(options.decodeAs, addresses);
    addresses.choices = walkChoices(options.decodeAs, session.media.rules);
  }
  for (const [capture, { file, input, source, format, decompressed }] of recognised.entries()) {
    const diagnostics = new DiagnosticLog();
    const size = decompressed === undefined ? input.size : Infinity;
    const { interfaces, timeBase } = session.tables;
    const clock = recognised.length > 1 ? new MovedClock(timeBase) : undefined;
    const reader = new CaptureReader(format, { capture, interfaces, timeBase: clock ?? timeBase, diagnostics, size });
    const state: CaptureState = {
      name: input.name,
      size: input.size,
      compression: decompressed === undefined || isMade(decompressed.packing) ? undefined : decompressed.packing,
      made: decompressed !== undefined && isMade(decompressed.packing) ? decompressed.packing : undefined,
      archive: input.archive,
      source,
      reader,
      fingerprint: await input.fingerprint(),
      sha256: () => input.sha256(),
      diagnostics,
      clock,
    };
    session.tables.captures.push(state);
    if (known === undefined) session.tables.secrets.watch(input.name, file, reader.facts.secrets);
  }
  return session;
}

/** Memory could not be had: reading ends here, and what was read stands. Anything else is thrown on. */
async function endEarly(session: Session, pumps: readonly Pump[], problem: unknown): Promise<void> {
  if (!isOutOfMemory(problem)) throw problem;
  session.tables.diagnostics.report('limit.memory');
  for (const [i, pump] of pumps.entries()) {
    if (pump.done) continue;
    const { facts } = session.tables.captures[i]!.reader;
    facts.broken('limit.memory', pump.taken);
    facts.truncated = true;
    await pump.close();
  }
}

/**
 * Reads every packet, then analyses. Resolves when all is done or was cancelled; rejects only when a file cannot be read.
 * @param isEnough asked when all is read: false when the captures are to be read again, and then nothing is analysed
 */
export async function readAll(session: Session, recognised: readonly Recognised[], options: OpenOptions, isEnough: () => boolean = () => true): Promise<void> {
  const { tables } = session;
  const pumps = tables.captures.map((capture) => new Pump(capture.source, capture.reader, session.indexer, options.signal));
  const choice = options.points ?? usualPoints;
  if (recognised.length > 1 || choice.interfaces) tables.pointChoice = choice;
  const isSurveyed = recognised.length > 1 ? choice.match : choice.interfaces;
  const size = recognised.reduce((sum, { input }) => sum + input.size, 0) * (isSurveyed ? 2 : 1);
  let last = Date.now();
  let surveyed = 0;
  const report = (phase: Progress['phase']): void => {
    const read = recognised.reduce((sum, one, i) => sum + octetsRead(one, pumps[i]!.taken), surveyed);
    session.advance({ read, size, packets: tables.packets.length, calls: tables.calls.invites, revision: 0, analysed: phase === 'done' ? 1 : 0, phase });
    options.onProgress(session.progress);
  };
  report('reading');
  const onWindow = (): Promise<void> | undefined => {
    if (Date.now() - last < (session.progress.packets === 0 ? FIRST_PROGRESS : PROGRESS_PERIOD)) return undefined;
    last = Date.now();
    report('reading');
    // a stream that is read ahead resolves without a turn of the event loop: questions would wait for the end
    return options.pause();
  };
  if (isSurveyed) {
    await survey(tables, recognised, choice, options.signal, (octets) => {
      surveyed = octets;
      return onWindow();
    }).catch((problem: unknown) => {
      // a file that cannot be read is told when it is read; where memory ends, the captures are merged by time
      if (isOutOfMemory(problem)) tables.diagnostics.report('limit.pointPackets');
    });
  }
  await pumpAll(pumps, tables.timeBase, options.signal, onWindow)
    .then(() => session.indexer.finish())
    .catch((problem: unknown) => endEarly(session, pumps, problem));
  if (!isEnough()) return;
  for (const [i, { source }] of recognised.entries()) {
    if (source.isBroken !== true) continue;
    const { facts } = tables.captures[i]!.reader;
    // that a record is cut there too says nothing more
    if (facts.truncated) facts.brokenAt = -1;
    facts.broken('file.unreadable', pumps[i]!.taken);
    facts.truncated = true;
  }
  for (const [i, { decompressed }] of recognised.entries()) {
    if (decompressed === undefined) continue;
    const { facts } = tables.captures[i]!.reader;
    for (const [code, { count, at }] of decompressed.notes ?? []) for (let n = 0; n < count; n++) facts.note(code, at);
    if (decompressed.problem === undefined) continue;
    // that the last record is cut there follows from it
    if (facts.truncated && facts.brokenCode.endsWith('.truncated')) facts.brokenAt = -1;
    facts.broken(decompressed.problem, decompressed.size);
    facts.packedAt = decompressed.packedAt;
    if (!decompressed.problem.endsWith('.checksum')) facts.truncated = true;
  }
  if (!options.signal.aborted) session.reportEmptiness();
  report('analysing');
  await session.analyse(() => {
    if (Date.now() - last >= PROGRESS_PERIOD) {
      last = Date.now();
      options.onProgress(session.progress);
    }
    return options.pause();
  });
  report(options.signal.aborted ? 'cancelled' : 'done');
}

/** Octets of a file as it was given, of which `taken` came out. */
function octetsRead({ input, source, decompressed, isKept }: Recognised, taken: number): number {
  if (decompressed === undefined) return taken;
  return isKept === true ? Math.round((taken / Math.max(1, source.size)) * input.size) : decompressed.consumed;
}

/** Compares the captures before they are read. `onWindow` hears how many octets of all files were read for it. */
async function survey(
  tables: Tables,
  recognised: readonly Recognised[],
  choice: PointChoice,
  signal: Abort,
  onWindow: (octets: number) => Promise<void> | undefined,
): Promise<void> {
  const again = recognised.map(({ input, decompressed, isKept }) =>
    decompressed === undefined || isKept === true ? undefined : input.decompressed(decompressed.packing),
  );
  const files = recognised.map(({ input, format, source, decompressed }, i) => ({
    format,
    size: decompressed === undefined ? input.size : Infinity,
    source: again[i] ?? (decompressed === undefined ? input.source : source),
  }));
  const before = recognised.map((_, i) => recognised.slice(0, i).reduce((sum, { input }) => sum + input.size, 0));
  await surveyCaptures(tables, files, {
    choice,
    signal,
    onWindow: (file, taken) => onWindow(before[file]! + (again[file]?.consumed ?? octetsRead(recognised[file]!, taken))),
  });
}
