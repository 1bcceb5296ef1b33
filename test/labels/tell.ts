/** Parts of stories that labels are told with: a call that stands, offers inside it, its end. Times are milliseconds. */
import type { CallLabel } from '../../src/contract/labels.ts';
import { endpoint, type Endpoint } from '../forge/address.ts';
import { alice, bob } from '../forge/plain-call.ts';
import { audio } from '../forge/sdp.ts';
import { createCall, type HeaderChange, type Party, type SipCall, type SipMessage } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';

export interface LabelCase {
  readonly label: CallLabel;
  readonly about?: string;
  readonly fires: (story: Story) => void;
  /** almost the same, and not of this kind */
  readonly nearMiss: (story: Story) => void;
}

export const carol: Party = { user: 'carol', at: endpoint('192.0.2.30:5060') };
export const dave: Party = { user: 'dave', at: endpoint('192.0.2.40:5060') };
export const proxy: Party = { user: 'proxy', at: endpoint('192.0.2.1:5060') };

export const media = (party: Party, port = 4000): Endpoint => ({ address: party.at.address, port });
export const sound = (party: Party, more: Parameters<typeof audio>[1] = {}, port = 4000): Uint8Array => audio(media(party, port), more);

export interface Set {
  readonly call: SipCall;
  readonly invite: SipMessage;
  readonly ok: SipMessage;
}

export interface Between {
  readonly from?: Party;
  readonly to?: Party;
  readonly callId?: string;
  readonly headers?: readonly HeaderChange[];
  readonly ringing?: readonly HeaderChange[];
  readonly offer?: Uint8Array;
  readonly answer?: Uint8Array;
  readonly requestUri?: string;
  /** headers of the 200 */
  readonly okHeaders?: readonly HeaderChange[];
}

/** INVITE at `at`, 180 100 ms later, 200 and ACK after a second. */
export function setUp(story: Story, at: number, between: Between = {}): Set {
  const { from = alice, to = bob, callId } = between;
  const call = createCall(from, to, { callId: callId ?? `${from.user}-${to.user}-${at}`, fromTag: `f-${from.user}-${at}`, toTag: `t-${to.user}-${at}` });
  const invite = call.invite({
    sdp: between.offer ?? sound(from),
    ...(between.headers === undefined ? {} : { headers: between.headers }),
    ...(between.requestUri === undefined ? {} : { requestUri: between.requestUri }),
  });
  const ok = call.respond(invite, 200, { sdp: between.answer ?? sound(to), ...(between.okHeaders === undefined ? {} : { headers: between.okHeaders }) });
  story.sip(at, invite);
  story.sip(at + 100, call.respond(invite, 180, between.ringing === undefined ? {} : { headers: between.ringing }));
  story.sip(at + 1000, ok);
  story.sip(at + 1010, call.acknowledge(ok));
  return { call, invite, ok };
}

/** INVITE, 180 when asked for, and a final failure. */
export function fail(
  story: Story,
  at: number,
  status: number,
  between: Between & { readonly rings?: boolean; readonly finalHeaders?: readonly HeaderChange[] } = {},
): SipCall {
  const { from = alice, to = bob, callId } = between;
  const call = createCall(from, to, { callId: callId ?? `${from.user}-${to.user}-${at}` });
  const invite = call.invite({ sdp: sound(from), ...(between.headers === undefined ? {} : { headers: between.headers }) });
  story.sip(at, invite);
  if (between.rings !== false) story.sip(at + 100, call.respond(invite, 180));
  const final = call.respond(invite, status, between.finalHeaders === undefined ? {} : { headers: between.finalHeaders });
  story.sip(at + 2000, final);
  story.sip(at + 2010, call.acknowledge(final));
  return call;
}

/** A re-INVITE with an SDP of its own, and what it is answered with. */
export function offerInside(
  story: Story,
  at: number,
  { call }: Set,
  offer: Uint8Array | undefined,
  options: {
    readonly by?: 'caller' | 'callee';
    readonly status?: number;
    readonly answer?: Uint8Array;
    readonly headers?: readonly HeaderChange[];
    readonly method?: string;
  } = {},
): SipMessage {
  const { by = 'caller', status = 200, method = 'INVITE' } = options;
  const other = by === 'caller' ? call.callee : call.caller;
  const request = call.request(method, {
    by,
    ...(offer === undefined ? {} : { sdp: offer }),
    ...(options.headers === undefined ? {} : { headers: options.headers }),
  });
  const final = call.respond(request, status, status < 300 ? { sdp: options.answer ?? sound(other) } : {});
  story.sip(at, request);
  story.sip(at + 20, final);
  if (method === 'INVITE') story.sip(at + 30, call.acknowledge(final));
  return request;
}

export function hangUp(story: Story, at: number, { call }: Set, by: 'caller' | 'callee' = 'caller'): void {
  const bye = call.bye(by);
  story.sip(at, bye);
  story.sip(at + 10, call.respond(bye, 200));
}

export function ask(
  story: Story,
  at: number,
  { call }: Set,
  method: string,
  headers: readonly HeaderChange[],
  by: 'caller' | 'callee' = 'caller',
  status = 200,
  body?: string,
): void {
  const request = call.request(method, {
    by,
    headers,
    ...(body === undefined ? {} : { body: new TextEncoder().encode(body), contentType: 'message/sipfrag' }),
  });
  story.sip(at, request);
  story.sip(at + 10, call.respond(request, status));
}

export function plain(story: Story): void {
  hangUp(story, 8000, setUp(story, 0));
}
