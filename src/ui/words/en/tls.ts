/** Words of encrypted signalling: connections opened or locked and why, and the keys that were given. */
export const tls = {
  mark: { opened: 'opened', closed: 'locked', handshake: 'handshake only' },
  /** @param what version and suite */
  agreed: (what: string) => `${what}.`,
  serverName: (name: string) => `The client asked for ${name}.`,
  resumed: 'It goes on with a session that was agreed on before.',
  early: (count: string) => `${count} records of early data (0-RTT) were sent before the handshake; they are not opened.`,
  states: {
    handshake: 'Nothing encrypted was seen of it.',
    opened: (opened: string, records: string) => `Opened: ${opened} of ${records} records were encrypted and have been read.`,
    'no-key': 'No key for this session. Drop the key log file (SSLKEYLOGFILE) that one of the two ends wrote beside the capture or onto this page.',
    'other-key-log': (secrets: string) =>
      secrets === '1'
        ? 'The key log that was given has one secret, and it is for another session. One of the two ends must write the log while it connects.'
        : `None of the ${secrets} secrets that were given fits. One of the two ends must write the key log while it connects: perhaps this one is of another program, or of another day.`,
    'other-private-key':
      'The private key that was given is not this server’s: what the client encrypted for the server does not open with it. Give the key of the certificate that the server shows in its handshake, or a key log (SSLKEYLOGFILE) of one of the two ends.',
    ephemeral:
      'The private key that was given cannot open it, whoever it belongs to: the two ends agreed on keys of their own for this connection (ECDHE, DHE, or TLS 1.3). A key log (SSLKEYLOGFILE) of one of them opens it.',
    'first-handshake':
      'It goes on with a session that was agreed on before the capture began, so that the private key has nothing to open. Capture from the first connection on, or give a key log (SSLKEYLOGFILE).',
    'wrong-key': 'A key was found for this session, and its records do not fit it: the key log was written by something else, or the capture was changed.',
    'mid-connection':
      'The capture begins in the middle of this connection. Its handshake is needed as well as its keys: begin to capture before the connection is made.',
    'one-direction': 'Only one direction of this connection is in the capture, or its first packets are missing. Both hellos are needed.',
    suite: 'The two ends chose a cipher suite that is not opened here.',
    version: 'The two ends chose a version that is not opened here (SSL 3.0).',
  },
  keyLine: (random: string) => `The line of the key log begins with CLIENT_RANDOM, or CLIENT_TRAFFIC_SECRET_0, and ${random}.`,
  rsaHint: 'The server’s private RSA key opens it too: this suite uses RSA key exchange.',
  byHand: 'typed by hand',
  typedKeys: (count: string) => (count === '1' ? 'one key of SRTP' : `${count} keys of SRTP`),
  forgetTyped: 'Forget the keys typed by hand, and read the capture again without them',
  panel: 'Keys for encrypted connections',
  lead: 'Keys stay in the memory of this page until the capture is closed. They are stored nowhere, and are in no link and no file.',
  none: 'No keys were given, and the capture holds none.',
  sources: 'Keys',
  columns: { file: 'From', what: 'Holds', opened: 'Sessions opened', forget: 'Forget' },
  within: 'within the capture',
  kinds: {
    'key-log': (count: string) => (count === '1' ? 'one secret of a key log' : `${count} secrets of a key log`),
    'private-key': (count: string) => (count === '1' ? 'one private RSA key' : count === '0' ? 'no private RSA key' : `${count} private RSA keys`),
  },
  skipped: (count: string) => (count === '1' ? 'one line is no secret' : `${count} lines are no secrets`),
  problems: {
    encrypted: 'a key behind a passphrase: take that off first (openssl rsa -in key.pem -out plain.pem)',
    'other-kind': 'a key that is not RSA: only RSA key exchange is opened by a private key; a key log opens everything',
    'public-only': 'a public key or certificate: it opens nothing',
    damaged: 'a key that is damaged or cut',
  },
  forget: (name: string) => `Forget the keys of ${name}, and read the capture again without them`,
  add: 'Add a file of keys…',
  paste: 'Or paste lines of a key log',
  use: 'Use these lines',
  pasteFailed: 'There is no secret in this text. A line reads CLIENT_RANDOM, 64 digits, 96 digits.',
  pasted: 'pasted-keys.txt',
  connections: 'TLS connections',
  summary: (opened: string, all: string) => `${opened} of ${all} opened`,
  noConnections: 'There is no TLS in this capture. A key log of DTLS-SRTP media can be given here too.',
  more: (count: string) => `… and ${count} more`,
  client: 'Client',
  server: 'Server',
  agreedColumn: 'Agreed on',
  stateColumn: 'State',
  how: 'How to get a key log: start the client or server with the environment variable SSLKEYLOGFILE set to a file name (browsers, curl, everything on NSS; baresip, Asterisk and Kamailio built on OpenSSL 3 need its keylog callback), or capture with the keys inside: editcap --inject-secrets tls,keys.log in.pcapng out.pcapng',
};
