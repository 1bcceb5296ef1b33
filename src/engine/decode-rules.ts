/**
 * What a person said about datagrams (contract/decode-as.ts), ready for the loop: one byte per port tells whether any rule
 * may concern it, so that flows without a rule cost one load. The first rule that fits wins.
 */
import type { AddressId } from '../base/units.ts';
import type { DatagramRule, DecodeAs, DecodeRule, NamedPayloadType } from '../contract/decode-as.ts';
import type { AddressTable } from '../net/address.ts';
import type { PayloadMapId, PayloadMaps } from '../rtp/payload-type.ts';
import type { FlowEnds } from './dtls-keys.ts';

/** Any address, any source. */
const ANY = -1;
const NO_SSRC = -2;

interface Rule {
  readonly as: DecodeAs;
  readonly address: AddressId | typeof ANY;
  readonly port: number;
  readonly peerAddress: AddressId | typeof ANY;
  /** 0 any */
  readonly peerPort: number;
  /** ANY, or of which source alone */
  readonly ssrc: number;
  readonly given: DatagramRule;
}

export class DecodeRules {
  readonly #rules: readonly Rule[];
  readonly #ports = new Uint8Array(65_536);

  /** Rules whose address is none are left out. */
  constructor(rules: readonly DecodeRule[], addresses: AddressTable) {
    const address = (text: string | undefined): AddressId | typeof ANY | undefined => {
      if (text === undefined) return ANY;
      const id = addresses.parse(text);
      return id === -1 ? undefined : id;
    };
    const made: Rule[] = [];
    for (const given of rules) {
      if ('linkType' in given) continue;
      const own = address(given.address);
      const peer = address(given.peer?.address);
      if (own === undefined || peer === undefined || given.port < 1 || given.port > 65_535) continue;
      made.push({ as: given.as, address: own, port: given.port, peerAddress: peer, peerPort: given.peer?.port ?? 0, ssrc: given.ssrc ?? ANY, given });
      this.#ports[given.port] = 1;
    }
    this.#rules = made;
  }

  /** The number of the rule for a datagram, -1 when there is none. @param ssrc of its RTP; without one, rules about a single stream do not fit */
  find(layers: FlowEnds, ssrc: number = NO_SSRC): number {
    if ((this.#ports[layers.sourcePort]! | this.#ports[layers.destinationPort]!) === 0) return -1;
    const { source, sourcePort, destination, destinationPort } = layers;
    return this.#rules.findIndex(
      (rule) =>
        (rule.ssrc === ANY || rule.ssrc === ssrc) &&
        (fits(rule, source, sourcePort, destination, destinationPort) || fits(rule, destination, destinationPort, source, sourcePort)),
    );
  }

  /** What is said of datagrams from or to a port, in any way. */
  concerns(port: number): boolean {
    return this.#ports[port] === 1;
  }

  as(rule: number): DecodeAs {
    return this.#rules[rule]!.as;
  }

  /** Datagrams or streams between these ends are SIP. */
  isSip(ends: FlowEnds): boolean {
    const rule = this.find(ends);
    return rule >= 0 && this.as(rule) === 'sip';
  }

  /** What a person said of a payload type between these ends; undefined when nobody did. */
  named(ends: FlowEnds, ssrc: number, payloadType: number): NamedPayloadType | undefined {
    const rule = this.find(ends, ssrc);
    return rule < 0 ? undefined : this.#rules[rule]!.given.payloadTypes.find((type) => type.payloadType === payloadType);
  }

  namesType(rule: number, payloadType: number): boolean {
    return this.#rules[rule]!.given.payloadTypes.some((type) => type.payloadType === payloadType);
  }

  /** The map `base` with the types that the rule names. */
  map(rule: number, maps: PayloadMaps, base: PayloadMapId): PayloadMapId {
    const { payloadTypes } = this.#rules[rule]!.given;
    return payloadTypes.length === 0 ? base : maps.named(base, payloadTypes);
  }
}

function fits(rule: Rule, address: AddressId, port: number, peerAddress: AddressId, peerPort: number): boolean {
  if (port !== rule.port || (rule.address !== ANY && rule.address !== address)) return false;
  return (rule.peerPort === 0 || rule.peerPort === peerPort) && (rule.peerAddress === ANY || rule.peerAddress === peerAddress);
}
