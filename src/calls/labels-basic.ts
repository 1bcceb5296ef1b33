/**
 * Labels of the plain course of a call (semantics 7): the basic call and who ended it, busy, no answer, a changed session,
 * hold, forks, emergency and anonymous calls.
 */
import { Method } from '../sip/method.ts';
import { Trait } from '../sip/trait.ts';
import { State } from './call-state.ts';
import { Fact } from './fact-table.ts';
import { Label } from './label-names.ts';
import type { CallView } from './label-view.ts';
import { Flag } from './message-fields.ts';
import { UriTrait } from './uri-traits.ts';

const CALLER = 1,
  CALLEE = 2;
const BASIC_METHODS = (1 << Method.INVITE) | (1 << Method.ACK) | (1 << Method.BYE) | (1 << Method.INFO) | (1 << Method.OPTIONS) | (1 << Method.UPDATE);

export function labelCourse(view: CallView): void {
  const { summary, call, labels } = view;
  if (summary.state === State.COMPLETED && summary.endedBy === CALLER) labels.add(Label.RELEASE_CALLER);
  if (summary.state === State.COMPLETED && summary.endedBy === CALLEE) labels.add(Label.RELEASE_CALLEE);
  if (summary.forks >= 2) labelFork(view);
  if (call.progress.final >= 0 && summary.answeredAt === undefined) labelFailure(view);
  if (call.holds.count > 0) labelHold(view);
  if (view.signs.hasOfferInside) labelChange(view);
}

/** To be asked last: a basic call is one with nothing else in it. */
export function labelBasicCall({ summary, call, signs, labels }: CallView): void {
  const { progress, chain } = call;
  if (summary.state !== State.COMPLETED || progress.ringing < 0 || summary.forks > 1 || (signs.methods & ~BASIC_METHODS) !== 0) return;
  if (call.ack(summary.dialog) < 0 || progress.byeAnswer < 0 || chain.status[progress.byeAnswer] !== 200) return;
  if (labels.has(Label.SESSION_MODIFY) || call.holds.count > 0 || summary.isFax) return;
  labels.add(Label.BASIC_CALL);
}

function labelFailure({ summary, call, labels }: CallView): void {
  const { progress, chain } = call;
  const status = chain.status[progress.final]!;
  if (summary.state === State.BUSY || (summary.state > State.COMPLETED && summary.cause.q850 === 17)) labels.add(Label.BUSY);
  if (progress.ringing < 0) return;
  if (status === 487 && progress.cancel >= 0) labels.add(Label.NO_ANSWER_CANCEL);
  if (status === 408 || (status === 480 && !labels.has(Label.BUSY))) labels.add(Label.NO_ANSWER_TIMEOUT);
}

function labelHold({ summary, call: { holds }, labels }: CallView): void {
  let isResumed = false;
  for (let hold = 0; hold < holds.count; hold++) if (holds.to[hold] !== Infinity && holds.to[hold] !== summary.endedAt) isResumed = true;
  labels.add(isResumed ? Label.HOLD_RESUME : Label.HOLD);
}

function labelFork({ call: { dialogs }, labels }: CallView): void {
  labels.add(Label.FORK);
  let answers = 0;
  for (let dialog = 0; dialog < dialogs.count; dialog++) if (dialogs.onCallerLeg[dialog] === 1 && dialogs.answer[dialog]! >= 0) answers++;
  if (answers >= 2) labels.add(Label.FORK_MULTI_200);
}

/** An accepted offer after the answer that differs from what its side described before, holds and faxes left out. */
function labelChange({ table, call, labels }: CallView): void {
  const answer = call.progress.answer;
  const { chain, leg, transactions } = call;
  let ofCaller = -1;
  let ofCallee = -1;
  for (let i = leg.begin; i < chain.length; i++) {
    const flags = chain.flags[i]!;
    if ((flags & Flag.hasSdp) === 0 || (flags & (Flag.captureDuplicate | Flag.retransmission | Flag.sdpHold | Flag.sdpImage)) !== 0) continue;
    if (chain.sourceAddress[i] !== leg.caller && chain.destinationAddress[i] !== leg.caller) continue;
    const transaction = transactions.of[i]!;
    const request = transactions.request[transaction]!;
    if (request < 0 || chain.status[i]! >= 300) continue;
    const requester = leg.sideOfRequest(chain, request);
    const side = chain.status[i] === 0 ? leg.sideOfRequest(chain, i) : requester === 0 ? 0 : 3 - requester;
    if (side === 0) continue;
    const isOffer = chain.status[i] === 0 ? i === request : (chain.flags[request]! & Flag.hasSdp) === 0 && chain.status[i]! >= 200;
    const shape = table.fact(chain.message[i]!, Fact.sdpShape);
    const before = side === CALLER ? ofCaller : ofCallee;
    if (isOffer && answer >= 0 && request > answer && chain.toTag[request] !== 0) {
      const final = transactions.firstFinal[transaction]!;
      if (final < 0 || chain.status[final]! >= 300) continue;
      if (before >= 0 && shape !== before) return labels.add(Label.SESSION_MODIFY);
    }
    if (side === CALLER) ofCaller = shape;
    else ofCallee = shape;
  }
}

/** Emergency calls and withheld identities, told by URIs and headers of the first INVITE. */
export function labelParties({ table, uris, summary, signs, labels }: CallView): void {
  const { calls } = table;
  const target = uris.traits(calls.requestUri.values[summary.call]!) | uris.traits(calls.toUri.values[summary.call]!);
  if ((target & UriTrait.emergencyService) !== 0) labels.add(Label.EMERGENCY);
  if ((target & UriTrait.emergencyNumber) !== 0 && (signs.requestTraits & Trait.geolocation) !== 0) labels.add(Label.EMERGENCY);
  const isAnonymous = (uris.traits(calls.fromUri.values[summary.call]!) & UriTrait.anonymous) !== 0;
  if (isAnonymous || (signs.requestTraits & Trait.privacyId) !== 0) labels.add(Label.ANONYMOUS);
}
