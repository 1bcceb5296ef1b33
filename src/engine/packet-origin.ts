/** Where a packet that was made of text or rtpdump comes from: its interface says what is made up, its comment which lines it is of. */
import { readPlace } from '../capture/made-origin.ts';
import type { CaptureInterface } from '../capture/interface-table.ts';
import type { PacketOrigin } from '../contract/common.ts';

/** The origin, and the comments that say something else. */
export function originOf({ made }: CaptureInterface, comments: readonly string[]): { readonly origin?: PacketOrigin; readonly comments: readonly string[] } {
  const from = made === undefined ? undefined : readPlace(comments[0] ?? '');
  return made === undefined || from === undefined ? { comments } : { origin: { from, ...made }, comments: comments.slice(1) };
}
