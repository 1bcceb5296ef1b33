/**
 * Labels of how media are set up (semantics 7): early media and ring-back, reliable provisionals, preconditions, fax, keys
 * and connectivity checks.
 */
import { Method } from '../sip/method.ts';
import { Trait } from '../sip/trait.ts';
import { Fact } from './fact-table.ts';
import { Label } from './label-names.ts';
import type { CallView } from './label-view.ts';
import { Flag } from './message-fields.ts';

/** media before the answer this long are meant to be heard */
const RINGBACK = 500e6;
/** a call that goes on this long after T.38 was refused goes on as a call */
const GOES_ON = 2e9;
const KEYS = Flag.sdpKeys | Flag.sdpFingerprint | Flag.sdpIce;

export function labelMedia(view: CallView): void {
  const { signs } = view;
  const flags = signs.requestFlags | signs.responseFlags;
  if ((signs.responseFlags & Flag.hasSdp) !== 0 || (signs.responseTraits & Trait.earlyMedia) !== 0) labelEarlyMedia(view);
  if ((flags & Flag.reliable) !== 0 && signs.has(Method.PRACK)) labelReliable(view);
  if ((flags & Flag.sdpConditions) !== 0 && signs.has(Method.UPDATE)) view.labels.add(Label.PRECONDITION);
  if ((flags & Flag.sdpImage) !== 0) labelFax(view);
  if ((signs.requestFlags & signs.responseFlags & Flag.sdpVoiceBandData) !== 0) view.labels.add(Label.FAX_PASSTHROUGH);
  if ((flags & Flag.sdpNoSilence) !== 0 && signs.hasOfferInside) labelPassThrough(view);
  if ((flags & KEYS) !== 0) labelProtection(view);
}

function labelEarlyMedia(view: CallView): void {
  const { call, labels, summary } = view;
  const { chain, leg } = call;
  let first = -1;
  for (let i = leg.begin; i < chain.length && first < 0; i++) {
    const status = chain.status[i]!;
    if (status <= 100 || status >= 200 || chain.cseqMethod[i] !== Method.INVITE) continue;
    const isTold = (view.signs.responseTraits & Trait.earlyMedia) !== 0 && (chain.flags[i]! & Flag.hasTraits) !== 0;
    if ((chain.flags[i]! & Flag.hasSdp) !== 0 || isTold) first = i;
  }
  if (first < 0) return;
  labels.add(Label.EARLY_MEDIA);
  const media = view.media()?.toCaller;
  if (media === undefined) return;
  const end = summary.answeredAt ?? media.last;
  if (end - media.first >= RINGBACK && media.packets > 1) labels.add(Label.EARLY_MEDIA_CRBT);
}

/** A PRACK that was answered with 200 (RFC 3262). */
function labelReliable({ call: { chain, transactions }, labels }: CallView): void {
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const final = transactions.firstFinal[transaction]!;
    if (transactions.method[transaction] === Method.PRACK && final >= 0 && chain.status[final]! < 300) return labels.add(Label.RELIABLE_1XX);
  }
}

/** Silence suppression, never spoken of before, is switched off by an offer inside the dialog that is accepted: a fax or modem was heard. */
function labelPassThrough({ call: { chain, transactions, leg }, labels }: CallView): void {
  for (let i = leg.begin; i < chain.length; i++) {
    if ((chain.flags[i]! & Flag.sdpNoSilence) === 0) continue;
    const final = transactions.firstFinal[transactions.of[i]!]!;
    const isInside = chain.isRequest(i, Method.INVITE) && chain.toTag[i] !== 0;
    if (isInside && final >= 0 && chain.status[final]! < 300) labels.add(Label.FAX_PASSTHROUGH);
    return;
  }
}

/** T.38 offered: taken, or refused and the call went on (RFC 6913, T.38 annex D). */
function labelFax({ call, labels, summary, table }: CallView): void {
  const { chain, transactions } = call;
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const request = transactions.request[transaction]!;
    const final = transactions.firstFinal[transaction]!;
    if (request < 0 || final < 0 || transactions.method[transaction] !== Method.INVITE) continue;
    const offer = (chain.flags[request]! & Flag.hasSdp) !== 0 ? request : final;
    if ((chain.flags[offer]! & Flag.sdpImage) === 0) continue;
    // an initial offer of sound and fax says what can be, not what is
    if (chain.toTag[request] === 0 && table.fact(chain.message[offer]!, Fact.mediaLines) >= 0) continue;
    const status = chain.status[final]!;
    if (status < 300 && (chain.flags[final]! & Flag.sdpImage) !== 0) labels.add(Label.FAX_T38);
    else if ((status < 300 || status === 488 || status === 415 || status === 606) && chain.toTag[request] !== 0) {
      const end = summary.endedAt ?? 0;
      if (end - chain.time[final]! >= GOES_ON) labels.add(Label.FAX_FALLBACK);
    }
  }
}

/** What both sides bring; of an offer that was not answered, what it brings. */
function labelProtection({ signs, labels }: CallView): void {
  const isAnswered = (signs.responseFlags & signs.requestFlags & Flag.hasSdp) !== 0;
  const flags = isAnswered ? signs.requestFlags & signs.responseFlags : signs.requestFlags | signs.responseFlags;
  if ((flags & Flag.sdpKeys) !== 0) labels.add(Label.SRTP_SDES);
  if ((flags & Flag.sdpFingerprint) !== 0) labels.add(Label.DTLS_SRTP);
  if ((flags & Flag.sdpIce) !== 0) labels.add(Label.ICE);
  const isWeb = (signs.traits & Trait.webSocket) !== 0;
  if (isWeb && (flags & Flag.sdpFingerprint) !== 0 && (flags & Flag.sdpIce) !== 0) labels.add(Label.WEBRTC);
}
