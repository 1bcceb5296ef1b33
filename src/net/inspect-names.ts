/** Which function names the fields of which header: tunnels, radios, wide area and capturing systems. Part of inspect.ts. */
import type { Field } from '../base/field.ts';
import { linkTypes } from '../capture/link-type.ts';
import * as capture from '../wire/capture-header.ts';
import { inspectPppoeDiscovery, inspectPppHeader } from '../wire/encapsulation.ts';
import { etherTypes } from '../wire/ethernet.ts';
import { inspectExported } from '../wire/exported.ts';
import * as gre from '../wire/gre.ts';
import { inspectControlWord, inspectNsh } from '../wire/inspect-pseudowire.ts';
import * as tunnel from '../wire/inspect-tunnel.ts';
import * as l2tp from '../wire/l2tp.ts';
import * as radio from '../wire/radio.ts';
import { inspectTeredo } from '../wire/teredo.ts';
import { inspectTzsp } from '../wire/tzsp.ts';
import * as wide from '../wire/wide-area.ts';
import * as wlan from '../wire/wlan.ts';
import { layerTypes, LINK } from './layers.ts';
import { isJuniper } from './walk-capture-header.ts';

/** Fields of the header [at, at + length). */
type Inspect = (view: DataView, at: number, length: number) => Field;

const headers = new Map<number, Inspect>([
  [layerTypes.GTP, tunnel.inspectGtp],
  [layerTypes.VXLAN, (view, at) => tunnel.inspectVxlan(view, at, false)],
  [layerTypes.VXLAN_GPE, (view, at) => tunnel.inspectVxlan(view, at, true)],
  [layerTypes.GENEVE, tunnel.inspectGeneve],
  [layerTypes.L2TP, l2tp.inspect2],
  [layerTypes.L2TP_3, (view, at, length) => l2tp.inspect3(view, at, length, true)],
  [layerTypes.TZSP, inspectTzsp],
  [layerTypes.TEREDO, inspectTeredo],
  [layerTypes.GRE, gre.inspectGre],
  [layerTypes.ERSPAN, gre.inspectErspan],
  [layerTypes.PSEUDOWIRE, inspectControlWord],
  [layerTypes.NLPID, wide.inspectNlpid],
  [layerTypes.WLAN_PADDED, inspectWlan],
  [layerTypes.A_MSDU, wlan.inspectSubframe],
  [etherTypes.NSH, inspectNsh],
  [etherTypes.PPP, inspectPppHeader],
  [etherTypes.PPPOE_DISCOVERY, inspectPppoeDiscovery],
  [LINK + linkTypes.WLAN, inspectWlan],
  [LINK + linkTypes.RADIOTAP, radio.inspectRadiotap],
  [LINK + linkTypes.PRISM, radio.inspectPrism],
  [LINK + linkTypes.AVS, radio.inspectAvs],
  [LINK + linkTypes.PPI, radio.inspectPpi],
  [LINK + linkTypes.FRAME_RELAY, wide.inspectFrameRelay],
  [LINK + linkTypes.ATM_RFC1483, wide.inspectAtmLlc],
  [LINK + linkTypes.SUNATM, wide.inspectSunAtm],
  [LINK + linkTypes.DOCSIS, wide.inspectDocsis],
  [LINK + linkTypes.ERF, wide.inspectErf],
  [LINK + linkTypes.PFLOG, capture.inspectPflog],
  [LINK + linkTypes.NFLOG, capture.inspectNflog],
  [LINK + linkTypes.IPNET, capture.inspectIpnet],
  [LINK + linkTypes.ENC, capture.inspectEnc],
  [LINK + linkTypes.PKTAP, capture.inspectPktap],
  [LINK + linkTypes.UPPER_PDU, inspectExported],
]);

/** Headers without fields of their own that say anything about a call. */
const plainNames = new Map<number, readonly [key: string, name: string, reference: string]>([
  [etherTypes.CISCO_METADATA, ['cmd', 'Cisco MetaData', 'EtherType 0x8909']],
  [LINK + linkTypes.TOKEN_RING, ['tr', 'Token Ring', 'IEEE 802.5']],
  [LINK + linkTypes.FDDI, ['fddi', 'Fiber Distributed Data Interface', 'LINKTYPE_FDDI']],
  [LINK + linkTypes.IP_OVER_FC, ['ipfc', 'IP over Fibre Channel', 'RFC 2625']],
  [LINK + linkTypes.APPLE_IP_OVER_1394, ['ip1394', 'IP over IEEE 1394', 'RFC 2734']],
  [LINK + linkTypes.PPP_PPPD, ['ppp_direction', 'PPP with Direction', 'LINKTYPE_PPP_PPPD']],
  [LINK + linkTypes.C_HDLC_WITH_DIR, ['chdlc_direction', 'Direction', 'LINKTYPE_C_HDLC_WITH_DIR']],
  [LINK + linkTypes.FRELAY_WITH_DIR, ['fr_direction', 'Direction', 'LINKTYPE_FRELAY_WITH_DIR']],
  [LINK + linkTypes.NETANALYZER, ['netanalyzer', 'netANALYZER', 'LINKTYPE_NETANALYZER']],
  [LINK + linkTypes.NETANALYZER_TRANSPARENT, ['netanalyzer', 'netANALYZER, transparent', 'LINKTYPE_NETANALYZER_TRANSPARENT']],
]);

/** The header [at, at + length) of a layer as a field. */
export function headerField(view: DataView, at: number, length: number, type: number): Field {
  const inspect = type > LINK && isJuniper(type - LINK) ? capture.inspectJuniper : headers.get(type);
  if (inspect !== undefined) return inspect(view, at, length);
  const [key, name, reference] = plainNames.get(type) ?? ['data', 'Header', ''];
  return { key, name, at, length, ...(reference === '' ? {} : { reference }) };
}

function inspectWlan(view: DataView, at: number, length: number): Field {
  return wlan.inspect(view, at, wlan.headerLength(view, at, at + length));
}
