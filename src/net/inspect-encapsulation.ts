/** Fields of the layers between link layer and IP. Part of inspect.ts; the same promise. */
import { limits } from '../base/limits.ts';
import * as arp from '../wire/arp.ts';
import * as encapsulation from '../wire/encapsulation.ts';
import * as ethernet from '../wire/ethernet.ts';
import { inspectByWalk } from './inspect-header.ts';
import { endAt, goOn } from './inspected.ts';
import type { InspectedPacket } from './inspected.ts';
import { layerTypes, LLC, RAW_IP } from './layers.ts';

const { etherTypes } = ethernet;

/** Shows one layer of an EtherType other than IP; the EtherType of what it carries, or DONE. */
export function inspectStep(view: DataView, at: number, end: number, type: number, out: InspectedPacket): number {
  if (ethernet.isTag(type)) {
    out.fields.push(ethernet.inspectTag(view, at, end));
    return at + ethernet.TAG_LENGTH > end ? endAt(out, 'none', at, end) : goOn(out, ethernet.typeBehindTag(view, at), at + ethernet.TAG_LENGTH, end);
  }
  if (type <= ethernet.LARGEST_LENGTH) return inspectLlc(view, at, Math.min(end, at + type), out);
  switch (type) {
    case LLC:
      return inspectLlc(view, at, end, out);
    case RAW_IP:
      return inspectRaw(view, at, end, out);
    case etherTypes.MPLS:
    case etherTypes.MPLS_UPSTREAM:
      return inspectLabels(view, at, end, out);
    case etherTypes.PPPOE_SESSION:
      out.fields.push(encapsulation.inspectPppoe(view, at, end));
      return at + 8 > end ? endAt(out, 'none', at, end) : goOn(out, etherTypes.PPP, at + 6, Math.min(end, at + 6 + view.getUint16(at + 4)));
    case etherTypes.PPP:
    case etherTypes.PPPOE_DISCOVERY:
      return inspectByWalk(view, at, end, type, out);
    case etherTypes.TRANSPARENT_BRIDGING:
      return inspectEthernet(view, at, end, out);
    case etherTypes.ARP:
      out.fields.push(arp.inspect(view, at, end));
      return endAt(out, 'arp', at, end);
    case etherTypes.NSH:
    case etherTypes.CISCO_METADATA:
      return inspectByWalk(view, at, end, type, out);
    default:
      return type >= layerTypes.GTP ? inspectByWalk(view, at, end, type, out) : endAt(out, 'other', at, end);
  }
}

export function inspectEthernet(view: DataView, at: number, end: number, out: InspectedPacket): number {
  out.fields.push(ethernet.inspect(view, at, end));
  return ethernet.isWhole(at, end) ? goOn(out, ethernet.etherType(view, at), at + ethernet.HEADER_LENGTH, end) : endAt(out, 'none', at, end);
}

function inspectRaw(view: DataView, at: number, end: number, out: InspectedPacket): number {
  const version = at < end ? view.getUint8(at) >>> 4 : 0;
  if (version !== 4 && version !== 6) return endAt(out, 'none', at, end);
  return goOn(out, version === 4 ? etherTypes.IPV4 : etherTypes.IPV6, at, end);
}

function inspectLlc(view: DataView, at: number, end: number, out: InspectedPacket): number {
  out.fields.push(encapsulation.inspectLlc(view, at, end));
  const isSnap = at + 8 <= end && view.getUint16(at) === 0xaaaa && view.getUint8(at + 2) === 3;
  const organisation = isSnap ? (view.getUint8(at + 3) << 16) | view.getUint16(at + 4) : -1;
  if ((organisation === 0 || organisation === 0x0000f8) && view.getUint16(at + 6) > ethernet.LARGEST_LENGTH)
    return goOn(out, view.getUint16(at + 6), at + 8, end);
  if (at + 3 <= end && view.getUint16(at) === 0x0606) return goOn(out, etherTypes.IPV4, at + 3, end);
  return endAt(out, 'other', at, end);
}

function inspectLabels(view: DataView, at: number, end: number, out: InspectedPacket): number {
  for (let p = at; ; p += 4) {
    out.fields.push(encapsulation.inspectLabel(view, p, end));
    if (p + 5 > end || ++out.depth > limits.layerDepth) return endAt(out, 'none', p, end);
    if ((view.getUint8(p + 2) & 1) !== 0) return goOn(out, layerTypes.PSEUDOWIRE, p + 4, end);
  }
}
