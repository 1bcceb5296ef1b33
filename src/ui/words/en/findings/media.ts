/** Words of the rules about media: presence and quality (semantics 8.2, 8.3). */
import type { FactText, FindingTexts } from '../../finding-text.ts';
import { counted, times, timesFirst } from '../counted.ts';

/** What each segment between capture points lost, and what no point saw. */
function between(f: FactText): string {
  const unseen =
    f('unseen') === '0' ? '' : ` ${counted(f('unseen'), 'packet was', 'packets were')} seen at no point: lost before ${f('first')}, or never sent.`;
  if (f('elsewhere') !== '0') return ` Lost between the capture points: ${f('segments')}.${unseen}`;
  const who = unseen === '' ? 'They were' : `${counted(f('there'), 'packet was', 'packets were')}`;
  return ` ${who} lost between capture points ${f('after')} and ${f('next')}: seen at ${f('after')}, never at ${f('next')}.${unseen}`;
}

/** Where packets were lost, as a sentence of its own. */
function lossSite(f: FactText): string {
  switch (f('site')) {
    case 'between':
      return between(f);
    case 'capture':
      if (f('told') === '2') return ` The capture at ${f('after')} missed them: ${f('next')}, behind it, saw them.`;
      return f('told') === '1'
        ? ' The capture itself most likely missed them: the far end received them.'
        : ' The capture itself most likely missed them: streams that share no endpoint have gaps at the same instants.';
    case 'network':
      return f('told') === '1'
        ? ' They were lost on the network: the far end misses them too.'
        : ` They were most likely lost on the network: other paths have no gaps at the same instants${f('numbered') === '1' ? ', and the sender’s IP identification shows that it sent them' : ''}.`;
    case 'sender':
      return ' This host never sent them: its IP identification goes on without a gap. They were lost on their way to it, or it left them out.';
    case 'before':
      return ' The host sent them: as many of its IP identifications are missing. They were lost on the way to the capture, or the capture missed them.';
    case 'elsewhere':
    case 'unclear':
      return ' Whether the network lost them or the capture missed them cannot be told.';
    default:
      return '';
  }
}

export const mediaFindings = {
  'RTP-PRIVATE': {
    title: 'Media to a private address',
    sentence: (f) => `Media is asked for at ${f('address')}:${f('port')}, a private address, by a peer with a public one; what was sent there did not arrive.`,
    causes: ['NAT without STUN, ICE, or a session border controller that corrects addresses.', 'A SIP ALG that changes headers and not the SDP.'],
    help: 'A private address in the SDP of a peer with a public one, and no media toward any public address of that side.',
  },
  'RTP-NONE': {
    title: 'No media at all',
    sentence: (f) => `Answered and ${f('talk', 1)} s long, and not one packet of media either way was captured.`,
    causes: [
      'The media takes a way that is not captured here.',
      'A firewall blocks it.',
      'The addresses in the SDP lead nowhere: compare them with the network.',
    ],
    help: 'An answered call without RTP, in a capture that holds RTP of others, not held and no fax.',
  },
  'RTP-ONEWAY': {
    title: 'One-way audio',
    sentence: (f) =>
      `Sound goes one way for ${f('seconds', 1)} s; the other way has ${counted(f('packets'), 'packet', 'packets')} (${f('percent', 1)} %). It should have gone to ${f('address')}:${f('port')}.`,
    causes: [
      'NAT or a firewall: the address in the SDP cannot be reached.',
      'The silent side sends elsewhere, or on another VLAN than is captured.',
      'Encryption or a codec only one side has.',
    ],
    help: 'Both directions were agreed to; one has packets for 2 s and more, the other none, or less than a tenth for 5 s.',
  },
  'RTP-LATE': {
    title: 'Media begins late',
    sentence: (f) => `The first packet came ${f('delay', 2)} s after the call was answered and acknowledged.`,
    causes: ['A slow cut-through in a gateway.', 'ICE or DTLS took its time.', 'The first words of the greeting are lost.'],
    help: 'Time from the answer and its ACK to the first packet of a direction.',
  },
  'RTP-STOP': {
    title: 'Media stops early',
    sentence: (f) => `The last packet came ${f('silence', 1)} s before the call ended.`,
    causes: ['The network broke: the call was hung up because nobody was heard.', 'A device that sends nothing while muted.', 'A NAT binding that ended.'],
    help: 'Time from the last packet of a direction to the BYE; not during hold, not with comfort noise.',
  },
  'RTP-SILENCE': {
    title: 'Digital silence',
    sentence: (f) => `For ${f('seconds', 1)} s every packet holds nothing but silence, while the other side is there.`,
    causes: ['A muted microphone.', 'A bridge or announcement connected to nothing.', 'Transcoding of a codec that could not be decoded.'],
    help: 'G.711 payloads of one and the same octet of silence. Looks into payloads.',
  },
  'RTP-AFTER-BYE': {
    title: 'Media after the end',
    sentence: (f) => `Packets go on for ${f('seconds', 1)} s after the BYE was answered.`,
    causes: ['A media session that was not released.', 'A gateway that plays a tone to nobody.'],
    help: 'Media of a call later than the response to its BYE.',
  },
  'RTP-BEFORE-ANS': {
    title: 'Caller heard before answer',
    sentence: (f) => `Packets of the caller go to the callee ${f('seconds', 1)} s before the answer.`,
    causes: ['Early media both ways, as announcements and menus before the answer need it.', 'A way to talk without being charged.'],
    help: 'Media from caller to callee before the 2xx.',
  },
  'RTP-ADDR': {
    title: 'Media from another address',
    sentence: (f) => `Packets come from ${f('address')}:${f('port')}; announced was ${f('announcedAddress')}:${f('announcedPort')}.`,
    causes: ['NAT between, with symmetric RTP at work.', 'A media server that sends from another port than it listens on.'],
    help: 'Source address and port of a stream against what its sender announced.',
  },
  'RTP-REBIND': {
    title: 'Sender moved',
    sentence: (f) => `The stream goes on from ${f('to')} instead of ${f('from')}, ${f('seconds', 1)} s later.`,
    causes: ['A NAT binding that ended and was made anew.', 'A phone that changed networks.', 'Fail-over of a media server.'],
    help: 'The same SSRC to the same receiver from another address or port, within 10 s.',
  },
  'RTP-SSRC': {
    title: 'Source changes',
    sentence: (f) => `The SSRC changes ${times(f('changes'))} on the same path without a new offer.`,
    causes: ['Transfer, music on hold or a mixer that switches.', 'A sender that begins anew.'],
    help: 'A new SSRC on the same addresses and ports after the answer, no description within 5 s before.',
  },
  'RTP-COLLIDE': {
    title: 'SSRC collision',
    sentence: (f) =>
      f('kind') === 'interleaved'
        ? `${f('one')} sends two sources at once to the same receiver, ${f('ssrc')} and ${f('otherSsrc')}, of the same type.`
        : `${f('one')} and ${f('other')} both send as ${f('ssrc')} to the same receiver at the same time.`,
    causes: [
      'Two senders that chose the same SSRC.',
      'Forked media, or a stream sent twice.',
      'A server that goes on playing music while it connects the call.',
    ],
    help: 'Two sources with one SSRC toward one address and port for a second and more, or two SSRC of one codec from one place to another.',
  },
  'RTP-DUP-STREAM': {
    title: 'Stream sent twice',
    sentence: (f) => `The same ${f('packets')} packets go to ${f('one')} and to ${f('other')}.`,
    causes: ['Recording or interception by a second copy.', 'Redundant streams.', 'A port mirror of two places.'],
    help: 'Two streams with the same SSRC, numbers and timestamps, neither passed on to the other.',
  },
  LOSS: {
    title: 'Packets lost',
    sentence: (f) => `${f('lost')} of ${f('expected')} packets (${f('percent', 1)} %) never came.${lossSite(f)}`,
    causes: [
      'A congested link or a policer drops packets.',
      'Wi-Fi or mobile reception.',
      'The capture itself missed packets: the machine that records is too slow.',
    ],
    help: 'Distinct sequence numbers received against those expected (RFC 3550 appendix A.3), and a graded verdict on where they were lost; with several capture points what each segment lost, the lost packets as proof. Of fewer than 100 expected, three lost at least.',
  },
  'LOSS-BURST': {
    title: 'Bursts of loss',
    sentence: (f) => `${timesFirst(f('count'))} three and more packets in a row never came, at most ${f('packets')} (${f('longest', 0)} ms).${lossSite(f)}`,
    causes: ['An outage or a handover.', 'A queue that ran full.', 'No concealment bridges this: syllables are missing.'],
    help: 'Runs of three and more missing numbers of 60 ms and more, or a burst ratio of 2 with 0.5 % of loss.',
  },
  'LOSS-PERIODIC': {
    title: 'Loss at intervals',
    sentence: (f) => `Packets were lost ${f('events')} times, every ${f('interval', 2)} s.${lossSite(f)}`,
    causes: ['A policer.', 'Wi-Fi that scans for other access points.', 'A job that runs at intervals.'],
    help: 'Six losses and more whose intervals differ by less than a tenth.',
  },
  JITTER: {
    title: 'Jitter',
    sentence: (f) => `Jitter reached ${f('jitter', 1)} ms; one packet in twenty came more than ${f('variation', 0)} ms late.`,
    causes: ['Congestion.', 'Wi-Fi that saves power.', 'A sender in software on a busy machine.'],
    help: 'Largest jitter of RFC 3550, and the 95th percentile of the delay above the least of a hundred packets.',
  },
  'JITTER-SPIKE': {
    title: 'Delay spikes',
    sentence: (f) => `${timesFirst(f('count'))} packets were held, at most ${f('longest', 0)} ms, and then came in a bunch.`,
    causes: ['A queue on the way.', 'A processor that was busy.', 'A change of route.'],
    help: 'A delay of 100 ms and more, followed by three packets faster than half a packet time.',
  },
  'LATE-DISCARD': {
    title: 'Late packets',
    sentence: (f) => `${f('percent', 1)} % of the packets come too late for a buffer of 200 ms, though hardly any is lost.`,
    causes: ['Delay varies more than jitter buffers absorb: the listener hears loss.'],
    help: 'Packets late behind a fixed buffer of 200 ms while less than 0.5 % are lost.',
  },
  REORDER: {
    title: 'Packets out of order',
    sentence: (f) => `${counted(f('count'), 'packet', 'packets')} (${f('percent', 1)} %) came behind later ones, by ${f('extent')} at most.`,
    causes: ['Load balancing packet by packet.', 'Wi-Fi that repeats frames.'],
    help: 'Packets that came after a higher number: 1 % and more, or late by three and more.',
  },
  DUP: {
    title: 'Packets twice',
    sentence: (f) => `${counted(f('count'), 'packet', 'packets')} (${f('percent', 1)} %) ${f('count') === '1' ? 'was' : 'were'} captured more than once.`,
    causes: ['A port mirror that sees both ends of a link.', 'A loop.', 'A sender that repeats itself on purpose.'],
    help: 'Sequence numbers that came again.',
  },
  'TS-JUMP': {
    title: 'Timestamp jumps',
    sentence: (f) => `${timesFirst(f('count'))} the timestamp leaves the clock, by ${f('longest', 0)} ms at most, and no marker says so.`,
    causes: ['A sender that begins its clock anew.', 'A mixer or relay that switches sources.', 'Heard as a click, or as delay that stays.'],
    help: 'A step of the timestamp that differs from the time that passed by more than 200 ms, without marker.',
  },
  'TS-WRONG-STEP': {
    title: 'Wrong clock rate',
    sentence: (f) => `Timestamps run at about ${f('measured')} Hz; ${f('codec')} has ${f('rate')} Hz.`,
    causes: ['G.722 with 16000 Hz, Opus with 8000 Hz: a rate was mistaken.', 'A relay that changes packet times without the timestamps.'],
    help: 'Sound that timestamps tell for each second of packets, far from one second.',
  },
  'TS-NONMONO': {
    title: 'Timestamps run backwards',
    sentence: (f) => `${timesFirst(f('count'))} the timestamp goes back, by ${f('most', 0)} ms at most, while numbers rise.`,
    causes: ['A fault of the sender, often where music or digits are put in.'],
    help: 'A timestamp below that of the packet before it in sequence; not of events, not of video.',
  },
  'SEQ-RESTART': {
    title: 'Sequence begins anew',
    sentence: (f) => `${timesFirst(f('count'))} the sender counts anew in the middle of the stream.`,
    causes: ['The sender was started again.', 'A relay that switches to another sender and keeps the SSRC.'],
    help: 'A jump of the sequence number that is no loss (RFC 3550 appendix A.1).',
  },
  'CLOCK-SKEW': {
    title: 'Clock drift',
    sentence: (f) =>
      `The sender's clock runs ${f('ppm', 0)} ppm ${f('kind') === 'fast' ? 'fast' : 'slow'}: a buffer slips by a packet about every ${f('slip', 0)} s.`,
    causes: ['The sound clock of a computer.', 'A poor oscillator, or one that nothing synchronises.', 'The clock of the machine that captured.'],
    help: 'Slope of the least delay of every ten seconds, over a minute, where the points lie on a line.',
  },
  'SENDER-STALL': {
    title: 'Sender pauses',
    sentence: (f) => `${timesFirst(f('count'))} the sender paused, ${f('longest', 0)} ms at most, and went on as if no time had passed.`,
    causes: ['A busy processor or a virtual machine that was held.', 'Silence left out without a step of the timestamp.'],
    help: 'No packet for three packet times, while neither numbers nor timestamps leave anything out.',
  },
  'VAD-GAP': {
    title: 'Silence without noise',
    sentence: (f) => `Sound was left out ${times(f('count'))}, ${f('longest', 0)} ms at most, without comfort noise.`,
    causes: ['Silence suppression without comfort noise: the line sounds dead.', 'A noise gate.'],
    help: 'A gap of the timestamps of 200 ms and more with no number missing, in a stream without comfort noise.',
  },
  'CN-MISUSE': {
    title: 'Comfort noise misused',
    sentence: (f) =>
      f('kind') === 'unknown'
        ? `${counted(f('packets'), 'packet of comfort noise goes', 'packets of comfort noise go')} to a receiver that did not announce it.`
        : `Comfort noise (${counted(f('packets'), 'packet', 'packets')}) comes sooner than one packet time after the one before.`,
    causes: ['A sender that does not keep to what was agreed.', 'Heard as gaps or bursts of noise.'],
    help: 'Payload type 13 the receiver did not name, or packets of noise closer than half a packet time.',
  },
  'MARKER-MISS': {
    title: 'Markers missing',
    sentence: (f) => `${f('count')} of ${f('spurts')} talk spurts begin without the marker.`,
    causes: ['A sender that never sets it: buffers adapt at the wrong moment.'],
    help: 'First packets after silence, by timestamps, without the marker bit.',
  },
  'MARKER-ALL': {
    title: 'Marker on most packets',
    sentence: (f) => `${f('percent', 0)} % of the packets carry the marker.`,
    causes: ['A sender that sets it always: buffers begin anew with each packet.'],
    help: 'Share of the packets of sound that have the marker bit.',
  },
  'MOS-LOW': {
    title: 'Low quality',
    sentence: (f) => `The worst ten seconds rate ${f('mos', 2)}; the whole stream ${f('whole', 2)}.`,
    causes: ['Loss and late packets, as the findings beside it say.'],
    help: 'Listening quality (ITU-T G.107, MOS) of ten seconds behind an adaptive buffer in which something was missing or late.',
  },
  'RTCP-NONE': {
    title: 'No RTCP',
    sentence: (f) => `In ${f('seconds', 0)} s nobody reported about this stream.`,
    causes: ['RTCP is blocked, or not captured here.', 'An endpoint that sends none.'],
    help: 'Streams longer than 30 s that no RTCP packet speaks of; not of SRTP.',
  },
  'RTCP-LOSS-DELTA': {
    title: 'Lost behind the capture',
    sentence: (f) => `The receiver reports ${f('there', 1)} % lost; here ${f('here', 1)} % were missing.`,
    causes: ['Packets are lost between here and the receiver: look there.'],
    help: "Loss by the receiver's reports against what was missing here over the same packets. Looks into RTCP.",
  },
  'RTCP-RTT': {
    title: 'Long round trip',
    sentence: (f) => `The round trip takes ${f('roundTrip', 0)} ms on average.`,
    causes: ['A far or satellite way.', 'Deep queues.', 'People talk into each other, and echo is heard.'],
    help: 'Mean round trip by RTCP, both halves, or as an endpoint reports it. Looks into RTCP.',
  },
  'RTCP-CLOCK': {
    title: 'RTCP clock wrong',
    sentence: (f) =>
      f('kind') === 'rate' ? `Sender reports say a clock rate that is off by ${f('percent', 1)} %.` : `${f('negative')} round trips come out below zero.`,
    causes: ['An endpoint that stamps its reports with the wrong clock: do not trust its round trips.'],
    help: 'Round trips below zero, or timestamps of sender reports against their wall clock. Looks into RTCP.',
  },
  'ECHO-RISK': {
    title: 'Echo likely',
    sentence: (f) => `An endpoint reports a residual echo return loss of ${f('loss', 0)} dB; ${f('wanted', 0)} dB are wanted.`,
    causes: ['A headset or hands-free phone without echo cancelling.', 'A gateway to analogue lines.'],
    help: 'Residual echo return loss of VoIP metrics (RFC 3611). Looks into RTCP.',
  },
  'ONE-SIDE-QUALITY': {
    title: 'One direction worse',
    sentence: (f) => `One direction rates ${f('worse', 2)}, the other ${f('better', 2)}.`,
    causes: ['The two ways differ: an uplink, Wi-Fi on one side, another route.'],
    help: 'MOS of the two directions, same codec, 0.8 and more apart.',
  },
  'VIDEO-FREEZE': {
    title: 'Picture freezes',
    sentence: (f) =>
      f('kind') === 'asked'
        ? `A whole picture was asked for ${f('requests')} times.`
        : `${timesFirst(f('count'))} no packet came, ${f('longest', 0)} ms at most.`,
    causes: ['Loss: the decoder waits for a whole picture.', 'A sender that paused, or a link that stood still.'],
    help: 'Pauses of a video stream of more than 500 ms, or more than one request for a picture (PLI, FIR) in 5 s. Requests: looks into RTCP.',
  },
} as const satisfies FindingTexts;
