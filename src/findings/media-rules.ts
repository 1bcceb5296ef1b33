/** Rules about media (semantics 8.2 to 8.4), in the order in which the page lists them. */
import type { CallRule } from './rule.ts';
import { clockSkew } from './rules/clock-skew.ts';
import { cnMisuse } from './rules/cn-misuse.ts';
import { codecChange } from './rules/codec-change.ts';
import { codecNone } from './rules/codec-none.ts';
import { codecTranscode } from './rules/codec-transcode.ts';
import { dscpMedia } from './rules/dscp-media.ts';
import { dscpSig } from './rules/dscp-sig.ts';
import { dtlsFail } from './rules/dtls-fail.ts';
import { dtmfDup } from './rules/dtmf-dup.ts';
import { dtmfMethod } from './rules/dtmf-method.ts';
import { dtmfNoend } from './rules/dtmf-noend.ts';
import { dtmfPt } from './rules/dtmf-pt.ts';
import { dtmfShort } from './rules/dtmf-short.ts';
import { dtmfTs } from './rules/dtmf-ts.ts';
import { dup } from './rules/dup.ts';
import { echoRisk } from './rules/echo-risk.ts';
import { fax488 } from './rules/fax-488.ts';
import { faxJitter } from './rules/fax-jitter.ts';
import { faxLoss } from './rules/fax-loss.ts';
import { faxNoswitch } from './rules/fax-noswitch.ts';
import { faxT30 } from './rules/fax-t30.ts';
import { iceFail } from './rules/ice-fail.ts';
import { jitter } from './rules/jitter.ts';
import { jitterSpike } from './rules/jitter-spike.ts';
import { lateDiscard } from './rules/late-discard.ts';
import { loss } from './rules/loss.ts';
import { lossBurst } from './rules/loss-burst.ts';
import { lossPeriodic } from './rules/loss-periodic.ts';
import { markerAll } from './rules/marker-all.ts';
import { markerMiss } from './rules/marker-miss.ts';
import { mosLow } from './rules/mos-low.ts';
import { muxMismatch } from './rules/mux-mismatch.ts';
import { oneSideQuality } from './rules/one-side-quality.ts';
import { pktSize } from './rules/pkt-size.ts';
import { ptAsym } from './rules/pt-asym.ts';
import { ptUnknown } from './rules/pt-unknown.ts';
import { ptimeMismatch } from './rules/ptime-mismatch.ts';
import { reorder } from './rules/reorder.ts';
import { rtcpClock } from './rules/rtcp-clock.ts';
import { rtcpLossDelta } from './rules/rtcp-loss-delta.ts';
import { rtcpNone } from './rules/rtcp-none.ts';
import { rtcpRtt } from './rules/rtcp-rtt.ts';
import { rtpAddr } from './rules/rtp-addr.ts';
import { rtpAfterBye } from './rules/rtp-after-bye.ts';
import { rtpBeforeAns } from './rules/rtp-before-ans.ts';
import { rtpCollide } from './rules/rtp-collide.ts';
import { rtpDupStream } from './rules/rtp-dup-stream.ts';
import { rtpLate } from './rules/rtp-late.ts';
import { rtpNone } from './rules/rtp-none.ts';
import { rtpOneway } from './rules/rtp-oneway.ts';
import { rtpPrivate } from './rules/rtp-private.ts';
import { rtpRebind } from './rules/rtp-rebind.ts';
import { rtpSilence } from './rules/rtp-silence.ts';
import { rtpSsrc } from './rules/rtp-ssrc.ts';
import { rtpStop } from './rules/rtp-stop.ts';
import { senderStall } from './rules/sender-stall.ts';
import { seqRestart } from './rules/seq-restart.ts';
import { srtpMismatch } from './rules/srtp-mismatch.ts';
import { tsJump } from './rules/ts-jump.ts';
import { tsNonmono } from './rules/ts-nonmono.ts';
import { tsWrongStep } from './rules/ts-wrong-step.ts';
import { vadGap } from './rules/vad-gap.ts';
import { videoFreeze } from './rules/video-freeze.ts';
import { vlanChange } from './rules/vlan-change.ts';

export const mediaRules: readonly CallRule[] = [
  rtpPrivate,
  rtpNone,
  rtpOneway,
  rtpLate,
  rtpStop,
  rtpSilence,
  rtpAfterBye,
  rtpBeforeAns,
  rtpAddr,
  rtpRebind,
  rtpSsrc,
  rtpCollide,
  rtpDupStream,
  ptUnknown,
  ptAsym,
  codecChange,
  codecTranscode,
  codecNone,
  ptimeMismatch,
  pktSize,
  srtpMismatch,
  muxMismatch,
  dtlsFail,
  iceFail,
  dscpMedia,
  dscpSig,
  vlanChange,
  loss,
  lossBurst,
  lossPeriodic,
  jitter,
  jitterSpike,
  lateDiscard,
  reorder,
  dup,
  tsJump,
  tsWrongStep,
  tsNonmono,
  seqRestart,
  clockSkew,
  senderStall,
  vadGap,
  cnMisuse,
  markerMiss,
  markerAll,
  mosLow,
  rtcpNone,
  rtcpLossDelta,
  rtcpRtt,
  rtcpClock,
  echoRisk,
  oneSideQuality,
  dtmfMethod,
  dtmfDup,
  dtmfNoend,
  dtmfShort,
  dtmfPt,
  dtmfTs,
  faxNoswitch,
  fax488,
  faxLoss,
  faxT30,
  faxJitter,
  videoFreeze,
];
