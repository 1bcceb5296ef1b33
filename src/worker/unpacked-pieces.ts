/** zstd, lz4, bzip2 and xz: drives one of our decoders with the windows of a file. */
import { limits } from '../base/limits.ts';
import type { Abort } from '../capture/byte-source.ts';
import { convertRtpdump } from '../capture/rtpdump.ts';
import type { Packing } from '../capture/sniff.ts';
import { convertText } from '../capture/text.ts';
import { unpackBzip2 } from '../unpack/bzip2.ts';
import { unpackLz4 } from '../unpack/lz4.ts';
import { PackedInput, type Unpacking, type UnpackProblem } from '../unpack/packed-input.ts';
import { unpackXz } from '../unpack/xz.ts';
import { unpackZstd } from '../unpack/zstd.ts';
import { streamWindows } from './file-source.ts';

export type OwnPacking = Exclude<Packing, 'gzip' | 'deflate'>;

/** Told of what is worth knowing, with the place in the file. */
export type Note = (code: string, at: number) => void;

const decoders: Readonly<Record<OwnPacking, (input: PackedInput, note: Note) => Unpacking>> = {
  zstd: (input) => unpackZstd(input, limits.decompressionWindow),
  lz4: unpackLz4,
  bzip2: unpackBzip2,
  xz: (input) => unpackXz(input, limits.decompressionWindow),
  rtpdump: convertRtpdump,
  text: convertText,
};

/** Compressed octets given to a decoder at a time: consumption is then known well enough to see a bomb. */
const PIECE = 262_144;

/** Pieces are borrowed until the next. @param onTaken told of compressed octets as they are given to the decoder. @param onEnd told between which octets the decoder was at the end: of the block it worked on. */
export async function* unpackedPieces(
  blob: Blob,
  packing: OwnPacking,
  signal: Abort,
  onTaken: (octets: number) => void,
  note: Note,
  onEnd: (from: number, to: number) => void,
): AsyncGenerator<Uint8Array, UnpackProblem | undefined, void> {
  const input = new PackedInput();
  const unpacking = decoders[packing](input, note);
  const windows = streamWindows(blob, signal);
  let window: Uint8Array = new Uint8Array(0);
  let at = 0;
  try {
    for (let step = unpacking.next(); !signal.aborted; step = unpacking.next()) {
      if (step.done === true) {
        const from = input.added - input.left;
        onEnd(from, Math.min(input.added, Math.max(from, input.reach)));
        return step.value;
      }
      if (step.value !== undefined) {
        yield step.value;
        continue;
      }
      if (at === window.length) {
        const next = await windows.next();
        if (next.done === true) {
          input.ended = true;
          continue;
        }
        window = next.value;
        at = 0;
      }
      const piece = window.subarray(at, at + PIECE);
      at += piece.length;
      onTaken(piece.length);
      input.add(piece);
    }
    return undefined;
  } finally {
    await windows.return();
  }
}
