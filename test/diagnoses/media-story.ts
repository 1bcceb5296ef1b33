/** The call most stories about media start from: answered after 100 ms, acknowledged, sound both ways, BYE. */
import { endpoint, type Endpoint } from '../forge/address.ts';
import { alice, bob } from '../forge/plain-call.ts';
import type { TrainOptions } from '../forge/rtp.ts';
import { audio } from '../forge/sdp.ts';
import { createCall, type Party, type SipCall, type SipMessage } from '../forge/sip.ts';
import type { Story, Telling } from '../forge/story.ts';

export const mine: Endpoint = endpoint('192.0.2.10:4000');
export const theirs: Endpoint = endpoint('192.0.2.20:6000');

export interface TalkOptions {
  readonly caller?: Party;
  readonly callee?: Party;
  readonly offer?: Uint8Array;
  readonly answer?: Uint8Array;
  /** milliseconds of sound */
  readonly lasts?: number;
  /** changes to the trains; false for none */
  readonly toCallee?: Partial<TrainOptions> | false;
  readonly toCaller?: Partial<TrainOptions> | false;
  /** where the trains come from and go to, when not from and to what is announced */
  readonly from?: Endpoint;
  readonly back?: Endpoint;
  readonly to?: Endpoint;
  readonly how?: Telling;
  /** signalling alone */
  readonly signalling?: Telling;
  /** what else happens: milliseconds from the first packet of sound at 120 */
  readonly meanwhile?: (call: SipCall) => readonly (readonly [at: number, message: SipMessage])[];
  /** milliseconds of the BYE after the sound's end; false for none */
  readonly bye?: number | false;
}

export function tellTalk(story: Story, options: TalkOptions = {}): SipCall {
  const call = createCall(options.caller ?? alice, options.callee ?? bob);
  const lasts = options.lasts ?? 5000;
  const invite = call.invite({ sdp: options.offer ?? audio(mine) });
  const ok = call.respond(invite, 200, { sdp: options.answer ?? audio(theirs) });
  story.sip(0, invite, options.signalling);
  story.sip(100, ok, options.signalling);
  story.sip(110, call.acknowledge(ok), options.signalling);
  const count = lasts / 20;
  const { toCallee = {}, toCaller = {} } = options;
  if (toCallee !== false) story.rtp(120, options.from ?? mine, options.to ?? theirs, { count, ssrc: 0xa11ce, ...toCallee }, options.how);
  if (toCaller !== false) story.rtp(122, options.back ?? theirs, mine, { count, ssrc: 0xb0b, ...toCaller }, options.how);
  for (const [at, message] of options.meanwhile?.(call) ?? []) story.sip(120 + at, message);
  if (options.bye === false) return call;
  const bye = call.bye();
  story.sip(120 + lasts + (options.bye ?? 20), bye, options.signalling);
  story.sip(125 + lasts + (options.bye ?? 20), call.respond(bye, 200), options.signalling);
  return call;
}
