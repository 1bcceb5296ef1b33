/** The readers a stream may have, in the order they are asked whether its first octets are theirs. */
import { hepStreams } from './hep-stream.ts';
import { msrpStreams } from './msrp-stream.ts';
import { sipStreams } from './sip-stream.ts';
import type { StreamReaderKind } from './stream-reader.ts';
import { tlsStreams } from './tls-stream.ts';
import { webSocketStreams } from './websocket-stream.ts';
import { httpStreams } from './websocket-upgrade.ts';

export const streamReaders: readonly StreamReaderKind[] = [tlsStreams, hepStreams, httpStreams, webSocketStreams, msrpStreams, sipStreams];
