/** Words of findings: the page, the marks, and every rule. */
import type { FindingTexts } from '../finding-text.ts';
import { digitFindings } from './findings/digits.ts';
import { mediaThresholdNames } from './findings/media-thresholds.ts';
import { mediaFindings } from './findings/media.ts';
import { negotiationFindings } from './findings/negotiation.ts';
import { networkFindings } from './findings/network.ts';
import { registrationFindings } from './findings/registration.ts';
import { securityFindings } from './findings/security.ts';
import { signallingFindings } from './findings/signalling.ts';

const rules: FindingTexts = {
  ...signallingFindings,
  ...registrationFindings,
  ...networkFindings,
  ...securityFindings,
  ...mediaFindings,
  ...negotiationFindings,
  ...digitFindings,
};

export const findings = {
  rules,
  /** a sentence whose count turned out to be one */
  tidy: (sentence: string) =>
    sentence
      .replace(/^1 times\b/, 'Once')
      .replace(/\b1 times\b/g, 'once')
      .replace(/\b1 (packet|call|message|event|challenge|account|server)s\b/g, '1 $1'),
  title: 'Findings',
  count: (found: string, calls: string) => `${found} rules fired on ${calls} ${calls === '1' ? 'call' : 'calls and dialogs'}`,
  none: 'Nothing was found',
  noneHelp: 'No rule fired. That says that nothing is visibly wrong in this capture, not that nothing was.',
  choose: 'Choose a rule to see where it fired and why.',
  by: 'Group by',
  groupings: { rule: 'Rule', endpoint: 'Address', userAgent: 'User agent' },
  severities: { error: 'Error', warning: 'Warning', note: 'Note' },
  families: {
    signalling: 'Signalling',
    registration: 'Registration',
    negotiation: 'Negotiation',
    presence: 'Media',
    quality: 'Quality',
    digits: 'Digits and fax',
    security: 'Security',
    network: 'Network',
  },
  confidences: { sure: 'Certain', likely: 'Likely', possible: 'Possible' },
  confidenceHelp: {
    sure: 'The packets named prove it.',
    likely: 'The packets named fit it, and what speaks against it was looked for.',
    possible: 'It would explain what is seen; other causes are as good.',
  },
  evidence: 'Proof',
  frame: (frame: string) => `frame ${frame}`,
  moreEvidence: (count: string) => `and ${count} more`,
  causes: 'Likely causes',
  reference: 'Rests on',
  threshold: (value: string, limit: string) => `${value}, threshold ${limit}`,
  openCall: 'Open the call',
  openDialog: 'Open the dialog',
  /** calls, other Call-IDs, findings about the capture itself; empty where there is none */
  subjects: (calls: string, dialogs: string, alone: string) =>
    [
      calls === '' ? '' : calls === '1' ? '1 call' : `${calls} calls`,
      dialogs === '' ? '' : dialogs === '1' ? '1 other dialog' : `${dialogs} other dialogs`,
      alone === '' ? '' : alone === '1' ? 'once about the capture' : `${alone} times about the capture`,
    ]
      .filter((part) => part !== '')
      .join(', '),
  firstOf: (shown: string, all: string) => `The first ${shown} of ${all}`,
  mute: 'Mute this rule',
  muteHelp: 'It no longer counts, in this browser, until it is heard again.',
  unmute: (rule: string) => `Hear ${rule} again`,
  muted: 'Muted',
  thresholds: 'Thresholds…',
  thresholdsTitle: 'Thresholds of the rules',
  thresholdsHelp: 'Kept in this browser. Everything is judged anew when one is changed.',
  reset: 'Back to the defaults',
  initial: (value: string) => `default ${value}`,
  units: { ms: 'ms', s: 's', '%': '%', count: '', ppm: 'ppm', MOS: 'MOS', octets: 'octets', dB: 'dB' } as Readonly<Record<string, string>>,
  child: 'Follows from it',
  ofCall: 'Findings',
  noneOfCall: 'No rule fired on this call.',
  worst: (severity: string, count: string) => `${severity}: ${count}`,
  verdict: {
    /** the capture in a sentence; parts are ready-made texts, empty when there are none */
    story: (calls: string, length: string, errors: string, warnings: string) =>
      `${calls} ${calls === '1' ? 'call' : 'calls'}${length === '' ? '' : ` in ${length}`}.${errors === '' ? '' : ` Errors were found on ${errors} of them.`}${warnings === '' ? '' : ` Warnings${errors === '' ? ' were found' : ''} on ${warnings}.`}`,
    title: 'What most needs attention',
    healthy: 'No rule fired on any call.',
    item: (title: string, count: string) => `${title}: ${count}`,
    all: 'All findings',
    share: (percent: string) => `${percent} of calls`,
  },
  thresholdNames: {
    noResponse: 'Request without response',
    noResponseAtEnd: 'Unanswered before the capture ends',
    retransmissionsError: 'Retransmissions that are an error',
    responseCopies: 'Repeated final responses',
    missingAck: 'Answer without ACK',
    lateAck: 'Late ACK',
    postDialDelayWarning: 'Post-dial delay, warning',
    postDialDelayError: 'Post-dial delay, error',
    challenges: 'Challenges in a row',
    lateTrying: '100 that came late',
    crossingByes: 'BYE from both sides',
    missingBye: 'Silence without BYE',
    registerChanges: 'Changes of a registration',
    registerWindow: 'Changes of a registration within',
    earlyRefresh: 'Refresh that is too early',
    datagram: 'Longest message over UDP',
    clockSkew: 'Difference of clocks',
    rewriteSigns: 'Signs of a router that rewrites',
    scanUsers: 'Accounts asked for in a minute',
    scanServers: 'Servers asked in a minute',
    scanSuccess: 'Success of a scan, at most',
    bruteFailures: 'Refused credentials in a minute',
    floodRate: 'New requests in a second',
    fraudCalls: 'Failed calls to many prefixes',
    loss: 'Packets lost, warning',
    lossError: 'Packets lost, error',
    ...mediaThresholdNames,
  } as Readonly<Record<string, string>>,
};
