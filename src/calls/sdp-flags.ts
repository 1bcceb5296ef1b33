/** What a message's SDP adds to its flags once it was parsed; the engine calls addFlags() with it. */
import { sessionHold } from '../sdp/offer-answer.ts';
import type { Session } from '../sdp/model.ts';
import { Flag } from './message-fields.ts';

/** @param isPrivateMedia the connection address is private while the packet's source is public */
export function sdpFlags(session: Session, isPrivateMedia: boolean): number {
  let flags: number = Flag.hasSdp;
  if (sessionHold(session) !== 'none') flags |= Flag.sdpHold;
  if (isPrivateMedia) flags |= Flag.privateMedia;
  for (const media of session.media) if (media.kind === 'image' && media.port !== 0) flags |= Flag.sdpImage;
  return flags;
}
