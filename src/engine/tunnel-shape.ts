/**
 * Whether a datagram that nothing claimed is a tunnel on a port of its own: each kind is tried, and believed when an IP packet stands inside whose header holds together
 * (IPv4 by its checksum, RFC 791 section 3.1; IPv6 by its length), when SIP stands behind an agent's header, or SCTP's own check agrees. A guess that a person may
 * confirm, never one that counts.
 */
import type { TunnelKind } from '../contract/decode-as.ts';
import type { AddressTable } from '../net/address.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { UNDECIDED } from '../net/walk-choices.ts';
import { hasVersion } from './packet-shape.ts';
import { tunnelOf } from './walk-rules.ts';

/** Those whose headers say most first: what a person chose as VXLAN or MPLS is not asked for more than its length. */
const order: readonly TunnelKind[] = ['gtp', 'geneve', 'tzsp', 'hep', 'teredo', 'sctp', 'vxlan-gpe', 'l2tp', 'vxlan', 'mpls'];

const inner: Layers = createLayers();
const everyPort = new Uint8Array(65_536).fill(1);
const inside: ReadonlySet<number> = new Set([outcomes.UDP, outcomes.TCP, outcomes.ICMP, outcomes.FRAGMENT, outcomes.SCTP]);

/** @param outer of this packet, as walk() left them; undefined for what is none */
export function tunnelShape(octets: Uint8Array, linkType: number, addresses: AddressTable, outer: Layers): TunnelKind | undefined {
  if (outer.outcome !== outcomes.UDP || outer.hepAt >= 0) return undefined;
  const { choices } = addresses;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  try {
    return order.find((kind) => {
      let isTried = false;
      const tunnel = (): number => {
        if (isTried) return UNDECIDED;
        isTried = true;
        return tunnelOf[kind] ?? UNDECIDED;
      };
      addresses.choices = { ...choices, ports: everyPort, tunnel };
      walk(view, 0, octets.length, linkType, addresses, inner);
      return isBelieved(kind, view, octets, outer.payloadAt);
    });
  } finally {
    addresses.choices = choices;
  }
}

function isBelieved(kind: TunnelKind, view: DataView, octets: Uint8Array, from: number): boolean {
  if (kind === 'hep') return inner.hepAt >= 0 && hasVersion(octets, inner.payloadAt, inner.payloadEnd);
  if (kind === 'sctp') return inner.outcome === outcomes.SCTP;
  if (inner.networkAt <= from || !inside.has(inner.outcome)) return false;
  return inner.isIpv6 ? isWholeIpv6(view, inner.networkAt) : isWholeIpv4(view, inner.networkAt);
}

/** The ones' complement sum of the header is all ones (RFC 1071). */
function isWholeIpv4(view: DataView, at: number): boolean {
  const length = (view.getUint8(at) & 15) * 4;
  if (view.getUint8(at) >>> 4 !== 4 || length < 20 || at + length > view.byteLength) return false;
  let sum = 0;
  for (let p = at; p < at + length; p += 2) sum += view.getUint16(p);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum === 0xffff;
}

/** The length is that of what follows, and the addresses are some. */
function isWholeIpv6(view: DataView, at: number): boolean {
  if (at + 40 > view.byteLength || view.getUint8(at) >>> 4 !== 6) return false;
  return at + 40 + view.getUint16(at + 4) === inner.announcedEnd && view.getUint32(at + 8) !== 0;
}
