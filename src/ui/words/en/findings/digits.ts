/** Words of the rules about digits and fax (semantics 8.4). */
import type { FindingTexts } from '../../finding-text.ts';
import { counted } from '../counted.ts';

const faxFailures: Readonly<Record<string, string>> = {
  trainingFailed: 'the training failed three times',
  disconnected: 'the line was dropped before the last page was confirmed',
  unconfirmed: 'the last page was never confirmed',
  pageRejected: 'a page was turned down',
  noNegotiation: 'the machines agreed on nothing',
};

export const digitFindings = {
  'DTMF-METHOD': {
    title: 'Digits sent in different ways',
    sentence: (f) => {
      if (f('kind') === 'info')
        return `${counted(f('count'), 'digit', 'digits')} (${f('digits')}) ${f('count') === '1' ? 'goes' : 'go'} in SIP though both sides agreed to RFC 4733.`;
      if (f('kind') === 'inband')
        return `${counted(f('count'), 'digit', 'digits')} (${f('digits')}) ${f('count') === '1' ? 'is a tone' : 'are tones'} in the sound though both sides agreed to RFC 4733.`;
      if (f('kind') === 'codec')
        return `${counted(f('count'), 'digit', 'digits')} (${f('digits')}) ${f('count') === '1' ? 'is a tone' : 'are tones'} in the sound, and the next leg has ${f('codec')}, which spoils tones.`;
      if (f('kind') === 'oneSide')
        return `${counted(f('count'), 'digit', 'digits')} (${f('digits')}) ${f('count') === '1' ? 'was' : 'were'} sent, and only one side announced RFC 4733.`;
      return `One side sends digits in RTP events, the other in another way (${f('digits')}).`;
    },
    causes: [
      'The setting for DTMF differs between the two: the menu hears nothing.',
      'A gateway leaves tones in the sound, and a speech codec behind it cannot carry them.',
    ],
    help: 'How digits were sent, in events, in SIP or as tones in the sound, against what was agreed. Looks into digits; the sound is listened to when a call is opened.',
  },
  'DTMF-DUP': {
    title: 'Digits twice',
    sentence: (f) => `${counted(f('count'), 'digit', 'digits')} (${f('digits')}) ${f('count') === '1' ? 'was' : 'were'} sent by two ways at once.`,
    causes: ['A gateway that leaves tones in the sound and sends events as well: the menu counts each twice.'],
    help: 'The same digit the same way round by another method within 200 ms. Looks into digits.',
  },
  'DTMF-NOEND': {
    title: 'Digit without end',
    sentence: (f) => `${counted(f('count'), 'event has', 'events have')} no packet that ends ${f('count') === '1' ? 'it' : 'them'}.`,
    causes: ['All three packets with the end bit were lost.', 'A sender that does not set it: tones stick.'],
    help: 'RFC 4733 events without the end bit, with media after them. Looks into digits.',
  },
  'DTMF-SHORT': {
    title: 'Digits too short',
    sentence: (f) =>
      f('kind') === 'pause'
        ? `${counted(f('count'), 'digit follows', 'digits follow')} the one before sooner than ${f('limit', 0)} ms.`
        : `${counted(f('count'), 'digit is', 'digits are')} shorter than ${f('limit', 0)} ms, the shortest ${f('least', 0)} ms.`,
    causes: ['A dialler that is set too fast: receivers may miss digits.'],
    help: 'Duration of events and pauses between them, 40 ms. Looks into digits.',
  },
  'DTMF-PT': {
    title: 'Digits not agreed to',
    sentence: (f) =>
      f('kind') === 'clock'
        ? `${counted(f('count'), 'event runs', 'events run')} at ${f('events')} Hz beside sound of ${f('sound')} Hz.`
        : `${counted(f('count'), 'event goes', 'events go')} to a receiver that announced no telephone-event.`,
    causes: ['A sender that does not keep to the answer: the receiver ignores them.', 'An offer without events for the clock rate of the codec.'],
    help: "RFC 4733 events against the receiver's description, and their clock against that of the sound. Looks into digits.",
  },
  'DTMF-TS': {
    title: 'Digit repeats itself',
    sentence: (f) =>
      f('kind') === 'timestamp'
        ? `${f('count')} packets of one digit have timestamps of their own: each counts as a digit.`
        : `The duration of ${counted(f('count'), 'event', 'events')} does not grow.`,
    causes: ['A fault of the sender, or a relay that rewrites timestamps.'],
    help: 'Timestamps and durations of the packets of one RFC 4733 event. Looks into digits.',
  },
  'FAX-NOSWITCH': {
    title: 'Fax over a speech codec',
    sentence: (f) => `Fax tones (${f('tone')}) over ${f('codec')}, and nobody asked for T.38.`,
    causes: ['T.38 is switched off, or G.711 is not allowed for it: the fax fails.'],
    help: 'Tones of fax machines sent as events, no image m-line, no G.711. Looks into tones.',
  },
  'FAX-488': {
    title: 'T.38 refused',
    sentence: (f) => `The change to T.38 was answered with ${f('status')}.`,
    causes: ['The far end does not support T.38: it may fall back to G.711.'],
    help: '488, 606 or 415 to an INVITE with an image m-line.',
  },
  'FAX-LOSS': {
    title: 'Fax packets lost',
    sentence: (f) => `${f('lost')} packets of the fax are lost for good; ${f('recovered')} were brought back.`,
    causes: ['Loss beyond what redundancy covers: raise it, or use error correction.'],
    help: 'UDPTL numbers that neither came nor were carried again. Looks into T.38.',
  },
  'FAX-T30': {
    title: 'Fax failed',
    sentence: (f) => `The fax did not end well: ${faxFailures[f('kind')] ?? f('kind')}. ${f('pages')} pages were confirmed; the last word was ${f('last')}.`,
    causes: ['Loss or delay in the image.', 'A gateway and a machine that do not understand each other: try a lower speed, or error correction.'],
    help: 'What the two machines said to each other (T.30). Looks into T.38.',
  },
  'FAX-JITTER': {
    title: 'Fax packets uneven',
    sentence: (f) => `Within a page no packet came for ${f('longest', 0)} ms.`,
    causes: ['A gateway that waits: the printing machine may think the carrier gone.'],
    help: 'The longest pause between packets of a page, more than 500 ms. Looks into T.38.',
  },
} as const satisfies FindingTexts;
