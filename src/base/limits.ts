/**
 * Every bound of the analyser, in one table. A limit that is hit is always reported under the diagnostic `limit.<name>`;
 * none is silent. Raising one costs memory or time in proportion.
 */
export const limits = {
  /** octets of one captured packet we are willing to hold; pcap files with larger records are corrupt */
  packetLength: 16_777_216,
  /** octets of one pcapng block */
  blockLength: 33_554_432,
  /** layers of one packet, tunnels and VLAN tags included */
  layerDepth: 16,
  /** chunks of one capture agent's packet that are shown */
  hepChunks: 256,
  /** named capture agents whose place is looked for */
  hepNodes: 4096,
  /** places of capture agents' passwords in TCP streams and IP fragments, which exports leave out: 16 octets each */
  hepKeys: 4_194_304,
  /** correlation ids of capture agents that are not the Call-ID of their message */
  hepCorrelations: 65_536,
  /** messages of a call that one with an earlier time of its own is put before */
  ownTimeSteps: 1024,
  /** octets held for IP fragments that wait for the rest */
  fragmentOctets: 33_554_432,
  /** datagrams that wait for fragments */
  fragmentDatagrams: 4096,
  /** nanoseconds a fragment waits for the rest (RFC 791: 15 s or more; Linux keeps 30 s) */
  fragmentTime: 60e9,
  /** octets held in TCP streams that wait for a gap to close, over all streams */
  streamOctets: 67_108_864,
  /** octets held behind one gap of one TCP stream before the gap is given up */
  streamGap: 1_048_576,
  /** octets and fragments held of SCTP messages that wait for the rest, over all associations; chunks of a packet that are shown */
  sctpOctets: 16_777_216,
  sctpFragments: 65_536,
  sctpChunks: 256,
  /** TCP flow directions followed at once */
  streamFlows: 262_144,
  /** beginnings of another stream in a row (HTTP CONNECT, a proxy behind a proxy) before a stream is let go */
  streamPrefaces: 8,
  /** packets in which a layer above TCP (HTTP, WebSocket, MSRP) is known to begin a unit */
  streamMarks: 1_048_576,
  /** WebSocket directions whose compressed messages are inflated at once; each remembers 32 KiB */
  streamInflaters: 1024,
  /** octets of one MSRP chunk waited for, and MSRP requests and responses listed */
  msrpChunk: 4_194_304,
  msrpUnits: 262_144,
  /** octets kept of an MSRP chunk that came in several packets, and of all of them */
  msrpKept: 65_536,
  msrpOctets: 67_108_864,
  /** MSRP sessions that session descriptions announce */
  msrpPaths: 65_536,
  /** octets of one SIP message on a stream transport */
  sipMessageLength: 1_048_576,
  /** headers of one SIP message that are listed */
  sipHeaders: 2048,
  /** values and parameters of one header that are taken apart for the inspector */
  sipValues: 512,
  /** body parts of one message, nested ones included, and how deep they nest */
  bodyParts: 128,
  bodyDepth: 8,
  /** m-lines and attributes of one SDP, formats of one m-line */
  sdpMedia: 256,
  sdpAttributes: 4096,
  sdpFormats: 256,
  /** undeclared RTP candidates watched at once, and packets kept pending for each */
  rtpCandidates: 65_536,
  rtpPending: 64,
  /** DTLS handshakes between media ports, octets of one message of theirs, and octets held while fragments are missing */
  dtlsHandshakes: 65_536,
  dtlsMessage: 262_144,
  dtlsOctets: 4_194_304,
  /** SSRCs named by RTCP packets, over all packets: what they say is found again by them */
  rtcpMentions: 4_194_304,
  /** TLS connections that are described, records of them that can be shown opened, octets of one handshake message that is read */
  tlsConnections: 32_768,
  tlsRecords: 1_048_576,
  tlsHandshake: 65_536,
  /** opened TLS sessions remembered in case they go on in another connection; the oldest is forgotten */
  tlsSessions: 4096,
  /** keys of TLS records that are kept, so that a record can be shown opened: a few a connection */
  tlsKeys: 131_072,
  /** private RSA keys tried on key exchanges without success, over all connections: each costs up to a quarter of a second */
  tlsKeyTries: 128,
  /** octets of TLS records behind lost ones that are tried under further record numbers, over all connections: the cost is that of decrypting them */
  tlsRecordTries: 268_435_456,
  /** octets of one file of keys that are read, and secrets remembered over all of them */
  secretFile: 16_777_216,
  /** keys of media that a person typed and that are kept for the next reading of the same captures */
  typedKeys: 64,
  secrets: 131_072,
  /** packets of several captures that are compared to find those seen at several points, and flows they are told apart by */
  pointPackets: 16_777_216,
  pointFlows: 262_144,
  /** packets with the same octets that are compared, the first of them: more are keep-alives and not one packet at several points */
  pointCopies: 64,
  /** octets that come out of a compressed capture */
  decompressedOctets: 68_719_476_736,
  /** output octets per input octet of a compressed capture, and of all that is opened together, looked at beyond the first 64 MiB */
  decompressionRatio: 250,
  /** octets back that compressed data may refer to: what a decoder keeps in memory for each file (zstd --long=27, xz -9 twice over) */
  decompressionWindow: 134_217_728,
  /** files taken out of what is opened together, and how deep archives and compressions may nest */
  archiveMembers: 2000,
  archiveDepth: 4,
} as const;
