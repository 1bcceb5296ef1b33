/** The tunnels and radio headers of a packet in one line, from the outermost, for the list of packets. */
import type { Field } from '../base/field.ts';

const names = new Map<string, string>([
  ['gre', 'GRE'],
  ['erspan', 'ERSPAN'],
  ['vxlan', 'VXLAN'],
  ['geneve', 'Geneve'],
  ['gtp', 'GTP-U'],
  ['l2tp', 'L2TP'],
  ['tzsp', 'TZSP'],
  ['mpls', 'MPLS'],
  ['nsh', 'NSH'],
  ['pppoes', 'PPPoE'],
  ['cmd', 'Cisco MetaData'],
  ['wlan', '802.11'],
  ['fr', 'Frame Relay'],
  ['atm', 'ATM'],
  ['docsis', 'DOCSIS'],
  ['pflog', 'PF log'],
  ['nflog', 'NFLOG'],
  ['juniper', 'Juniper'],
  ['exported_pdu', 'exported'],
]);

/** "GRE, ERSPAN"; an IP header directly within another is "IP in IP", labels of a stack count once; empty for ordinary packets. */
export function layerNames(fields: readonly Field[]): string {
  const found: string[] = [];
  fields.forEach(({ key }, i) => {
    const above = fields[i - 1]?.key;
    const isInIp = (key === 'ip' || key === 'ipv6') && (above === 'ip' || above === 'ipv6');
    const name = isInIp ? 'IP in IP' : key === above ? undefined : names.get(key);
    if (name !== undefined) found.push(name);
  });
  return found.join(', ');
}
