/** Words of encrypted media: opened with which key, or locked and what is missing. */
export const seal = {
  mark: 'SRTP',
  opened: 'SRTP, opened',
  sealed: 'SRTP, locked',
  /** in the ladder */
  band: { opened: (codec: string) => `SRTP ${codec}, opened`, sealed: (codec: string) => `SRTP ${codec}, locked`, pending: (codec: string) => `SRTP ${codec}` },
  /** some packets of it do not fit the key */
  partly: 'SRTP, opened in part',
  /** @param suite as SDP names it */
  openedBy: {
    sdes: (suite: string, frame: string) => `${suite}, key from the SDP in frame ${frame}`,
    leg: (suite: string, frame: string) => `${suite}, key from the SDP of another leg of the call in frame ${frame}`,
    dtls: (suite: string, frame: string) => `${suite}, key from the DTLS handshake in frame ${frame} and the key log`,
    hand: (suite: string) => `${suite}, key typed by hand`,
    zrtp: (suite: string, frame: string) => `In the clear until ZRTP took over in frame ${frame} (${suite}); what comes later stays locked`,
  },
  clear: (clear: string, all: string) => `${clear} of ${all} packets in the clear`,
  authenticated: (fit: string, looked: string) => `${fit} of ${looked} authenticated`,
  /** when the rest was not looked at */
  first: (fit: string, looked: string) => `${fit} of the first ${looked} packets authenticated`,
  keys: (count: string) => `${count} keys one after the other`,
  notes: 'Encrypted media',
  /** before the sentence that holds for all of them */
  streams: (count: string) => `${count} streams:`,
  /** of a call, before what is said of one stream */
  some: (opened: string, all: string) => `${opened} of ${all} encrypted streams opened.`,
  typeKey: 'Type a key…',
  isSealed: 'Encrypted? Type a key…',
  suite: 'Suite',
  key: 'Key and salt',
  try: 'Try it',
  keyHelp:
    'Base64 as behind “inline:”, hexadecimal digits, or a whole a=crypto line. It stays in memory until the capture is closed, and is in no link and no file.',
  answers: {
    opened: 'It fits: opened.',
    noKey: 'This is no key of that suite: the length is not right, or it is neither base64 nor hexadecimal.',
    fitsNothing: 'It is a key, but no packet here authenticates with it.',
    trying: 'Trying…',
  },
  pending: 'Encrypted; keys are looked for when the capture has been read.',
  missing: {
    sdesKey: 'Encrypted, and no SDP of this call in the capture has the key. Signalling that has it (a=crypto) would open it.',
    keyLog: (random: string, frame: string) =>
      `DTLS-SRTP, handshake in frame ${frame}. To open it, drop the key log file (SSLKEYLOGFILE) of the browser or server beside the capture; it must contain client random ${random}.`,
    otherKeyLog: (random: string, frame: string) =>
      `DTLS-SRTP, handshake in frame ${frame}. The key log that was given does not have it: the line with client random ${random} is missing. Perhaps it was written by another program, or on another day.`,
    handshake: 'DTLS-SRTP, and the handshake that agrees on the keys is not in the capture. Begin to capture before the call; a key log is needed as well.',
    answer: (frame: string) =>
      `DTLS-SRTP, but one half of the handshake in frame ${frame} is not in the capture. Both ClientHello and ServerHello are needed, and a key log.`,
    profile: (frame: string) => `The DTLS handshake in frame ${frame} agrees on no keys for SRTP.`,
    zrtp: 'ZRTP: the two phones agree on keys within the call, and only they know them. No file brings them back; the phones’ own recordings or logs are all there is.',
    mikey: (frame: string) => `MIKEY (a=key-mgmt in frame ${frame}) agrees on the keys. It is recognised, and not opened here.`,
    suite: (suite: string) => `Encrypted with ${suite}, which is not opened here.`,
    parameter: (suite: string) => `Encrypted with ${suite} and session parameters that are not opened here.`,
    key: (suite: string) => `The key in the SDP is not one of ${suite}.`,
    authentication: (looked: string) =>
      `No key that is known fits: none of ${looked} packets authenticated. Perhaps a later SDP or handshake is missing, or a proxy encrypted them anew.`,
  },
};
