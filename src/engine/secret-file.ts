/**
 * Files that hold keys instead of packets, told by content: a key log (draft-ietf-tls-keylogfile) or private keys (RFC 7468, RFC 5208). The engine asks here about
 * what capture/sniff.ts refused, of every file and of every file in an archive.
 */
import { limits } from '../base/limits.ts';
import type { ByteSource } from '../capture/byte-source.ts';
import { looksLikeKeyLog } from '../crypto/key-log.ts';
import type { SecretStore } from './secrets.ts';

export interface SecretFile {
  readonly holds: 'key-log' | 'private-key';
  readonly name: string;
  /** number of the file among those given */
  readonly file: number;
  readonly from: 'file' | 'archive';
  readonly octets: Uint8Array;
  /** there is more of it than is read: limits.secretFile */
  readonly isCut: boolean;
}

const PEM = '-----BEGIN ';
/** octets in front of the first PEM block that may be text about it */
const PREAMBLE = 4096;

/** @param head the file's first octets; `size` all of them (Infinity: unknown) */
export function secretKind(head: Uint8Array, size: number): SecretFile['holds'] | undefined {
  if (looksLikeKeyLog(head, 0, head.length)) return 'key-log';
  if (isDerKey(head, size) || hasPem(head)) return 'private-key';
  return undefined;
}

/** SEQUENCE of all the file, then the version 0. */
function isDerKey(head: Uint8Array, size: number): boolean {
  if (head[0] !== 0x30 || head.length < 16) return false;
  const long = head[1]! - 0x80;
  if (long < 1 || long > 2) return false;
  const length = long === 1 ? head[2]! : head[2]! * 256 + head[3]!;
  const at = 2 + long;
  return (size === Infinity || at + length === size) && head[at] === 0x02 && head[at + 1] === 1 && head[at + 2]! <= 1;
}

function hasPem(head: Uint8Array): boolean {
  let matched = 0;
  for (let i = 0; i < Math.min(head.length, PREAMBLE); i++) {
    const octet = head[i]!;
    if (octet === 0) return false;
    if (octet === PEM.charCodeAt(matched)) matched++;
    else if (octet !== 0x2d) matched = 0;
    else if (matched !== 5) matched = 1;
    if (matched === PEM.length) return true;
  }
  return false;
}

/** Reads the file of a kind that secretKind() told. Rejects only when the file cannot be read. */
export async function readSecretFile(
  holds: SecretFile['holds'],
  name: string,
  file: number,
  from: SecretFile['from'],
  source: ByteSource,
): Promise<SecretFile> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const signal = { aborted: false };
  for await (const piece of source.windows(signal)) {
    parts.push(piece.slice(0, limits.secretFile - length));
    length += piece.length;
    if (length > limits.secretFile) break;
  }
  const octets = new Uint8Array(Math.min(length, limits.secretFile));
  let at = 0;
  for (const part of parts) {
    octets.set(part, at);
    at += part.length;
  }
  return { holds, name, file, from, octets, isCut: length > limits.secretFile };
}

export function addSecretFile(store: SecretStore, { holds, name, file, from, octets }: SecretFile): void {
  if (holds === 'key-log') store.addKeyLog(name, file, octets, from);
  else store.addPrivateKeys(name, file, octets, from);
}
