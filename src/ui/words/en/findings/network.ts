/** Words of the rules about the network below SIP: NAT, fragments, connections (semantics 8.1). */
import type { FindingTexts } from '../../finding-text.ts';
import { counted } from '../counted.ts';

const unreachable: Readonly<Record<string, string>> = {
  network: 'the network cannot be reached',
  host: 'the host cannot be reached',
  port: 'nobody listens there',
  protocol: 'the protocol is not spoken there',
  prohibited: 'a filter forbids it',
};

export const networkFindings = {
  'ICMP-UNREACH': {
    title: 'The network refuses packets',
    sentence: (f) =>
      `${f('by')} says of ${f('media') === '1' ? 'media' : 'SIP'} to ${f('to')}, port ${f('port')}: ${unreachable[f('what')] ?? f('what')} (${counted(f('count'), 'ICMP error', 'ICMP errors')}).`,
    causes: ['The service is down, or listens on another port.', 'A firewall rejects the packets.', 'The endpoint closed its media port, or never opened it.'],
    help: 'ICMP errors that quote SIP messages, or media while the call was up.',
  },
  'UDP-FRAG-LOST': {
    title: 'A message lost some of its fragments',
    sentence: (f) => `A SIP message from ${f('from')} to ${f('to')} never became whole.`,
    causes: ['A firewall or NAT drops fragments that have no ports.', 'Packets are lost.', 'Use TCP, or make the message smaller: fewer codecs and headers.'],
    help: 'The first fragment begins a SIP message; the others did not all come.',
  },
  'UDP-FRAG': {
    title: 'Messages too long for UDP',
    sentence: (f) =>
      `${counted(f('count'), 'message is', 'messages are')} longer than fits (${f('count') === '1' ? '' : 'first '}${f('what')}, ${f('longest')} octets${f('count') === '1' ? '' : ' at most'}); ${f('fragmented') === '0' ? 'none' : f('fragmented')} came in fragments.`,
    causes: ['Many codecs, candidates or headers.', 'The client should change to TCP at this length (RFC 3261 section 18.1.1).'],
    help: 'A SIP message over UDP within 200 octets of the MTU, or in IP fragments.',
  },
  'TCP-RESET': {
    title: 'Connection lost during the call',
    sentence: (f) => `The connection to ${f('address')} was ${f('reset') === '1' ? 'reset' : 'closed'} while the call was going on.`,
    causes: ['An idle timeout of a firewall or NAT: keep-alives are missing.', 'The server was restarted.', 'A proxy closes connections it thinks unused.'],
    help: 'RST or FIN on the TCP connection that carries the call, before the call was over.',
  },
  'MSRP-FAIL': {
    title: 'Messages not delivered',
    sentence: (f) => {
      const first = f('status') === '0' ? 'no answer came within 30 seconds' : `refused with ${f('status')}`;
      return `${f('count')} of ${f('sent')} messages over MSRP were not delivered: ${first}${f('status') !== '0' && f('unanswered') !== '0' ? `, ${f('unanswered')} never answered` : ''}.`;
    },
    causes: [
      '481: the receiver knows no such session: a path was rewritten on the way, or the session has ended.',
      'No answer: the connection is broken or a relay lost its way.',
      '413: the receiver stopped the transfer; 415: it does not take this type of content.',
    ],
    help: 'A SEND over MSRP that was refused, by the next hop or in a REPORT, or not answered in 30 seconds.',
  },
  'TLS-ALERT': {
    title: 'TLS failed',
    sentence: (f) => {
      const times = f('count') === '1' ? '' : `, ${f('count')} times`;
      if (f('kind') === 'silent') return `${f('from')} began a TLS handshake with ${f('to')}, and got no answer${times}.`;
      if (f('kind') === 'open') return `The TLS handshake of ${f('from')} with ${f('to')} was begun and never ended${times}.`;
      return `${f('from')} ended the handshake with ${f('to')}: ${f('alert')}${times}.`;
    },
    causes: [
      'The certificate is expired, unknown or for another name.',
      'The two sides have no version or cipher in common.',
      'The server name asked for is not known there.',
      'Without an alert: a firewall lets go of large packets or of TLS, or the server is overloaded.',
    ],
    help: 'A fatal TLS alert on port 5061, or a handshake that never ended: on port 5061, or with a server of SIP over TLS or secure WebSocket. Alerts inside encrypted records are seen when there are keys.',
  },
  'DNS-FAIL': {
    title: 'A name was not found',
    sentence: (f) => `The look-up of ${f('name')} (${f('type')}) failed: ${f('code')}, asked ${f('asked')} times.`,
    causes: ['The name is wrong, or its record is missing.', 'The DNS server is down or cannot be reached.'],
    help: 'No look-up of a SIP domain or server succeeded. Calls wait meanwhile, or fail.',
  },
  'CONTACT-PRIVATE': {
    title: 'A private address in Contact',
    sentence: (f) => `A message from the public address ${f('address')} has a private Contact.`,
    causes: [
      'The client is behind NAT and does not know its public address.',
      'The server must answer where the packets came from (NAT traversal), or later requests get lost.',
    ],
    help: 'Contact is where later requests of the dialog go: ACK, BYE, re-INVITE.',
  },
  'ALG-REWRITE': {
    title: 'A router rewrites SIP',
    sentence: (f) =>
      `${f('signs')} signs: ${[
        f('sdp') === '1' ? 'c= is public and o= private' : '',
        f('length') === '1' ? 'the length of the body is wrong' : '',
        f('via') === '1' ? 'Via is private and Contact is not' : '',
        f('changed') === '1' ? 'the message changed between two hops' : '',
      ]
        .filter((sign) => sign !== '')
        .join(', ')}.`,
    causes: ['A SIP ALG in a router: turn it off.', 'A client that learned its public address by STUN may show some of these signs.'],
    help: 'Two or more signs that addresses inside messages were changed on the way.',
  },
  'VIA-NORPORT': {
    title: 'Responses cannot find their way back',
    sentence: (f) =>
      f('lost') === '1'
        ? 'The client is behind NAT and did not ask for rport; no response was seen.'
        : 'The client is behind NAT and did not ask for rport; the response went to another port.',
    causes: ['Turn on rport (RFC 3581) at the client.', 'Or let the server answer where the request came from (force_rport).'],
    help: 'A private Via without rport from a public address, and responses that are lost or go elsewhere.',
  },
  'VIA-NAT': {
    title: 'The client is behind NAT',
    sentence: (f) => `The server saw the request come from elsewhere than its Via says (${f('address')}).`,
    causes: ['NAT between client and server: no fault while rport is used.'],
    help: 'received or rport in the Via of a response differs from what the client wrote.',
  },
  'TIME-SKEW': {
    title: 'Clocks differ',
    sentence: (f) => `The clock of ${f('address')} is ${f('seconds')} s ${f('ahead') === '1' ? 'ahead of' : 'behind'} that of the capture.`,
    causes: ['The device has no time server.', 'The clock of the machine that captured is wrong, or the capture’s times were changed.'],
    help: 'The Date header against the time of the packet.',
  },
  'SIP-TRUNC': {
    title: 'Messages cut by the capture',
    sentence: (f) => `${counted(f('count'), 'message is', 'messages are')} not whole in the capture.`,
    causes: ['The snap length of the capture is too small: capture with -s 0.'],
    help: 'Fewer octets were captured than sent. What is said of this call may be incomplete.',
  },
} as const satisfies FindingTexts;
