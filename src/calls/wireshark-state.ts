/** The state Wireshark 4.0's VoIP Calls window would show for a call (semantics 5.5, first paragraph), its quirks kept. */
import { Method } from '../sip/method.ts';
import type { Chain } from './chain.ts';

export const wiresharkStates = ['CALL SETUP', 'IN CALL', 'COMPLETED', 'CANCELLED', 'REJECTED'] as const;

/** An index into wiresharkStates. A 401 shows REJECTED until the next INVITE of the first speaker, and so on. */
export function wiresharkState(chain: Chain): number {
  if (chain.length === 0) return 0;
  const speaker = chain.sourceAddress[0]!;
  let state = 0;
  let cseq = chain.cseqNumber[0]!;
  let isAnswered = false;
  for (let i = 0; i < chain.length; i++) {
    const status = chain.status[i]!;
    if (status !== 0) {
      if (state !== 0 || chain.destinationAddress[i] !== speaker || chain.cseqNumber[i] !== cseq) continue;
      if (status > 199 && status < 300) isAnswered = true;
      else if (status > 299) state = 4;
      continue;
    }
    const fromSpeaker = chain.sourceAddress[i] === speaker;
    const method = chain.method[i];
    if (method === Method.INVITE && fromSpeaker) {
      cseq = chain.cseqNumber[i]!;
      state = 0;
    } else if (method === Method.ACK && fromSpeaker && chain.cseqNumber[i] === cseq && isAnswered && state === 0) state = 1;
    else if (method === Method.BYE) state = 2;
    else if (method === Method.CANCEL && fromSpeaker && chain.cseqNumber[i] === cseq && state === 0) state = 3;
  }
  return state;
}
