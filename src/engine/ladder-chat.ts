/** Messages over MSRP as rows of the ladder: one for each, from the address that sent it to the one that took it. */
import type { Ladder, LadderChat } from '../contract/ladder.ts';
import type { Endpoint } from '../contract/common.ts';
import type { ChatQueries } from './chats.ts';

/** characters of a text that stand in the ladder */
const PREVIEW = 80;

export async function addChatRows(made: Promise<Ladder>, chats: ChatQueries): Promise<Ladder> {
  const ladder = await made;
  const rows: LadderChat[] = [];
  const laneOf = (endpoint: Endpoint): number => ladder.lanes.findIndex(({ address }) => address === endpoint.address);
  for (const call of ladder.calls) {
    // a file that cannot be read any more leaves the ladder without them
    const chat = await chats.chat(call).catch(() => undefined);
    for (const [index, message] of (chat?.messages ?? []).entries()) {
      const { time, end, source, destination, method, contentType, size, state, status, reason, file, hops, place, text } = message;
      rows.push({
        kind: 'chat',
        call,
        index,
        time,
        end,
        fromLane: laneOf(source),
        toLane: laneOf(destination),
        method,
        contentType,
        size,
        state,
        status,
        reason,
        file,
        hops,
        text: (text ?? '').slice(0, PREVIEW),
        place,
      });
    }
  }
  // stable: of one moment, what was there stays first
  return rows.length === 0 ? ladder : { ...ladder, rows: [...ladder.rows, ...rows].sort((a, b) => a.time - b.time) };
}
