/** Rules about signalling, registration, the network and security (semantics 8.1), in the order in which the page lists them. */
import type { Rule } from './rule.ts';
import { ackLate } from './rules/ack-late.ts';
import { ackMismatch } from './rules/ack-mismatch.ts';
import { ackMissing } from './rules/ack-missing.ts';
import { algRewrite } from './rules/alg-rewrite.ts';
import { authFail } from './rules/auth-fail.ts';
import { authLoop } from './rules/auth-loop.ts';
import { authWeak } from './rules/auth-weak.ts';
import { branchReuse } from './rules/branch-reuse.ts';
import { bye481 } from './rules/bye-481.ts';
import { byeCross } from './rules/bye-cross.ts';
import { byeMissing } from './rules/bye-missing.ts';
import { byeNoresp } from './rules/bye-noresp.ts';
import { call403 } from './rules/call-403.ts';
import { call488 } from './rules/call-488.ts';
import { call4xxNum } from './rules/call-4xx-num.ts';
import { call5xx } from './rules/call-5xx.ts';
import { cancelNo487 } from './rules/cancel-no487.ts';
import { cancelRace } from './rules/cancel-race.ts';
import { clMismatch } from './rules/cl-mismatch.ts';
import { contactPrivate } from './rules/contact-private.ts';
import { cseqOrder } from './rules/cseq-order.ts';
import { dnsFail } from './rules/dns-fail.ts';
import { glare } from './rules/glare.ts';
import { icmpUnreach } from './rules/icmp-unreach.ts';
import { loop } from './rules/loop.ts';
import { methodNotallowed } from './rules/method-notallowed.ts';
import { msrpFail } from './rules/msrp-fail.ts';
import { pddHigh } from './rules/pdd-high.ts';
import { prackMissing } from './rules/prack-missing.ts';
import { regExpire } from './rules/reg-expire.ts';
import { regFlap } from './rules/reg-flap.ts';
import { regMulti } from './rules/reg-multi.ts';
import { se422 } from './rules/se-422.ts';
import { seTimeout } from './rules/se-timeout.ts';
import { secBrute } from './rules/sec-brute.ts';
import { secClear } from './rules/sec-clear.ts';
import { secFlood } from './rules/sec-flood.ts';
import { secFraud } from './rules/sec-fraud.ts';
import { secScan } from './rules/sec-scan.ts';
import { setupRoutehunt } from './rules/setup-routehunt.ts';
import { sip100Late } from './rules/sip-100-late.ts';
import { sipNoresp } from './rules/sip-noresp.ts';
import { sipRetxReq } from './rules/sip-retx-req.ts';
import { sipRetxResp } from './rules/sip-retx-resp.ts';
import { sipTrunc } from './rules/sip-trunc.ts';
import { tagChange } from './rules/tag-change.ts';
import { tcpReset } from './rules/tcp-reset.ts';
import { timeSkew } from './rules/time-skew.ts';
import { tlsAlert } from './rules/tls-alert.ts';
import { udpFrag } from './rules/udp-frag.ts';
import { udpFragLost } from './rules/udp-frag-lost.ts';
import { viaNat } from './rules/via-nat.ts';
import { viaNorport } from './rules/via-norport.ts';
import { xferFail } from './rules/xfer-fail.ts';

export const signallingRules: readonly Rule[] = [
  sipNoresp,
  ackMissing,
  prackMissing,
  call5xx,
  call488,
  authLoop,
  seTimeout,
  loop,
  pddHigh,
  call403,
  call4xxNum,
  authFail,
  byeNoresp,
  byeMissing,
  cancelNo487,
  ackLate,
  sipRetxReq,
  sipRetxResp,
  xferFail,
  glare,
  ackMismatch,
  cseqOrder,
  branchReuse,
  tagChange,
  clMismatch,
  sip100Late,
  setupRoutehunt,
  cancelRace,
  byeCross,
  bye481,
  se422,
  methodNotallowed,
  regFlap,
  regExpire,
  regMulti,
  icmpUnreach,
  udpFragLost,
  udpFrag,
  tcpReset,
  msrpFail,
  tlsAlert,
  dnsFail,
  contactPrivate,
  algRewrite,
  viaNorport,
  viaNat,
  timeSkew,
  sipTrunc,
  secScan,
  secBrute,
  secFlood,
  secFraud,
  secClear,
  authWeak,
];
