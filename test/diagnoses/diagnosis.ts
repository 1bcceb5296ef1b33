/** What a row of the tables in this directory is: a rule, a story on which it fires, and a near miss on which it does not. */
import type { FindingRow, FindingSeverity } from '../../src/contract/findings.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createStory, type Story } from '../forge/story.ts';
import { openOctets } from '../open-octets.ts';

export interface Diagnosis {
  /** "ACK-MISSING"; a rule may have several rows */
  readonly rule: string;
  /** what is special about this row, when the rule has several */
  readonly about?: string;
  /** tells what the rule is for */
  readonly fires: (story: Story) => void;
  /** the rule's own when absent */
  readonly severity?: FindingSeverity;
  /** frames of the proof, from 1 */
  readonly evidence?: readonly number[];
  /** facts the sentence is made of, those that matter */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** other rules of error severity that are right to fire on the same story */
  readonly also?: readonly string[];
  /** almost the same, and nothing wrong of this kind */
  readonly nearMiss: (story: Story) => void;
}

/** Opens a story with the engine. */
export async function opened(teller: (story: Story) => void): Promise<Engine> {
  const story = createStory();
  teller(story);
  const { engine } = await openOctets([{ name: 'story.pcap', octets: story.capture() }]);
  await engine.rate();
  await engine.deepen();
  return engine;
}

/** Every finding of a capture, all rules. */
export function allFindings(engine: Engine): readonly FindingRow[] {
  return engine.findingGroups('rule').flatMap((group) => engine.findingsOf('rule', group.key));
}
