/** Where a frame is best looked at: in the ladder of its call when it holds a message of one, else among the packets. */
import type { Route } from '../../app/route.ts';
import type { FrameNumber } from '../../base/units.ts';
import type { RemoteQueries } from '../../contract/capture-worker.ts';

/** Undefined when the capture has no such frame. */
export async function placeOfFrame(queries: RemoteQueries, capture: number, frame: FrameNumber): Promise<Route | undefined> {
  const packet = await queries.findFrame(capture, frame);
  if (packet === undefined) return undefined;
  const [message] = await queries.messagesOf(packet);
  const detail = message === undefined ? undefined : await queries.message(message);
  const call = detail === undefined ? undefined : await queries.call(detail.call);
  return call === undefined ? { view: 'packets', frame, capture } : { view: 'call', callIds: [call.row.callId], frame, capture };
}
