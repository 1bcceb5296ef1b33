/**
 * What a person said about datagrams and link types (contract/decode-as.ts) as choices of the walk: which datagrams are
 * tunnels, and what a link type stands for. Any rule for a datagram overrides what its port would make of it.
 */
import { linkTypes } from '../capture/link-type.ts';
import type { DecodeAs, DecodeRule, LinkKind } from '../contract/decode-as.ts';
import { UNDECIDED, tunnelPorts, udpTunnels, type WalkChoices } from '../net/walk-choices.ts';
import type { DecodeRules } from './decode-rules.ts';

export const tunnelOf: Partial<Readonly<Record<DecodeAs, number>>> = {
  vxlan: udpTunnels.VXLAN,
  'vxlan-gpe': udpTunnels.VXLAN_GPE,
  geneve: udpTunnels.GENEVE,
  gtp: udpTunnels.GTP,
  l2tp: udpTunnels.L2TP,
  tzsp: udpTunnels.TZSP,
  mpls: udpTunnels.MPLS,
  hep: udpTunnels.HEP,
  sctp: udpTunnels.SCTP,
  teredo: udpTunnels.TEREDO,
};

const linkOf: Readonly<Record<LinkKind, number>> = {
  ethernet: linkTypes.ETHERNET,
  ip: linkTypes.RAW,
  ppp: linkTypes.PPP,
  wlan: linkTypes.WLAN,
  radiotap: linkTypes.RADIOTAP,
  'frame-relay': linkTypes.FRAME_RELAY,
  hdlc: linkTypes.C_HDLC,
  cooked: linkTypes.LINUX_SLL,
  sip: linkTypes.SIP_TEXT,
};

/** The choices that rules make; the first rule of a link type wins. */
export function walkChoices(rules: readonly DecodeRule[], datagrams: DecodeRules): WalkChoices {
  const ports = tunnelPorts();
  const links = new Map<number, number>();
  for (const rule of rules) {
    if (!('linkType' in rule)) {
      if (datagrams.concerns(rule.port)) ports[rule.port] = ports[rule.port]! | 1;
    } else if (!links.has(rule.linkType)) links.set(rule.linkType, linkOf[rule.as]);
  }
  return {
    ports,
    tunnel: (layers) => {
      const rule = datagrams.find(layers);
      return rule < 0 ? UNDECIDED : (tunnelOf[datagrams.as(rule)] ?? udpTunnels.NONE);
    },
    link: (linkType) => links.get(linkType) ?? UNDECIDED,
  };
}
