/** A File as the engine wants it: its beginning already read, so that what cannot be read at all is refused with a reason. */
import type { DecompressedInput, OpenInput } from '../engine/open.ts';
import type { Packing } from '../capture/sniff.ts';
import { FileSource } from './file-source.ts';
import { fileSha256, fingerprint } from './fingerprint.ts';

export function openInput(blob: Blob, name: string, head: OpenInput['head'], decompressed: (packing: Packing) => DecompressedInput): OpenInput {
  return {
    name,
    size: blob.size,
    source: new FileSource(blob, name),
    head,
    decompressed,
    fingerprint: () => fingerprint(blob),
    sha256: () => fileSha256(blob),
  };
}

/** The first octets, or why there are none. Never rejects: a folder or a vanished file becomes a refusal. */
export async function readHead(file: Blob, length: number): Promise<OpenInput['head']> {
  try {
    return new Uint8Array(await file.slice(0, length).arrayBuffer());
  } catch (problem) {
    // A folder dropped as a file has a size that says nothing and cannot be read.
    const isFolder = file.type === '' && file.size % 4096 === 0 && file.size <= 65_536;
    return isFolder ? { reason: 'folder', message: String(problem) } : { reason: 'unreadable', message: String(problem) };
  }
}
