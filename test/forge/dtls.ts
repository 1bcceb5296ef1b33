/** DTLS handshakes in the clear (RFC 6347), octet by octet: nothing of the product. */
import { join, numbers } from './octets.ts';

export interface HelloOptions {
  /** 32 octets of this */
  readonly random?: number;
  readonly suites?: readonly number[];
  /** SRTP protection profiles, none when absent */
  readonly profiles?: readonly number[];
  readonly identifier?: Uint8Array;
  readonly versions?: readonly number[];
  readonly extendedMaster?: boolean;
}

/** A record in the clear. */
export function dtlsRecord(type: number, body: Uint8Array, { epoch = 0, sequence = 0, version = 0xfefd } = {}): Uint8Array {
  return join(numbers([1, type], [2, version], [2, epoch], [2, 0], [4, sequence], [2, body.length]), body);
}

/** A handshake message, or octets [at, end) of it. */
export function dtlsMessage(type: number, body: Uint8Array, { sequence = 0, at = 0, end = body.length, length = body.length } = {}): Uint8Array {
  const three = (value: number): Uint8Array => numbers([1, value >> 16], [2, value & 0xffff]);
  return join(numbers([1, type]), three(length), numbers([2, sequence]), three(at), three(end - at), body.subarray(at, end));
}

/** Random of 32 octets that are all the same. */
export const randomOf = (value: number): Uint8Array => new Uint8Array(32).fill(value);

export function clientHello({ suites = [0xc02b], versions, ...rest }: HelloOptions = {}): Uint8Array {
  const list = join(...suites.map((suite) => numbers([2, suite])));
  const offered = versions && join(numbers([1, 2 * versions.length]), ...versions.map((one) => numbers([2, one])));
  return hello({ random: 1, ...rest }, join(numbers([1, 0], [2, list.length]), list, numbers([1, 1], [1, 0])), offered);
}

export function serverHello({ suites = [0xc02b], versions, ...rest }: HelloOptions = {}): Uint8Array {
  return hello({ random: 2, ...rest }, numbers([2, suites[0]!], [1, 0]), versions && numbers([2, versions[0]!]));
}

/** Version, random, no session, what is its own, extensions. */
function hello(
  { random = 0, profiles, identifier = new Uint8Array(0), extendedMaster = false }: HelloOptions,
  own: Uint8Array,
  versions: Uint8Array | undefined,
) {
  const said = versions === undefined ? new Uint8Array(0) : extensionOf(43, versions);
  return join(numbers([2, 0xfefd]), randomOf(random), numbers([1, 0]), own, all(useSrtp(profiles, identifier), said, master(extendedMaster)));
}

function all(...extensions: readonly Uint8Array[]): Uint8Array {
  const body = join(...extensions);
  return join(numbers([2, body.length]), body);
}

function extensionOf(type: number, body: Uint8Array): Uint8Array {
  return join(numbers([2, type], [2, body.length]), body);
}

function master(isExtended: boolean): Uint8Array {
  return isExtended ? extensionOf(23, new Uint8Array(0)) : new Uint8Array(0);
}

function useSrtp(profiles: readonly number[] | undefined, identifier: Uint8Array): Uint8Array {
  if (profiles === undefined) return new Uint8Array(0);
  return extensionOf(
    14,
    join(numbers([2, 2 * profiles.length]), ...profiles.map((profile) => numbers([2, profile])), numbers([1, identifier.length]), identifier),
  );
}
