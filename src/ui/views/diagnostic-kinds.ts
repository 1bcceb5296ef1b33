/** How grave a diagnostic code is, and the standard behind it. By code where one differs from its family. */

export type Gravity = 'error' | 'warning' | 'note';

/** something is lost or cannot be shown */
const losing =
  /(^limit\.|-cut$|\.cut$|truncated|resynchronised|block-length|record-length|zero-record|overruns-block|bad-interface|section-header$|gzip\.|unpack\.|text\.message-cut|tcp\.gap|segment-cut|fragment-incomplete|^link\.|header-end-missing|content-length-too-large|gre\.unsupported|missing-call-id|stream-garbage|below-header|ip\.version$|header-length$|tcp\.offset|ip\.total-length$)/;
/** nobody broke a rule */
const harmless = new Set([
  'sip.leading-lines',
  'tcp.retransmission',
  'tcp.sequence-jump',
  'time.backwards',
  'pcapng.custom-block',
  'pcapng.journal-block',
  'pcapng.sysdig-block',
  'pcapng.unknown-block',
  'pcapng.no-time',
  'pcap.concatenated',
  'text.headers',
  'text.no-date',
  'text.seconds',
  'rtpdump.addresses',
  'udp.length-zero',
  'ip.total-length-zero',
  'ip.fragment-overlap',
  'ip.checksum',
  'udp.checksum',
  'tcp.checksum',
  'stun.cookie',
  'rtp.is-rtcp',
  'rtp.reserved-payload-type',
  'pcapng.option-length',
]);

export function gravity(code: string): Gravity {
  if (harmless.has(code)) return 'note';
  return losing.test(code) ? 'error' : 'warning';
}

const references: ReadonlyMap<string, string> = new Map([
  ['sip.start-line-whitespace', 'RFC 3261 §7.1'],
  ['sip.version', 'RFC 3261 §7.1'],
  ['sip.status-code', 'RFC 3261 §7.2'],
  ['sip.request-uri', 'RFC 3261 §7.1'],
  ['sip.method', 'RFC 3261 §7.1'],
  ['sip.line-ending', 'RFC 3261 §7'],
  ['sip.header-without-colon', 'RFC 3261 §7.3.1'],
  ['sip.header-name', 'RFC 3261 §7.3.1'],
  ['sip.fold-without-header', 'RFC 3261 §7.3.1'],
  ['sip.header-end-missing', 'RFC 3261 §7'],
  ['sip.missing-call-id', 'RFC 3261 §8.1.1'],
  ['sip.missing-from', 'RFC 3261 §8.1.1'],
  ['sip.missing-to', 'RFC 3261 §8.1.1'],
  ['sip.missing-cseq', 'RFC 3261 §8.1.1'],
  ['sip.missing-via', 'RFC 3261 §8.1.1'],
  ['sip.duplicate-header', 'RFC 3261 §7.3.1'],
  ['sip.cseq-malformed', 'RFC 3261 §20.16'],
  ['sip.cseq-range', 'RFC 3261 §8.1.1.5'],
  ['sip.cseq-method', 'RFC 3261 §8.1.1.5'],
  ['sip.content-length-malformed', 'RFC 3261 §20.14'],
  ['sip.content-length-too-large', 'RFC 3261 §18.3'],
  ['sip.content-length-too-small', 'RFC 3261 §18.3'],
  ['sip.content-length-missing', 'RFC 3261 §18.3'],
  ['sip.name-addr', 'RFC 3261 §20.10'],
  ['sip.via', 'RFC 3261 §20.42'],
  ['sip.number', 'RFC 3261 §25.1'],
  ['sip.date', 'RFC 3261 §20.17'],
  ['sip.leading-lines', 'RFC 3261 §7.5'],
  ['sip.multipart-boundary', 'RFC 2046 §5.1.1'],
  ['sip.stream-garbage', 'RFC 3261 §18.3'],
  ['sip.start-line-octet', 'RFC 3261 §25.1'],
  ['sdp.origin', 'RFC 8866 §5.2'],
  ['sdp.connection', 'RFC 8866 §5.7'],
  ['sdp.media', 'RFC 8866 §5.14'],
  ['sdp.bandwidth', 'RFC 8866 §5.8'],
  ['sdp.rtpmap', 'RFC 8866 §6.6'],
  ['sdp.ptime', 'RFC 8866 §6.4'],
  ['sdp.rtcp', 'RFC 3605 §2.1'],
  ['sdp.ssrc', 'RFC 5576 §4.1'],
  ['sdp.crypto', 'RFC 4568 §9.1'],
  ['sdp.candidate', 'RFC 8839 §5.1'],
  ['websocket.fragments', 'RFC 6455 §5.4'],
  ['websocket.mask', 'RFC 6455 §5.1'],
  ['websocket.deflate', 'RFC 7692 §7.2.2'],
  ['ip.checksum', 'RFC 1071'],
  ['udp.checksum', 'RFC 768'],
  ['tcp.checksum', 'RFC 9293 §3.1'],
  ['sctp.checksum', 'RFC 9260 §6.8'],
  ['ip.fragment-overlap-differs', 'RFC 1858'],
]);

const families: readonly (readonly [prefix: string, reference: string])[] = [
  ['sip.', 'RFC 3261'],
  ['sdp.', 'RFC 8866 §5'],
  ['rtp.', 'RFC 3550 §5.1'],
  ['rtcp.', 'RFC 3550 §6'],
  ['stun.', 'RFC 8489 §5'],
  ['udptl.', 'ITU-T T.38'],
  ['ifp.', 'ITU-T T.38'],
  ['websocket.', 'RFC 6455 §5.2'],
  ['msrp.', 'RFC 4975 §7.1'],
  ['ipv6.', 'RFC 8200'],
  ['ip.', 'RFC 791 §3.1'],
  ['udp.', 'RFC 768'],
  ['tcp.', 'RFC 9293 §3'],
  ['gre.', 'RFC 2784'],
  ['mpls.', 'RFC 3032'],
  ['ppp.', 'RFC 1661'],
  ['pppoe.', 'RFC 2516'],
  ['vlan.', 'IEEE 802.1Q'],
  ['llc.', 'IEEE 802.2'],
  ['arp.', 'RFC 826'],
  ['icmp.', 'RFC 792'],
  ['gzip.', 'RFC 1952'],
  ['snoop.', 'RFC 1761 §4'],
  ['text.address', 'RFC 5737'],
  ['rtpdump.', 'RFC 5737'],
  ['pcapng.', 'pcapng'],
  ['pcap.', 'pcap'],
];

/** Absent for limits of our own. */
export function referenceOf(code: string): string | undefined {
  return references.get(code) ?? families.find(([prefix]) => code.startsWith(prefix))?.[1];
}
