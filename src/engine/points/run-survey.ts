/**
 * Reads captures once to compare them, before they are read for their contents: in scratch tables, without a trace but what was found.
 * Only for several captures, or for one whose interfaces a person wants compared: nothing else pays.
 */
import { DiagnosticLog } from '../../base/diagnostic.ts';
import { limits } from '../../base/limits.ts';
import type { Abort, ByteSource } from '../../capture/byte-source.ts';
import { CaptureReader } from '../../capture/capture-reader.ts';
import { InterfaceTable } from '../../capture/interface-table.ts';
import { Pump } from '../../capture/pump.ts';
import type { SniffedCapture } from '../../capture/sniff.ts';
import { TimeBase } from '../../capture/time-base.ts';
import type { PointChoice } from '../../contract/points.ts';
import type { Tables } from '../tables.ts';
import { matchPoints } from './match-points.ts';
import { looksOfFile } from './point-groups.ts';
import { Survey, type SurveyLimits } from './survey.ts';

export interface SurveyedFile {
  readonly format: SniffedCapture;
  readonly size: number;
  /** a source that was not read yet; what it takes of the file is told by `taken` */
  readonly source: ByteSource;
}

export interface SurveyOptions {
  readonly choice: PointChoice;
  readonly signal: Abort;
  /** for tests */
  readonly most?: SurveyLimits;
  /** waited for between windows; `taken` octets of file number `file` were read */
  readonly onWindow: (file: number, taken: number) => Promise<void> | undefined;
}

/** Compares the captures of `tables`, whose clocks are moved by what is found; `tables.points` says what was. */
export async function surveyCaptures(
  tables: Tables,
  files: readonly SurveyedFile[],
  { choice, signal, onWindow, most = limits }: SurveyOptions,
): Promise<void> {
  const survey = new Survey(tables.addresses, choice.interfaces && files.length === 1, most);
  const zero = new TimeBase();
  const interfaces = new InterfaceTable();
  const frames: number[] = [];
  for (const [capture, { format, size, source }] of files.entries()) {
    survey.begin(capture, interfaces);
    const reader = new CaptureReader(format, { capture, interfaces, timeBase: zero, diagnostics: new DiagnosticLog(), size });
    const pump = new Pump(source, reader, survey, signal);
    while (!signal.aborted && (await pump.fetch())) {
      pump.resume(Infinity);
      const wait = onWindow(capture, pump.taken);
      if (wait !== undefined) await wait;
    }
    await pump.close();
    frames.push(reader.facts.frames);
  }
  if (signal.aborted) return;
  if (survey.omitted > 0) tables.diagnostics.report('limit.pointPackets', -1, -1, survey.omitted);
  if (survey.flows.omitted > 0) tables.diagnostics.report('limit.pointFlows', -1, -1, survey.flows.omitted);
  const points = matchPoints(survey, {
    choice,
    frames,
    looksOf: ({ capture }) => looksOfFile(tables.captures[capture]!.name, interfaces.ofCapture(capture)),
    captureName: (capture) => tables.captures[capture]!.name,
    onOmitted: (packets) => tables.diagnostics.report('limit.pointCopies', -1, -1, packets),
    interfaceName: ({ interfaceIndex, device }) => (device >= 0 ? String(device) : interfaces.at(interfaceIndex).name),
  });
  tables.points = points;
  if (points === undefined) return;
  for (const [capture, { clock }] of tables.captures.entries()) {
    const point = points.pointOfCapture(capture);
    if (point >= 0) clock?.move(points.parts.lines[point]!, zero);
  }
}
