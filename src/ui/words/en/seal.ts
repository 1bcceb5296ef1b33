/** Words of encrypted media: opened with which key, or sealed and what is missing. */
export const seal = {
  mark: 'SRTP',
  opened: 'SRTP, opened',
  sealed: 'SRTP, sealed',
  /** in the ladder */
  band: { opened: (codec: string) => `SRTP ${codec}, opened`, sealed: (codec: string) => `SRTP ${codec}, sealed`, pending: (codec: string) => `SRTP ${codec}` },
  /** @param suite as SDP names it */
  openedBy: (suite: string, frame: string) => `${suite}, key from the SDP in frame ${frame}`,
  authenticated: (fit: string, looked: string) => `${fit} of ${looked} authenticated`,
  /** when the rest was not looked at */
  first: (fit: string, looked: string) => `${fit} of the first ${looked} packets authenticated`,
  keys: (count: string) => `${count} keys one after the other`,
  pending: 'Encrypted; keys are looked for when the capture has been read.',
  missing: {
    sdesKey: 'Encrypted, and no SDP of this call in the capture has the key. Signalling that has it (a=crypto) would open it.',
    keyLog: 'DTLS-SRTP: a key log would open it. Reading key logs for DTLS is not built yet.',
    suite: (suite: string) => `Encrypted with ${suite}, which is not opened here.`,
    parameter: (suite: string) => `Encrypted with ${suite} and session parameters that are not opened here.`,
    key: (suite: string) => `The key in the SDP is not one of ${suite}.`,
    authentication: (looked: string) =>
      `No key in the SDP of this call fits: none of ${looked} packets authenticated. Perhaps a later SDP is missing, or a proxy sealed them anew.`,
  },
};
