/**
 * What a rule's words are: a title, the sentence a finding becomes, likely causes, and what to do. Sentences take the
 * finding's facts through `f`: `f('copies')` is a number as it is written in the language in use, `f('waited', 1)` with one
 * digit, or a text of the capture as it came.
 */
export type FactText = (name: string, digits?: number) => string;

export interface FindingText {
  readonly title: string;
  sentence(f: FactText): string;
  /** likely causes, the likeliest first */
  readonly causes: readonly string[];
  /** what the rule looks for, for the page of rules */
  readonly help: string;
}

export type FindingTexts = Readonly<Record<string, FindingText>>;
