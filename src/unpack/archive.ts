/** What an archive lists: its members, where they lie and how they are packed. Nothing is unpacked to know it. */

/** Octets [at, at + length) of the archive, fewer at its end. */
export type ReadAt = (at: number, length: number) => Promise<Uint8Array>;

export interface ArchiveMember {
  /** path within the archive, as it stands there */
  readonly name: string;
  /** where its octets begin in the archive, and how many there are */
  readonly at: number;
  readonly length: number;
  /** how they are packed; undefined: as they are */
  readonly packing: 'deflate' | 'zstd' | 'bzip2' | 'xz' | undefined;
  /** octets and CRC-32 that must come out of what is packed */
  readonly expected: { readonly size: number; readonly crc: number } | undefined;
  /** why it cannot be read: locked with a password, sharing octets with one before it, or packed in a way with this name */
  readonly locked: boolean;
  readonly overlaps?: boolean;
  readonly unknown: string | undefined;
}

/** What a listing may cost: at most `most` members, and nothing more once it is cancelled. */
export interface ListingBounds {
  readonly most: number;
  readonly signal: { readonly aborted: boolean };
}

export interface ArchiveListing {
  readonly members: readonly ArchiveMember[];
  /** entries that are no files, by what they are: "folder", "symbolic link" and so on */
  readonly others: ReadonlyMap<string, number>;
  /** the listing ends early: the archive is cut or damaged there, or holds more members than are taken */
  readonly problem: 'damaged' | 'too-many' | undefined;
}

/** Counts an entry that is no file. */
export function countOther(others: Map<string, number>, what: string): void {
  others.set(what, (others.get(what) ?? 0) + 1);
}

/**
 * Marks members that share octets with one that begins before them: no archiver writes such, but bombs are made so, which unpack the same octets
 * many times (D. Fifield, A better zip bomb, 2019).
 */
export function markOverlaps(members: readonly ArchiveMember[]): ArchiveMember[] {
  const inOrder = [...members.keys()].sort((one, other) => members[one]!.at - members[other]!.at || one - other);
  const marked = [...members];
  let end = 0;
  for (const i of inOrder) {
    const { at, length, unknown } = members[i]!;
    // where a damaged entry lies is not known, and it is not unpacked
    if (unknown === 'damaged') continue;
    if (length > 0 && at < end) marked[i] = { ...members[i]!, overlaps: true };
    else end = Math.max(end, at + length);
  }
  return marked;
}
