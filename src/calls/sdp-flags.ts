/** What a message's SDP adds to its flags once it was parsed; the engine calls addFlags() with it. */
import { sessionHold } from '../sdp/offer-answer.ts';
import type { Media, Session } from '../sdp/model.ts';
import { Flag } from './message-fields.ts';
import { isPrivateIpv4 } from './private-host.ts';

/** @param isPrivateMedia the connection address is private while the packet's source is public */
export function sdpFlags(session: Session, isPrivateMedia: boolean): number {
  let flags: number = Flag.hasSdp;
  if (sessionHold(session) !== 'none') flags |= Flag.sdpHold;
  if (isPrivateMedia) flags |= Flag.privateMedia;
  if (isRewritten(session)) flags |= Flag.sdpRewritten;
  for (const media of session.media) {
    if (media.crypto.length > 0) flags |= Flag.sdpKeys;
    if (media.kind === 'image' && media.port !== 0) flags |= Flag.sdpImage;
    flags |= traitsOf(media);
  }
  return session.fingerprint === undefined ? flags : flags | Flag.sdpFingerprint;
}

function traitsOf(media: Media): number {
  let flags = media.fingerprint === undefined ? 0 : Flag.sdpFingerprint;
  if (media.candidates.length > 0) flags |= Flag.sdpIce;
  if (media.preconditions) flags |= Flag.sdpConditions;
  if (media.noSilenceSuppression) flags |= Flag.sdpNoSilence;
  return media.voiceBandData ? flags | Flag.sdpVoiceBandData : flags;
}

/** A sender that knows its public address does not give a private one in the line above (RFC 8866 section 5.2). */
function isRewritten({ origin, connection, media }: Session): boolean {
  const shown = connection ?? media[0]?.connection;
  if (origin === undefined || shown === undefined || origin.address === shown.address || shown.ipv4 <= 0 || isPrivateIpv4(shown.ipv4)) return false;
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(origin.address);
  return octets !== null && isPrivateIpv4(((+octets[1]! << 24) | (+octets[2]! << 16) | (+octets[3]! << 8) | +octets[4]!) >>> 0);
}
