/**
 * Names for a capture that carry none of its data: SHA-256 (FIPS 180-4) of its first and last 64 KiB with its size, for
 * links; and of the whole file, for the export. A library, since Web Crypto is absent on plain http hosts and cannot stream.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { toOctets } from '../base/text.ts';
import { streamWindows } from './file-source.ts';

const EDGE = 65_536;

/** 16 hexadecimal digits that name the file in a link. */
export async function fingerprint(file: Blob): Promise<string> {
  const hash = sha256.create();
  hash.update(new Uint8Array(await file.slice(0, EDGE).arrayBuffer()));
  hash.update(new Uint8Array(await file.slice(Math.max(0, file.size - EDGE)).arrayBuffer()));
  hash.update(toOctets(String(file.size)));
  return hexadecimal(hash.digest()).slice(0, 16);
}

/** 64 hexadecimal digits; reads the whole file. */
export async function fileSha256(file: Blob): Promise<string> {
  const hash = sha256.create();
  for await (const window of streamWindows(file, { aborted: false })) hash.update(window);
  return hexadecimal(hash.digest());
}

function hexadecimal(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += octet.toString(16).padStart(2, '0');
  return text;
}
