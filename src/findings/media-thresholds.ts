/** Thresholds of the rules about media (semantics 8.2 to 8.4), and how far a person may move them. */
import { threshold, type Threshold } from './threshold.ts';

type Name =
  | 'noMedia'
  | 'oneWay'
  | 'oneWayShare'
  | 'lateMedia'
  | 'mediaStop'
  | 'mediaStopError'
  | 'silence'
  | 'mediaAfterBye'
  | 'unknownType'
  | 'packetTimeOff'
  | 'lossBurst'
  | 'lossBurstError'
  | 'jitter'
  | 'jitterError'
  | 'delayVariation'
  | 'delayVariationError'
  | 'delaySpike'
  | 'lateDiscard'
  | 'reordered'
  | 'reorderExtent'
  | 'duplicates'
  | 'mediaClockSkew'
  | 'mediaClockSkewError'
  | 'silenceGap'
  | 'mos'
  | 'mosError'
  | 'mosDifference'
  | 'reportsAfter'
  | 'lossDelta'
  | 'roundTrip'
  | 'roundTripError'
  | 'digitLength'
  | 'digitDouble'
  | 'faxLoss'
  | 'faxLossError'
  | 'faxPause'
  | 'pictureGap';

export const mediaThresholdDefaults: Readonly<Record<Name, Threshold>> = {
  noMedia: threshold(3, 's', 1, 60),
  oneWay: threshold(2, 's', 0.5, 60),
  oneWayShare: threshold(10, '%', 0, 50),
  lateMedia: threshold(1, 's', 0.1, 30),
  mediaStop: threshold(5, 's', 1, 600),
  mediaStopError: threshold(20, 's', 1, 3600),
  silence: threshold(10, 's', 1, 600),
  mediaAfterBye: threshold(2, 's', 0.1, 60),
  unknownType: threshold(5, 'count', 0, 1000),
  packetTimeOff: threshold(20, '%', 1, 200),
  lossBurst: threshold(60, 'ms', 20, 5000),
  lossBurstError: threshold(200, 'ms', 20, 10_000),
  jitter: threshold(30, 'ms', 1, 1000),
  jitterError: threshold(50, 'ms', 1, 1000),
  delayVariation: threshold(40, 'ms', 1, 1000),
  delayVariationError: threshold(100, 'ms', 1, 1000),
  delaySpike: threshold(100, 'ms', 100, 10_000),
  lateDiscard: threshold(1, '%', 0.1, 100),
  reordered: threshold(1, '%', 0.1, 100),
  reorderExtent: threshold(3, 'count', 1, 100),
  duplicates: threshold(0.5, '%', 0.1, 100),
  mediaClockSkew: threshold(200, 'ppm', 10, 100_000),
  mediaClockSkewError: threshold(1000, 'ppm', 10, 100_000),
  silenceGap: threshold(200, 'ms', 200, 60_000),
  mos: threshold(3.6, 'MOS', 1, 5),
  mosError: threshold(3.1, 'MOS', 1, 5),
  mosDifference: threshold(0.8, 'MOS', 0.1, 4),
  reportsAfter: threshold(30, 's', 5, 600),
  lossDelta: threshold(1, '%', 0.1, 100),
  roundTrip: threshold(300, 'ms', 10, 10_000),
  roundTripError: threshold(600, 'ms', 10, 10_000),
  digitLength: threshold(40, 'ms', 10, 500),
  digitDouble: threshold(200, 'ms', 10, 2000),
  faxLoss: threshold(1, 'count', 1, 1000),
  faxLossError: threshold(3, 'count', 1, 1000),
  faxPause: threshold(500, 'ms', 100, 60_000),
  pictureGap: threshold(500, 'ms', 500, 60_000),
};
