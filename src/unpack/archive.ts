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
  /** why it cannot be read: locked with a password, or packed in a way with this name */
  readonly locked: boolean;
  readonly unknown: string | undefined;
}

export interface ArchiveListing {
  readonly members: readonly ArchiveMember[];
  /** the listing ends early: the archive is cut or damaged there, or holds more members than are taken */
  readonly problem: 'damaged' | 'too-many' | undefined;
}
