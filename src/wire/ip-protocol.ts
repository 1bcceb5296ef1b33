/** Protocol numbers of IPv4 and next headers of IPv6 (IANA protocol-numbers) that are followed or worth a name. */

export const ipProtocols = {
  HOP_BY_HOP: 0,
  ICMP: 1,
  IPV4: 4,
  TCP: 6,
  UDP: 17,
  IPV6: 41,
  ROUTING: 43,
  FRAGMENT: 44,
  GRE: 47,
  ESP: 50,
  AH: 51,
  ICMPV6: 58,
  NO_NEXT: 59,
  DESTINATION: 60,
  L2TP: 115,
  SCTP: 132,
  MOBILITY: 135,
  UDP_LITE: 136,
  MPLS: 137,
  HIP: 139,
  SHIM6: 140,
  ETHERNET: 143,
} as const;

const names = new Map<number, string>([
  [0, 'IPv6 Hop-by-Hop Options'],
  [1, 'ICMP'],
  [2, 'IGMP'],
  [4, 'IPv4'],
  [6, 'TCP'],
  [17, 'UDP'],
  [41, 'IPv6'],
  [43, 'IPv6 Routing Header'],
  [44, 'IPv6 Fragment Header'],
  [46, 'RSVP'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [58, 'ICMPv6'],
  [59, 'IPv6 No Next Header'],
  [60, 'IPv6 Destination Options'],
  [88, 'EIGRP'],
  [89, 'OSPF'],
  [103, 'PIM'],
  [112, 'VRRP'],
  [115, 'L2TP'],
  [132, 'SCTP'],
  [135, 'Mobility'],
  [136, 'UDP-Lite'],
  [137, 'MPLS in IP'],
  [143, 'Ethernet'],
]);

export function protocolName(protocol: number): string {
  return names.get(protocol) ?? 'Unknown';
}
