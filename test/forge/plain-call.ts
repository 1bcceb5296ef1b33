/**
 * The call most tests start from: INVITE, 100, 180, 200, ACK, G.711 both ways, BYE by the caller, 200.
 * `tellPlainCall` tells it into a story; every part can be changed by telling the parts oneself.
 */
import { endpoint, type Endpoint } from './address.ts';
import type { TrainOptions } from './rtp.ts';
import { audio } from './sdp.ts';
import { createCall, type CallOptions, type Party, type SipCall } from './sip.ts';
import type { Story, Telling } from './story.ts';

export const alice: Party = { user: 'alice', display: 'Alice', at: endpoint('192.0.2.10:5060'), agent: 'Forge phone 1.0' };
export const bob: Party = { user: 'bob', display: 'Bob', at: endpoint('192.0.2.20:5060'), agent: 'Forge phone 2.0' };

export interface PlainCallOptions extends CallOptions {
  readonly caller?: Party;
  readonly callee?: Party;
  readonly callerMedia?: Endpoint;
  readonly calleeMedia?: Endpoint;
  /** milliseconds from the INVITE: 180, 200, BYE */
  readonly ringing?: number;
  readonly answered?: number;
  readonly ended?: number;
  /** changes to the two trains; `count` follows from the talk time unless given */
  readonly toCallee?: Partial<TrainOptions>;
  readonly toCaller?: Partial<TrainOptions>;
  readonly how?: Telling;
}

/** Milliseconds: 180 after 100, 200 after 1000, ACK 10 later, media until the BYE after 6020. 7 messages and 250 packets each way. */
export function tellPlainCall(story: Story, at = 0, options: PlainCallOptions = {}): SipCall {
  const call = createCall(options.caller ?? alice, options.callee ?? bob, options);
  const callerMedia = options.callerMedia ?? { address: call.caller.at.address, port: 4000 };
  const calleeMedia = options.calleeMedia ?? { address: call.callee.at.address, port: 6000 };
  const [ringing, answered, ended] = [options.ringing ?? 100, options.answered ?? 1000, options.ended ?? 6000];
  const invite = call.invite({ sdp: audio(callerMedia) });
  const ok = call.respond(invite, 200, { sdp: audio(calleeMedia, { codecs: ['0 PCMU/8000'] }) });
  const bye = call.bye('caller');
  story.sip(at, invite, options.how);
  story.sip(at + 2, call.respond(invite, 100), options.how);
  story.sip(at + ringing, call.respond(invite, 180), options.how);
  story.sip(at + answered, ok, options.how);
  story.sip(at + answered + 10, call.acknowledge(ok), options.how);
  const count = Math.floor((ended - answered) / 20);
  story.rtp(at + answered + 12.5, callerMedia, calleeMedia, { count, ssrc: 0xa11ce, ...options.toCallee });
  story.rtp(at + answered + 14.5, calleeMedia, callerMedia, { count, ssrc: 0xb0b, ...options.toCaller });
  story.sip(at + ended + 20, bye, options.how);
  story.sip(at + ended + 25, call.respond(bye, 200), options.how);
  return call;
}
