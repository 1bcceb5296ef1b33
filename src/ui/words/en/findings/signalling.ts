/** Words of the rules about signalling (semantics 8.1). */
import type { FindingTexts } from '../../finding-text.ts';

export const signallingFindings = {
  'ACK-MISSING': {
    title: 'Answer never acknowledged',
    sentence: (f) =>
      f('dropped') === '1'
        ? `The answer was sent ${f('copies')} times and no ACK came; the callee’s side gave up and ended the call: the “32-second drop”.`
        : `The answer was sent ${f('copies')} times within ${f('waited', 1)} s without an ACK.`,
    causes: [
      'The ACK goes to an address that cannot be reached: a private Contact or Record-Route behind NAT.',
      'A SIP-aware router (ALG) rewrites or drops the ACK.',
      'A proxy does not add or follow Record-Route.',
    ],
    help: 'A 2xx to an INVITE is repeated and no ACK follows. After 64·T1 (32 s) its sender ends the call.',
  },
  'AUTH-LOOP': {
    title: 'Credentials refused again and again',
    sentence: (f) => `The server asked for credentials ${f('challenges')} times.`,
    causes: [
      'Wrong password, user name or realm.',
      'The URI in the credentials is not the one that was asked for (rewritten on the way).',
      'The server changes its nonce at every request.',
    ],
    help: 'Several challenges (401 or 407) that were not because of a stale nonce.',
  },
  'PDD-HIGH': {
    title: 'The caller waits long',
    sentence: (f) => `The caller waited ${f('delay', 1)} s for the first sign of the far end.`,
    causes: ['Slow or failed routes tried one after the other.', 'DNS look-ups that time out.', 'Overlap dialling that waits for more digits.'],
    help: 'Post-dial delay: from the first INVITE to ringing or a final answer (not 100, not a challenge).',
  },
} as const satisfies FindingTexts;
