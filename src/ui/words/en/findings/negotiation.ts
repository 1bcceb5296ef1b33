/** Words of the rules about what was negotiated, and how packets are marked (semantics 8.2). */
import type { FindingTexts } from '../../finding-text.ts';
import { timesFirst } from '../counted.ts';

export const negotiationFindings = {
  'PT-UNKNOWN': {
    title: 'Payload type not agreed',
    sentence: (f) => `${f('packets')} packets have payload type ${f('type')} (${f('name')}), which the receiver did not announce.`,
    causes: ['A sender that does not keep to the answer.', 'The receiver drops the packets: silence.'],
    help: "Payload types of a stream that are not in the receiver's description, comfort noise and events left out.",
  },
  'PT-ASYM': {
    title: 'Different codecs each way',
    sentence: (f) => `${f('toCallee')} goes to the callee, ${f('toCaller')} to the caller.`,
    causes: ['Allowed when both were agreed to; some gateways cannot do it.'],
    help: 'The main codec of the two directions.',
  },
  'CODEC-CHANGE': {
    title: 'Codec changes in the stream',
    sentence: (f) => `${timesFirst(f('changes'))} the payload type changes without a new offer, first from ${f('from')} to ${f('to')}.`,
    causes: ['A sender that switches among what was agreed, for bandwidth or for fax.'],
    help: 'Changes of payload type with no description within 5 s before; comfort noise and events left out.',
  },
  'CODEC-TRANSCODE': {
    title: 'Transcoding',
    sentence: (f) =>
      f('leg') === ''
        ? `The same way has ${f('from')} before a relay and ${f('to')} behind it.`
        : `The same way has ${f('from')} on one leg and ${f('to')} on the next; the other leg is ${f('leg')}.`,
    causes: ['A relay that translates: the impairments of both codecs add up.'],
    help: 'Two streams of one direction at the same time with different codecs: one arriving where the other begins, or on two linked legs.',
  },
  'CODEC-NONE': {
    title: 'No codec in common',
    sentence: (f) => `Offered: ${f('offered')}. Answered: ${f('answered')}. Nothing is in both, and the call was accepted.`,
    causes: ['An endpoint that answers with its own list instead of a selection.'],
    help: 'Offer and answer of an accepted call, m-line by m-line, without a codec in common.',
  },
  'PTIME-MISMATCH': {
    title: 'Packet time not agreed',
    sentence: (f) =>
      f('kind') === 'changed'
        ? `Packets change from ${f('asked', 0)} ms to ${f('measured', 0)} ms in the middle of the call.`
        : f('kind') === 'most'
          ? `Packets of ${f('measured', 0)} ms go to a receiver that takes ${f('asked', 0)} ms at most.`
          : `Packets of ${f('measured', 0)} ms go to a receiver that asked for ${f('asked', 0)} ms.`,
    causes: ['A sender that ignores a=ptime.', 'Some gateways fall silent or distort then.'],
    help: "Measured packet time against the receiver's a=ptime (20 %) and a=maxptime, and its change within the stream.",
  },
  'PKT-SIZE': {
    title: 'Payload size does not fit',
    sentence: (f) => `${f('packets')} packets have ${f('octets', 0)} octets, which is no whole number of frames of ${f('codec')} or not their time.`,
    causes: ['The payload type names another codec than is sent.', 'Padding or encryption nobody announced.'],
    help: 'Payload octets against the frames of the codec (RFC 3551), plain RTP only.',
  },
  'SRTP-MISMATCH': {
    title: 'Encryption does not match',
    sentence: (f) => `Offered ${f('offered')}, answered ${f('answered')}: one side cannot decrypt what the other sends.`,
    causes: ['SRTP is demanded on one side only.', 'DTLS against keys in the SDP.'],
    help: 'Profiles and keys of offer and answer of an accepted call.',
  },
  'MUX-MISMATCH': {
    title: 'RTCP on a port not agreed',
    sentence: (f) => `RTCP goes to port ${f('port')}, the port of RTP, whose owner did not agree to that.`,
    causes: ['An endpoint that uses rtcp-mux though only it named it: its reports are lost.'],
    help: 'a=rtcp-mux on one side only, and RTCP on the RTP port of the other.',
  },
  'DTLS-FAIL': {
    title: 'Key exchange fails',
    sentence: (f) =>
      f('kind') === 'fingerprint'
        ? 'A certificate in the DTLS handshake is not one whose fingerprint the SDP names.'
        : f('kind') === 'alert'
          ? `The DTLS handshake was refused with alert ${f('alert')}.`
          : `${f('hellos')} ClientHellos in ${f('seconds', 1)} s, and no handshake ended.`,
    causes: ['A firewall lets only one way through.', 'Both sides wait (a=setup).', 'A fingerprint that does not match.'],
    help: 'DTLS between endpoints of the call: tried for 3 s and more without end, refused with an alert, or with a certificate that is not of any a=fingerprint. Looks into packets.',
  },
  'ICE-FAIL': {
    title: 'Connectivity checks fail',
    sentence: (f) => `${f('requests')} checks in ${f('seconds', 1)} s, and not one was answered.`,
    causes: ['UDP is blocked.', 'No relay (TURN) was offered.'],
    help: 'STUN requests between endpoints of the call, 5 s and more, without any success. Looks into packets.',
  },
  'DSCP-MEDIA': {
    title: 'Media marked wrongly',
    sentence: (f) => `Packets have DSCP ${f('dscp')}${f('changes') === '0' ? '' : ' in part'} instead of ${f('wanted')}.`,
    causes: ['A device without that setting.', 'A router on the way that changes or clears the mark.'],
    help: 'DSCP of some packets of each stream, where anything of the call is marked at all. Looks into packets.',
  },
  'DSCP-SIG': {
    title: 'Signalling not marked',
    sentence: (f) => `SIP has DSCP ${f('dscp')}, while media is marked for voice.`,
    causes: ['A device without that setting.'],
    help: 'DSCP of SIP: CS3, AF31 or CS5 where media is EF. Looks into packets.',
  },
  'VLAN-CHANGE': {
    title: 'VLAN changes',
    sentence: (f) => `Packets of one stream have VLAN ${f('from')} and ${f('to')}.`,
    causes: ['Two points of a network captured at once.', 'A way that changes.'],
    help: 'VLAN identifier and priority of some packets of each stream. Looks into packets.',
  },
} as const satisfies FindingTexts;
