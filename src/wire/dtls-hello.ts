/**
 * What ClientHello and ServerHello of DTLS say about keys for media (RFC 6347 section 4.2, RFC 8446 section 4.1, RFC 5764 section
 * 4.1, RFC 7627): versions, randoms, suites, SRTP profiles. Promise: any octets parse to what of them is whole, or to undefined.
 */
import { DTLS_1_3 } from './dtls-record.ts';

export interface DtlsHello {
  /** of the server the one it chose; what a supported_versions extension says goes before the field (RFC 8446 section 4.2.1) */
  readonly version: number;
  /** 32 octets, fresh */
  readonly random: Uint8Array;
  /** of the server the one it chose */
  readonly suites: readonly number[];
  /** SRTP protection profiles (RFC 5764 section 4.1.2), undefined without the extension */
  readonly profiles: readonly number[] | undefined;
  /** octets of the master key identifier in every packet */
  readonly identifier: number;
  readonly extendedMaster: boolean;
}

export const extension = { useSrtp: 14, extendedMaster: 23, supportedVersions: 43 } as const;
const RANDOM = 32;
const MOST_SUITES = 256;
const MOST_PROFILES = 32;

/** The body of a ClientHello or ServerHello, view[at, end). */
export function readHello(view: DataView, at: number, end: number, from: 'client' | 'server'): DtlsHello | undefined {
  if (end - at < 2 + RANDOM + 1) return undefined;
  const random = new Uint8Array(RANDOM);
  for (let i = 0; i < RANDOM; i++) random[i] = view.getUint8(at + 2 + i);
  let next = skipVector8(view, at + 2 + RANDOM, end);
  if (from === 'client') next = skipVector8(view, next, end);
  const suites: number[] = [];
  if (from === 'server') {
    if (next < 0 || next + 3 > end) return undefined;
    suites.push(view.getUint16(next));
    next += 3;
  } else {
    const stop = vector16End(view, next, end);
    if (stop < 0) return undefined;
    for (let i = next + 2; i + 2 <= stop && suites.length < MOST_SUITES; i += 2) suites.push(view.getUint16(i));
    next = skipVector8(view, stop, end);
  }
  const told = readExtensions(view, next, end, from);
  return {
    version: told.version ?? view.getUint16(at),
    random,
    suites,
    profiles: told.profiles,
    identifier: told.identifier,
    extendedMaster: told.extendedMaster,
  };
}

interface Told {
  version: number | undefined;
  profiles: readonly number[] | undefined;
  identifier: number;
  extendedMaster: boolean;
}

function readExtensions(view: DataView, at: number, end: number, from: 'client' | 'server'): Told {
  const told: Told = { version: undefined, profiles: undefined, identifier: 0, extendedMaster: false };
  eachExtension(view, at, end, (type, body, stop) => {
    if (type === extension.extendedMaster) told.extendedMaster = true;
    else if (type === extension.useSrtp) {
      const profiles = readProfiles(view, body, stop);
      told.profiles = profiles.list;
      told.identifier = profiles.identifier;
    } else if (type === extension.supportedVersions) {
      if (from === 'server' && stop - body >= 2) told.version = view.getUint16(body);
      // a client names all it can: the newest is what it hopes for
      else for (let i = body + 1; i + 2 <= stop; i += 2) if (view.getUint16(i) === DTLS_1_3) told.version = DTLS_1_3;
    }
  });
  return told;
}

/** Calls `each` for the extensions of a hello, which begin with their length at `at`; -1 is none. */
export function eachExtension(view: DataView, at: number, end: number, each: (type: number, at: number, end: number) => void): void {
  const stop = vector16End(view, at, end);
  let next = at + 2;
  while (stop >= 0 && next + 4 <= stop) {
    const size = view.getUint16(next + 2);
    if (next + 4 + size > stop) return;
    each(view.getUint16(next), next + 4, next + 4 + size);
    next += 4 + size;
  }
}

/** The use_srtp extension's body (RFC 5764 section 4.1.1). */
export function readProfiles(view: DataView, at: number, end: number): { readonly list: readonly number[]; readonly identifier: number } {
  const list: number[] = [];
  const stop = vector16End(view, at, end);
  if (stop < 0) return { list, identifier: 0 };
  for (let i = at + 2; i + 2 <= stop && list.length < MOST_PROFILES; i += 2) list.push(view.getUint16(i));
  return { list, identifier: stop < end && stop + 1 + view.getUint8(stop) <= end ? view.getUint8(stop) : 0 };
}

/** Behind a vector whose length is one octet; -1 when it does not fit. */
export function skipVector8(view: DataView, at: number, end: number): number {
  if (at < 0 || at >= end) return -1;
  const stop = at + 1 + view.getUint8(at);
  return stop <= end ? stop : -1;
}

/** Behind a vector whose length is two octets; -1 when it does not fit. */
export function vector16End(view: DataView, at: number, end: number): number {
  if (at < 0 || at + 2 > end) return -1;
  const stop = at + 2 + view.getUint16(at);
  return stop <= end ? stop : -1;
}
