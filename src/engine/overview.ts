/** What is open and where every packet went: facts of the captures, accounting, diagnostics (all logs in one list). */
import type { DiagnosticCount } from '../base/diagnostic.ts';
import type { Nanoseconds } from '../base/units.ts';
import { linkTypeName } from '../capture/link-type.ts';
import { type Accounting, type CaptureFacts, type DiagnosticRow, type Overview, packetKinds, type PacketKind } from '../contract/overview.ts';
import { epochText, sharedTick } from './epoch.ts';
import { pointsOverview } from './query-points.ts';
import type { DialogQueries } from './query-dialogs.ts';
import { isTimeless } from './source-limits.ts';
import type { Session } from './session.ts';
import type { Tables } from './tables.ts';
import type { TlsState } from '../contract/tls.ts';
import { whyClosed } from './tls-why.ts';
import { carriesSip } from './tls-handshakes.ts';

export function overview(session: Session, dialogs: DialogQueries): Overview {
  const { tables, facts, findings, revision, progress } = session;
  return {
    captures: captureFacts(tables),
    packets: tables.packets.length,
    epoch: String(tables.timeBase.epoch),
    duration: facts.captureEnd,
    isTimeless: session.limits.isTimeless,
    counts: {
      calls: tables.calls.invites,
      registrations: dialogs.bindingCount,
      dialogs: dialogs.count,
      streams: tables.streams.count,
      messages: tables.messages.length,
      findings: findings.firedCount,
      ...judgedCalls(session),
      diagnostics: tables.diagnostics.total + tables.captures.reduce((sum, capture) => sum + capture.diagnostics.total, 0),
    },
    accounting: accounting(tables),
    points: pointsOverview(tables),
    secrets: tables.secrets.sources(),
    ...lockedSignalling(tables),
    progress,
    revision,
  };
}

export function captureFacts(tables: Tables): CaptureFacts[] {
  const { epoch } = tables.timeBase;
  const tick = sharedTick(tables.interfaces.rows);
  return tables.captures.map((capture, index) => {
    const { facts, format } = capture.reader;
    const interfaces = tables.interfaces.ofCapture(index);
    const first = tables.firstPacket(index);
    // what the file itself says, wherever its clock was moved to
    const own = (time: Nanoseconds): Nanoseconds => capture.clock?.own(time) ?? time;
    return {
      name: capture.name,
      size: capture.size,
      fingerprint: capture.fingerprint,
      isTimeless: isTimeless(interfaces),
      fileType: capture.made ?? format.fileType,
      compression: capture.compression,
      archive: capture.archive,
      packets: facts.frames,
      start: first < 0 ? undefined : epochText(epoch, own(tables.packets.capturedAt(first)), tick),
      end: first < 0 ? undefined : epochText(epoch, own(facts.latest), tick),
      linkTypes: [...new Set(interfaces.map((row) => linkTypeName(row.linkType)))],
      truncated: facts.truncated,
      brokenAt: facts.brokenAt < 0 ? undefined : facts.brokenAt,
      brokenCode: facts.brokenCode === '' ? undefined : facts.brokenCode,
      packedAt: facts.packedAt,
      interfaces: interfaces.map(({ name, description, linkType, snapLength, resolution, packets, received, dropped }) => ({
        name,
        description,
        linkType: linkTypeName(linkType),
        snapLength,
        resolution,
        packets,
        received,
        dropped,
      })),
      comments: facts.comments,
      commentedPackets: tables.commented.filter((packet) => tables.interfaces.at(tables.packets.interfaceIndex(packet)).capture === index),
      secrets: facts.secrets.map(({ kind }) => kind),
    };
  });
}

function accounting(tables: Tables): Accounting {
  const kinds = Object.fromEntries(packetKinds.map((kind, id) => [kind, tables.kindCounts[id]!])) as Record<PacketKind, number>;
  const notDecoded = [...tables.notDecoded].map(([reason, { count, first }]) => ({
    reason,
    count,
    firstPacket: first,
    firstFrame: tables.packets.frame(first),
  }));
  return { packets: tables.packets.length, kinds, notDecoded: notDecoded.sort((a, b) => b.count - a.count) };
}

/** Calls by the worst that was found on them. */
function judgedCalls({ tables, findings }: Session): { readonly callsInError: number; readonly callsInWarning: number } {
  const { calls } = tables;
  const worst = findings.fired.worst.values;
  const length = Math.min(calls.length, worst.length);
  let callsInError = 0;
  let callsInWarning = 0;
  for (let call = 0; call < length; call++) {
    if (worst[call]! < 2 || !calls.hasInvite(call)) continue;
    if (worst[call] === 3) callsInError++;
    else callsInWarning++;
  }
  return { callsInError, callsInWarning };
}

/** All diagnostics, most frequent first. A place in a file (not in a packet) has packet -1. */
export function diagnosticRows(tables: Tables): DiagnosticRow[] {
  const rows = tables.diagnostics.counts().map((row) => diagnosticRow(tables, row, -1));
  for (const [capture, { diagnostics }] of tables.captures.entries()) rows.push(...diagnostics.counts().map((row) => diagnosticRow(tables, row, capture)));
  return rows.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

function diagnosticRow(tables: Tables, row: DiagnosticCount, capture: number): DiagnosticRow {
  return {
    code: row.code,
    count: row.count,
    places: row.first.map(({ packet, at, length }) => (packet < 0 ? { packet, frame: -1, capture, at, length } : { ...tables.place(packet), at, length })),
  };
}

/** TLS connections on the way of SIP that stay closed. */
function lockedSignalling(tables: Tables): Pick<Overview, 'lockedSignalling' | 'lockedFor'> {
  let count = 0;
  const reasons = new Set<TlsState>();
  for (const connection of tables.tls.connections) {
    if (connection.state === 'opened' || connection.state === 'handshake' || !carriesSip(tables, connection)) continue;
    count++;
    reasons.add(whyClosed(tables.secrets, connection));
  }
  const [reason] = reasons;
  return { lockedSignalling: count, lockedFor: reasons.size === 1 ? reason : undefined };
}
