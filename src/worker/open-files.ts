/**
 * Files as the engine wants them, archives opened: a ZIP or tar with ten captures is ten inputs, as if the ten had been dropped. What is
 * packed twice, or is an archive within a compression, is unpacked whole and looked into again; everything else is only
 * looked at. Bounds: limits.archiveMembers and archiveDepth, and limits.decompressedOctets over all of it.
 * Never rejects: what cannot be opened becomes an input that the engine refuses by name.
 */
import { limits } from '../base/limits.ts';
import type { Abort } from '../capture/byte-source.ts';
import { isMade, type Packing, sniff, SNIFF_LENGTH } from '../capture/sniff.ts';
import type { OpenFailureReason } from '../contract/overview.ts';
import type { OpenInput } from '../engine/open.ts';
import { PeekedSource } from '../engine/peeked-source.ts';
import type { ArchiveListing, ArchiveMember, ListingBounds } from '../unpack/archive.ts';
import { listTar } from '../unpack/tar.ts';
import { listZip } from '../unpack/zip.ts';
import { type Budget, DecompressedSource, type Expected } from './decompressed-source.ts';
import { openInput, readHead } from './open-input.ts';

export interface OpeningOptions {
  readonly signal: Abort;
  /** told how much of what must be unpacked whole has been read */
  readonly onProgress: (read: number, size: number) => void;
  /** lets the events of the thread be handled */
  readonly pause: () => Promise<void>;
}

/** Something to be opened: a file, or a part of one. */
interface Piece {
  readonly blob: Blob;
  readonly name: string;
  readonly file: number;
  readonly archive: string | undefined;
  readonly packing: Packing | undefined;
  readonly expected: Expected | undefined;
  /** archives and compressions around it */
  readonly depth: number;
}

export async function openFiles(files: readonly (Blob & { readonly name?: string })[], options: OpeningOptions): Promise<readonly OpenInput[]> {
  const opening = new Opening(
    options,
    files.reduce((sum, { size }) => sum + size, 0),
  );
  for (const [file, blob] of files.entries()) {
    await opening.add({ blob, name: blob.name ?? '', file, archive: undefined, packing: undefined, expected: undefined, depth: 0 });
    if (options.signal.aborted) break;
  }
  return opening.inputs;
}

class Opening {
  readonly inputs: OpenInput[] = [];
  readonly #options: OpeningOptions;
  readonly #budget: Budget;
  #members = 0;

  /** @param given octets of all that is opened together */
  constructor(options: OpeningOptions, given: number) {
    this.#options = options;
    this.#budget = { spent: 0, given, counted: new WeakMap() };
  }

  async add(piece: Piece): Promise<void> {
    const head = await readHead(piece.blob, SNIFF_LENGTH);
    const seen = head instanceof Uint8Array && piece.packing === undefined ? sniff(head, piece.blob.size) : undefined;
    const packing = piece.packing ?? (seen?.format === 'packed' ? seen.packing : undefined);
    if (piece.depth < limits.archiveDepth) {
      if (packing !== undefined && (await this.#holdsMore(piece, packing))) return this.#unpackWhole(piece, packing);
      if (seen?.format === 'archive') return this.#open(piece, seen.kind);
    }
    const { file, archive } = piece;
    const input = openInput(piece.blob, piece.name, head, (how) => new DecompressedSource(piece.blob, piece.name, how, this.#budget, piece.expected));
    this.inputs.push({ ...input, file, ...(archive === undefined ? {} : { archive }), ...(piece.packing === undefined ? {} : { packing: piece.packing }) });
  }

  /** True when what is packed is packed again, or an archive. */
  async #holdsMore({ blob, name, expected }: Piece, packing: Packing): Promise<boolean> {
    if (isMade(packing)) return false;
    const source = new PeekedSource(new DecompressedSource(blob, name, packing, undefined, expected));
    const head = await source.peek(SNIFF_LENGTH);
    await source.close();
    const { format } = sniff(head, Infinity);
    return format === 'archive' || format === 'packed';
  }

  async #unpackWhole(piece: Piece, packing: Packing): Promise<void> {
    const source = new DecompressedSource(piece.blob, piece.name, packing, this.#budget, piece.expected);
    let told = 0;
    for await (const window of source.windows(this.#options.signal)) {
      if (source.size - told < 4_194_304 && window.length > 0) continue;
      told = source.size;
      this.#options.onProgress(source.consumed, piece.blob.size);
      await this.#options.pause();
    }
    await this.add({ ...piece, blob: source.toBlob(), packing: undefined, expected: undefined, depth: piece.depth + 1 });
    if (source.problem?.startsWith('limit.') === true) this.#refuse(piece, 'decompress-limit', packing);
    else if (source.problem !== undefined) this.#refuse(piece, 'decompress-error', packing);
  }

  async #open(piece: Piece, kind: 'zip' | 'tar'): Promise<void> {
    const { blob, depth, file } = piece;
    const { signal } = this.#options;
    const listing = await list(kind, blob, { most: limits.archiveMembers - this.#members, signal });
    const archive = piece.archive === undefined ? piece.name : `${piece.archive}: ${piece.name}`;
    this.#members += listing.members.length;
    for (const member of listing.members) {
      if (signal.aborted) return;
      const { name, at, length, packing, expected } = member;
      const inner: Piece = { blob: blob.slice(at, at + length), name, file, archive, packing, expected, depth: depth + 1 };
      if (member.overlaps === true) this.#refuse(inner, 'archive-overlap', name);
      else if (member.locked) this.#refuse(inner, 'locked', name);
      else if (member.unknown !== undefined) this.#refuse(inner, 'unsupported-compression', member.unknown);
      else await this.add(inner);
    }
    if (listing.others.size > 0) this.#refuse(piece, 'archive-others', countsOf(listing.others));
    if (listing.problem === 'too-many') this.#refuse(piece, 'archive-members', String(limits.archiveMembers));
    else if (listing.problem !== undefined) this.#refuse(piece, 'archive-damaged', kind === 'zip' ? 'ZIP archive' : 'tar archive');
    else if (listing.members.length === 0) this.#refuse(piece, 'empty-file', kind === 'zip' ? 'ZIP archive' : 'tar archive');
  }

  #refuse({ blob, name, file, archive }: Piece, reason: OpenFailureReason, message: string): void {
    const input = openInput(blob, name, { reason, message }, (how) => new DecompressedSource(blob, name, how, this.#budget));
    this.inputs.push({ ...input, file, ...(archive === undefined ? {} : { archive }) });
  }
}

/** Never rejects: an archive that cannot be read any more is damaged. */
async function list(kind: 'zip' | 'tar', blob: Blob, bounds: ListingBounds): Promise<ArchiveListing> {
  const read = async (at: number, length: number): Promise<Uint8Array> => new Uint8Array(await blob.slice(at, at + length).arrayBuffer());
  const none: readonly ArchiveMember[] = [];
  try {
    return await (kind === 'zip' ? listZip(read, blob.size, bounds) : listTar(read, blob.size, bounds));
  } catch {
    return { members: none, others: new Map(), problem: 'damaged' };
  }
}

/** "folder × 3, symbolic link × 1" */
function countsOf(others: ReadonlyMap<string, number>): string {
  return [...others].map(([what, count]) => `${what} × ${count}`).join(', ');
}
