/**
 * Deflate (RFC 1951) as gzip members (RFC 1952) or bare (within a ZIP), by a library: several members, and as far as damage
 * lets it. The browser's own stream is faster and is tried first, in decompressed-source.ts.
 */
import { FlateErrorCode, Gunzip, Inflate, type FlateError } from 'fflate';
import type { Abort } from '../capture/byte-source.ts';
import type { UnpackProblem } from '../unpack/packed-input.ts';
import { streamWindows } from './file-source.ts';
import { GzipCheck } from './gzip-check.ts';

/**
 * fflate grows its output buffer with the input it is given: small pushes keep a bomb from inflating in one go. In a file of modest size
 * they are smaller yet: damage is then known to lie no further than the end of the push in which it was met. As long as nothing comes out they
 * double: what it cannot use yet (a header without an end) it goes through again at each push.
 */
const PUSH = 65_536;
const EXACT_PUSH = 512;
const EXACT_SIZE = 4 * 1024 * 1024;

/** @param onTaken told of compressed octets as they are consumed. @param onEnd told between which of them the damage was met. */
export async function* inflatedPieces(
  blob: Blob,
  packing: 'gzip' | 'deflate',
  signal: Abort,
  onTaken: (octets: number) => void,
  onEnd: (from: number, to: number) => void,
): AsyncGenerator<Uint8Array, UnpackProblem | undefined, void> {
  let pending: Uint8Array[] = [];
  const check = packing === 'gzip' ? new GzipCheck() : undefined;
  const give = (chunk: Uint8Array): void => {
    if (chunk.length === 0) return;
    check?.output(chunk);
    pending.push(chunk);
  };
  const inflate = packing === 'gzip' ? new Gunzip(give) : new Inflate(give);
  if (inflate instanceof Gunzip) inflate.onmember = (offset): void => check?.memberEnds(offset);
  let problem: UnpackProblem | undefined;
  const least = blob.size <= EXACT_SIZE ? EXACT_PUSH : PUSH;
  let push = least;
  let taken = 0;
  for await (const window of streamWindows(blob, signal)) {
    for (let at = 0; at < window.length; ) {
      const piece = window.slice(at, Math.min(window.length, at + push));
      at += piece.length;
      taken += piece.length;
      onTaken(piece.length);
      check?.compressed(piece);
      try {
        inflate.push(piece, taken >= blob.size);
      } catch (fault) {
        problem = (fault as Partial<FlateError>).code === FlateErrorCode.UnexpectedEOF ? 'truncated' : 'corrupt';
      }
      push = pending.length > 0 ? least : Math.min(PUSH, push * 2);
      yield* pending.splice(0);
      if (problem !== undefined) {
        onEnd(taken - piece.length, taken);
        return problem;
      }
    }
  }
  pending = [];
  check?.memberEnds();
  return check?.agrees === false && !signal.aborted ? 'checksum' : undefined;
}
