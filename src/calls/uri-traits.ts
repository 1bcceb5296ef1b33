/**
 * What labels ask of a URI, by its text id, found once for each text: who it names, and whether it names an emergency
 * service, nobody in particular, a parking place or a feature code.
 */
import { Interner } from '../base/intern.ts';
import { findText } from '../sip/scan-traits.ts';
import { findUriParts, UriParts } from '../sip/uri.ts';

export const UriTrait = {
  /** anonymous@anonymous.invalid and its kin (RFC 3261 section 8.1.1.3, RFC 3323) */
  anonymous: 1,
  /** urn:service:sos (RFC 5031) */
  emergencyService: 2,
  /** 112, 911 */
  emergencyNumber: 4,
  /** a place to park calls at, by its name */
  park: 8,
  /** the user begins with a star */
  featureCode: 16,
} as const;

const MOST_OF_USER = 128;

export class UriTraits {
  readonly #texts: Interner;
  readonly #users: Interner = new Interner();
  readonly #addresses: Interner = new Interner();
  #known: Uint8Array = new Uint8Array(0);
  #traits: Uint8Array = new Uint8Array(0);
  #user: Int32Array = new Int32Array(0);
  #address: Int32Array = new Int32Array(0);
  readonly #parts: UriParts = new UriParts();
  readonly #lower: Uint8Array = new Uint8Array(2 * MOST_OF_USER + 1);

  constructor(texts: Interner) {
    this.#texts = texts;
  }

  /** Bits of UriTrait; 0 for text -1. */
  traits(text: number): number {
    if (text < 0) return 0;
    this.#read(text);
    return this.#traits[text]!;
  }

  /** Equal for URIs with the same user; -1 without one. */
  user(text: number): number {
    if (text < 0) return -1;
    this.#read(text);
    return this.#user[text]!;
  }

  /** Equal for URIs with the same user and host, whatever their ports and parameters; -1 when there is neither. */
  address(text: number): number {
    if (text < 0) return -1;
    this.#read(text);
    return this.#address[text]!;
  }

  /** The digits of the user behind a feature code's star, for comparison with a user; borrowed octets. */
  userOctets(text: number): Uint8Array {
    const user = this.user(text);
    return user < 0 ? new Uint8Array(0) : this.#users.octets(user);
  }

  /** The id of a user given as octets, or -1. */
  findUser(octets: Uint8Array, at: number, end: number): number {
    return this.#users.find(octets, at, end);
  }

  /** May make room anew: to be called before a column is taken. */
  #read(text: number): void {
    if (text >= this.#known.length) this.#reserve(text + 1);
    if (this.#known[text] === 1) return;
    this.#known[text] = 1;
    const octets = this.#texts.octets(text);
    const parts = this.#parts;
    findUriParts(octets, 0, octets.length, parts);
    const userLength = parts.userAt < 0 ? 0 : Math.min(MOST_OF_USER, parts.userEnd - parts.userAt);
    for (let i = 0; i < userLength; i++) this.#lower[i] = octets[parts.userAt + i]!;
    this.#user[text] = userLength === 0 ? -1 : this.#users.intern(this.#lower, 0, userLength);
    let length = userLength;
    this.#lower[length++] = 0x40;
    for (let i = parts.hostAt; i >= 0 && i < parts.hostEnd && length < this.#lower.length; i++) this.#lower[length++] = lowerCase(octets[i]!);
    this.#address[text] = length === 1 ? -1 : this.#addresses.intern(this.#lower, 0, length);
    this.#traits[text] = traitsOf(octets, parts);
  }

  #reserve(length: number): void {
    const size = Math.max(256, 2 ** Math.ceil(Math.log2(length)), this.#known.length * 2);
    this.#known = grown(this.#known, new Uint8Array(size));
    this.#traits = grown(this.#traits, new Uint8Array(size));
    this.#user = grown(this.#user, new Int32Array(size));
    this.#address = grown(this.#address, new Int32Array(size));
  }
}

function grown<T extends Uint8Array | Int32Array>(old: T, into: T): T {
  into.set(old);
  return into;
}

function lowerCase(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
}

function traitsOf(octets: Uint8Array, { schemeEnd, userAt, userEnd, hostAt, hostEnd }: UriParts): number {
  if (userAt < 0) {
    if (schemeEnd === 4 && findText(octets, 0, Math.min(octets.length, 15), 'urn:service:sos') === 0) return UriTrait.emergencyService;
    return hostAt >= 0 && findText(octets, hostAt, hostEnd, 'anonymous.invalid') >= 0 ? UriTrait.anonymous : 0;
  }
  let traits = 0;
  if (isUser(octets, userAt, userEnd, 'anonymous') || (hostAt >= 0 && findText(octets, hostAt, hostEnd, 'anonymous.invalid') >= 0))
    traits |= UriTrait.anonymous;
  if (isUser(octets, userAt, userEnd, '112') || isUser(octets, userAt, userEnd, '911')) traits |= UriTrait.emergencyNumber;
  if (findText(octets, userAt, userEnd, 'park') >= 0 || findText(octets, userAt, userEnd, 'orbit') >= 0) traits |= UriTrait.park;
  if (octets[userAt] === 0x2a) traits |= UriTrait.featureCode;
  return traits;
}

function isUser(octets: Uint8Array, at: number, end: number, user: string): boolean {
  return end - at === user.length && findText(octets, at, end, user) === at;
}
