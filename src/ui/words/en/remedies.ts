/** Words of what could still be read of a capture. */
export const remedies = {
  title: 'What could still be read',
  ports: (least: string, most: string, transport: string) => (least === most ? `${transport} ${least}` : `${transport} ${least}–${most}`),
  about: (count: string) => `about ${count}`,
  sentences: {
    rtp: (count: string, ports: string) => `${ports}: ${count} datagrams look like RTP, and no signalling in the capture announces them.`,
    rtcp: (count: string, ports: string) => `${ports}: ${count} datagrams look like RTCP, perhaps encrypted, and belong to no stream.`,
    t38: (count: string, ports: string) => `${ports}: ${count} datagrams have the shape of fax over T.38.`,
    tunnel: (count: string, ports: string, kind: string) =>
      count === '1' ? `${ports}: one datagram carries a packet in ${kind}.` : `${ports}: ${count} datagrams carry packets in ${kind}.`,
    sip: (count: string, ports: string) =>
      count === '1' ? `${ports}: one datagram holds SIP behind other octets.` : `${ports}: ${count} datagrams hold SIP behind other octets.`,
    sipStream: (count: string, ports: string) =>
      count === '1'
        ? `${ports}: one segment holds SIP whose beginning was not captured.`
        : `${ports}: ${count} segments hold SIP whose beginning was not captured.`,
    tls: (count: string, ports: string) =>
      count === '1'
        ? `${ports}: one TLS connection is locked, and SIP may be inside. The key log (SSLKEYLOGFILE) of one of its ends opens it.`
        : `${ports}: ${count} TLS connections are locked, and SIP may be inside. The key logs (SSLKEYLOGFILE) of their ends open them.`,
    /** of connections for which keys were given; why those are none for them is said behind it */
    tlsLocked: (count: string, ports: string) =>
      count === '1'
        ? `${ports}: one TLS connection stays locked, and SIP may be inside.`
        : `${ports}: ${count} TLS connections stay locked, and SIP may be inside.`,
    tlsRandom: (random: string, count: string) => (count === '1' ? `Its client random is ${random}.` : `The first of them has client random ${random}.`),
    link: (count: string, name: string) =>
      count === '1'
        ? `One packet of link type ${name} is not read. If you know what it holds, say it.`
        : `${count} packets of link type ${name} are not read. If you know what they hold, say it.`,
    esp: (count: string) =>
      count === '1'
        ? 'One packet is IPsec (ESP), encrypted by the network. Capture where it comes out of it.'
        : `${count} packets are IPsec (ESP), encrypted by the network. Capture where they come out of it.`,
    streams: (count: string) => `${count} streams:`,
    stream: 'One stream:',
  },
  as: { rtp: 'Read as RTP…', rtcp: 'Read as RTCP…', t38: 'Read as fax…', sip: 'Read as SIP…', sipStream: 'Read as SIP…' },
  asTunnel: (kind: string) => `Read as ${kind}…`,
  choose: 'Choose…',
  keys: 'Keys…',
  copyRandom: 'Copy the client random',
  show: 'Show the first',
};
