/**
 * Addresses as one number. An AddressId below 0xF0000000 is the IPv4 address itself, unsigned; from there on ids name
 * interned entries: IPv6 addresses, and from 0xFF000000 the few IPv4 addresses of 240.0.0.0/4 (broadcast among them).
 * Equal addresses have equal ids within one table.
 */
import type { AddressId } from '../base/units.ts';
import { ipv6Text, parseIpv4, parseIpv6 } from '../wire/ipv6-text.ts';
import { FlowTable } from './flow-table.ts';
import { noChoices, type WalkChoices } from './walk-choices.ts';

const FIRST_INTERNED = 0xf0000000;
const FIRST_HIGH_IPV4 = 0xff000000;
const MOST_HIGH_IPV4 = 0xffffff;

export class AddressTable {
  /** what decides the way of walks beside the octets */
  choices: WalkChoices = noChoices;
  readonly #ipv6: FlowTable = new FlowTable(256);
  readonly #highIpv4: FlowTable = new FlowTable(16);

  /** @param word the address, unsigned, network order. */
  idOfIpv4(word: number): AddressId {
    return word < FIRST_INTERNED ? word : this.#idOfHighIpv4(word);
  }

  /** The 16 octets at `at` must be there. */
  idOfIpv6(view: DataView, at: number): AddressId {
    return FIRST_INTERNED + this.#ipv6.id(view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12));
  }

  /** Canonical text: dotted decimal, or RFC 5952. */
  text(id: AddressId): string {
    if (!this.isIpv6(id)) {
      const word = this.#ipv4Word(id);
      return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
    }
    const index = id - FIRST_INTERNED;
    return ipv6Text(this.#ipv6.word(index, 0), this.#ipv6.word(index, 1), this.#ipv6.word(index, 2), this.#ipv6.word(index, 3));
  }

  /** The id of an IPv4 or IPv6 literal, with or without brackets; -1 when the text is none (a host name). */
  parse(text: string): AddressId {
    const literal = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
    const word = parseIpv4(literal);
    if (word >= 0) return this.idOfIpv4(word);
    const words = literal.includes(':') ? parseIpv6(literal) : undefined;
    return words === undefined ? -1 : FIRST_INTERNED + this.#ipv6.id(words[0], words[1], words[2], words[3]);
  }

  isIpv6(id: AddressId): boolean {
    return id >= FIRST_INTERNED && id < FIRST_HIGH_IPV4;
  }

  /** True for addresses that mean something only where they are: RFC 1918, 6598, 4193, link-local and loopback. */
  isPrivate(id: AddressId): boolean {
    if (!this.isIpv6(id)) return isPrivateIpv4(this.#ipv4Word(id));
    const index = id - FIRST_INTERNED;
    const first = this.#ipv6.word(index, 0);
    if (first >>> 25 === 0x7e || first >>> 22 === 0x3fa) return true;
    if (first !== 0 || this.#ipv6.word(index, 1) !== 0) return false;
    const third = this.#ipv6.word(index, 2);
    const last = this.#ipv6.word(index, 3);
    return (third === 0 && last === 1) || (third === 0xffff && isPrivateIpv4(last));
  }

  #ipv4Word(id: AddressId): number {
    return id < FIRST_INTERNED ? id : this.#highIpv4.word(id - FIRST_HIGH_IPV4, 0);
  }

  /** Past 16 million different addresses of that range, which no network uses, the last id stands for the rest. */
  #idOfHighIpv4(word: number): AddressId {
    const table = this.#highIpv4;
    if (table.count > MOST_HIGH_IPV4 && table.find(word, 0, 0, 0) < 0) return FIRST_HIGH_IPV4 + MOST_HIGH_IPV4;
    return FIRST_HIGH_IPV4 + table.id(word, 0, 0, 0);
  }
}

function isPrivateIpv4(word: number): boolean {
  return word >>> 24 === 10 || word >>> 20 === 0xac1 || word >>> 16 === 0xc0a8 || word >>> 22 === 0x191 || word >>> 16 === 0xa9fe || word >>> 24 === 127;
}
