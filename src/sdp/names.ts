/** Names and references of session description lines (RFC 8866 section 5) and attributes, for the inspector. */

export interface LineKind {
  readonly key: string;
  readonly name: string;
  readonly reference: string;
  /** what the words of the line are, when it has words */
  readonly words?: readonly (readonly [key: string, name: string])[];
}

/** by the octet of the line's type letter */
export const lineKinds: ReadonlyMap<number, LineKind> = new Map<number, LineKind>([
  [0x76, { key: 'sdp.version', name: 'Version', reference: 'RFC 8866 section 5.1' }],
  [
    0x6f,
    {
      key: 'sdp.owner',
      name: 'Origin',
      reference: 'RFC 8866 section 5.2',
      words: [
        ['sdp.owner.username', 'User name'],
        ['sdp.owner.sessionid', 'Session id'],
        ['sdp.owner.version', 'Session version'],
        ['sdp.owner.network_type', 'Network type'],
        ['sdp.owner.address_type', 'Address type'],
        ['sdp.owner.address', 'Address'],
      ],
    },
  ],
  [0x73, { key: 'sdp.session_name', name: 'Session name', reference: 'RFC 8866 section 5.3' }],
  [0x69, { key: 'sdp.session_info', name: 'Information', reference: 'RFC 8866 section 5.4' }],
  [0x75, { key: 'sdp.uri', name: 'URI', reference: 'RFC 8866 section 5.5' }],
  [0x65, { key: 'sdp.email', name: 'Email address', reference: 'RFC 8866 section 5.6' }],
  [0x70, { key: 'sdp.phone', name: 'Phone number', reference: 'RFC 8866 section 5.6' }],
  [
    0x63,
    {
      key: 'sdp.connection_info',
      name: 'Connection',
      reference: 'RFC 8866 section 5.7',
      words: [
        ['sdp.connection_info.network_type', 'Network type'],
        ['sdp.connection_info.address_type', 'Address type'],
        ['sdp.connection_info.address', 'Address'],
      ],
    },
  ],
  [0x62, { key: 'sdp.bandwidth', name: 'Bandwidth', reference: 'RFC 8866 section 5.8' }],
  [
    0x74,
    {
      key: 'sdp.time',
      name: 'Active time',
      reference: 'RFC 8866 section 5.9',
      words: [
        ['sdp.time.start', 'Start'],
        ['sdp.time.stop', 'Stop'],
      ],
    },
  ],
  [0x72, { key: 'sdp.repeat_time', name: 'Repeat times', reference: 'RFC 8866 section 5.10' }],
  [0x7a, { key: 'sdp.timezone', name: 'Time zone adjustment', reference: 'RFC 8866 section 5.11' }],
  [0x6b, { key: 'sdp.encryption_key', name: 'Encryption key', reference: 'RFC 8866 section 5.12' }],
  [0x61, { key: 'sdp.media_attr', name: 'Attribute', reference: 'RFC 8866 section 5.13' }],
  [
    0x6d,
    {
      key: 'sdp.media',
      name: 'Media',
      reference: 'RFC 8866 section 5.14',
      words: [
        ['sdp.media.media', 'Media type'],
        ['sdp.media.port_string', 'Port'],
        ['sdp.media.proto', 'Protocol'],
        ['sdp.media.format', 'Formats'],
      ],
    },
  ],
]);

const attributeReferences: ReadonlyMap<string, string> = new Map([
  ['cat', 'RFC 8866 section 6.1'],
  ['keywds', 'RFC 8866 section 6.2'],
  ['tool', 'RFC 8866 section 6.3'],
  ['ptime', 'RFC 8866 section 6.4'],
  ['maxptime', 'RFC 8866 section 6.5'],
  ['rtpmap', 'RFC 8866 section 6.6'],
  ['recvonly', 'RFC 8866 section 6.7'],
  ['sendrecv', 'RFC 8866 section 6.7'],
  ['sendonly', 'RFC 8866 section 6.7'],
  ['inactive', 'RFC 8866 section 6.7'],
  ['orient', 'RFC 8866 section 6.8'],
  ['type', 'RFC 8866 section 6.9'],
  ['charset', 'RFC 8866 section 6.10'],
  ['sdplang', 'RFC 8866 section 6.11'],
  ['lang', 'RFC 8866 section 6.12'],
  ['framerate', 'RFC 8866 section 6.13'],
  ['quality', 'RFC 8866 section 6.14'],
  ['fmtp', 'RFC 8866 section 6.15'],
  ['rtcp', 'RFC 3605 section 2.1'],
  ['rtcp-mux', 'RFC 5761 section 5.1'],
  ['rtcp-mux-only', 'RFC 8858'],
  ['rtcp-rsize', 'RFC 5506 section 5'],
  ['rtcp-fb', 'RFC 4585 section 4.2'],
  ['rtcp-xr', 'RFC 3611 section 5.1'],
  ['crypto', 'RFC 4568 section 4'],
  ['fingerprint', 'RFC 8122 section 5'],
  ['setup', 'RFC 4145 section 4'],
  ['connection', 'RFC 4145 section 5'],
  ['tls-id', 'RFC 8842 section 4'],
  ['key-mgmt', 'RFC 4567 section 3'],
  ['candidate', 'RFC 8839 section 5.1'],
  ['remote-candidates', 'RFC 8839 section 5.2'],
  ['ice-ufrag', 'RFC 8839 section 5.4'],
  ['ice-pwd', 'RFC 8839 section 5.4'],
  ['ice-lite', 'RFC 8839 section 5.3'],
  ['ice-mismatch', 'RFC 8839 section 5.3'],
  ['ice-options', 'RFC 8839 section 5.6'],
  ['ice-pacing', 'RFC 8839 section 5.5'],
  ['end-of-candidates', 'RFC 8840 section 8.2'],
  ['ssrc', 'RFC 5576 section 4.1'],
  ['ssrc-group', 'RFC 5576 section 4.2'],
  ['group', 'RFC 5888 section 5'],
  ['mid', 'RFC 5888 section 4'],
  ['bundle-only', 'RFC 9143 section 6'],
  ['msid', 'RFC 8830 section 2'],
  ['msid-semantic', 'RFC 8830'],
  ['extmap', 'RFC 8285 section 5'],
  ['extmap-allow-mixed', 'RFC 8285 section 6'],
  ['rid', 'RFC 8851 section 4'],
  ['simulcast', 'RFC 8853 section 5.1'],
  ['imageattr', 'RFC 6236 section 3'],
  ['label', 'RFC 4574 section 4'],
  ['content', 'RFC 4796 section 5'],
  ['curr', 'RFC 3312 section 4'],
  ['des', 'RFC 3312 section 4'],
  ['conf', 'RFC 3312 section 4'],
  ['path', 'RFC 4975 section 8.1'],
  ['accept-types', 'RFC 4975 section 8.6'],
  ['accept-wrapped-types', 'RFC 4975 section 8.6'],
  ['max-size', 'RFC 4975 section 8.6'],
  ['msrp-cema', 'RFC 6714 section 4'],
  ['file-selector', 'RFC 5547 section 6'],
  ['file-transfer-id', 'RFC 5547 section 6'],
  ['sctp-port', 'RFC 8841 section 5'],
  ['max-message-size', 'RFC 8841 section 6'],
  ['sctpmap', 'draft-ietf-mmusic-sctp-sdp-05'],
  ['dcmap', 'RFC 8864 section 5'],
  ['silencesupp', 'RFC 3108 section 5.6.3.2'],
  ['ecan', 'RFC 3108 section 5.6.3.3'],
  ['gpmd', 'RFC 3108 section 5.6.3.1'],
  ['pmft', 'RFC 6871'],
  ['tcap', 'RFC 5939 section 3.4.2'],
  ['acap', 'RFC 5939 section 3.4.1'],
  ['pcfg', 'RFC 5939 section 3.5.1'],
  ['acfg', 'RFC 5939 section 3.5.2'],
  ['csup', 'RFC 5939 section 3.3.1'],
  ['creq', 'RFC 5939 section 3.3.2'],
  ['floorctrl', 'RFC 8856 section 5.1'],
  ['confid', 'RFC 8856 section 5.2'],
  ['userid', 'RFC 8856 section 5.2'],
  ['floorid', 'RFC 8856 section 5.3'],
  ['control', 'RFC 7826'],
  ['range', 'RFC 7826'],
  ['x-nat', 'private: NAT type (counterpath)'],
  ['nortpproxy', 'private: rtpproxy'],
  ['omr-m-cksum', '3GPP TS 29.079'],
  ['visited-realm', '3GPP TS 29.079'],
  ['3ge2ae', '3GPP TS 33.328'],
  ['anbr', '3GPP TS 26.114'],
  ['ts-refclk', 'RFC 7273 section 4'],
]);

/** Attributes we know the definition of, in lower case. */
export const attributeNames: readonly string[] = [...attributeReferences.keys()];

/** Where an attribute is defined; undefined when unknown. Names differ in case in the field. */
export function attributeReference(name: string): string | undefined {
  const lower = name.toLowerCase();
  return attributeReferences.get(lower) ?? (lower.startsWith('t38') ? 'ITU-T T.38 annex D' : undefined);
}
