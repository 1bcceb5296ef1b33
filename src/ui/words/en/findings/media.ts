/** Words of the rules about media: presence, negotiation and quality (semantics 8.2, 8.3). */
import type { FindingTexts } from '../../finding-text.ts';

export const mediaFindings = {
  LOSS: {
    title: 'Packets lost',
    sentence: (f) => `${f('lost')} of ${f('expected')} packets (${f('percent', 1)} %) never came.`,
    causes: [
      'A congested link or a policer drops packets.',
      'Wi-Fi or mobile reception.',
      'The capture itself missed packets: see the verdict on where they were lost.',
    ],
    help: 'Distinct sequence numbers received against those expected (RFC 3550 appendix A.3).',
  },
} as const satisfies FindingTexts;
