/** A File as the engine wants it: its beginning already read, so that what cannot be read at all is refused with a reason. */
import type { OpenInput } from '../engine/open.ts';
import { DecompressedSource } from './decompressed-source.ts';
import { FileSource } from './file-source.ts';
import { fileSha256, fingerprint } from './fingerprint.ts';

/** Never rejects: a folder or a vanished file becomes a refusal. */
export async function openInput(file: Blob & { readonly name?: string }, headLength: number): Promise<OpenInput> {
  const name = file.name ?? '';
  const source = new FileSource(file, name);
  return {
    name,
    size: file.size,
    source,
    head: await readHead(file, headLength),
    decompressed: (packing) => new DecompressedSource(file, name, packing),
    fingerprint: () => fingerprint(file),
    sha256: () => fileSha256(file),
  };
}

async function readHead(file: Blob, length: number): Promise<OpenInput['head']> {
  try {
    return new Uint8Array(await file.slice(0, length).arrayBuffer());
  } catch (problem) {
    // A folder dropped as a file has a size that says nothing and cannot be read.
    const isFolder = file.type === '' && file.size % 4096 === 0 && file.size <= 65_536;
    return isFolder ? { reason: 'folder', message: String(problem) } : { reason: 'unreadable', message: String(problem) };
  }
}
