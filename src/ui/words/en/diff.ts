/** Words of comparing two messages, or two calls. */
export const diff = {
  title: 'Compare two messages',
  titleCalls: 'Compare two calls',
  tab: 'Compare',
  neverPart: 'Both calls took the same way, message by message.',
  part: (before: string, side: string, name: string) =>
    before === '' ? `They differ from the start: ${name} is only on one side.` : `After ${before} they part: ${name} is only on the ${side.toLowerCase()}.`,
  compareLine: 'compare',
  marked: (frame: string) => `Frame ${frame} is marked. Mark another message (Space) to compare them.`,
  unmark: 'Unmark',
  compare: (left: string, right: string) => `Compare frames ${left} and ${right}`,
  markHelp: 'Space marks a message; two marked messages are compared.',
  hideSame: 'Only differences',
  hideRegenerated: 'Without what each message makes anew',
  regeneratedHelp: 'Branch, tags, CSeq, nonces, dates, session version: every message has its own.',
  changes: (count: string) => (count === '0' ? 'No difference but what each message makes anew' : `${count} ${count === '1' ? 'difference' : 'differences'}`),
  kinds: { same: 'equal', regenerated: 'made anew', changed: 'changed', left: 'only on the left', right: 'only on the right' },
  parts: { start: 'Start line', header: 'Headers', body: 'Body' },
  left: 'Left',
  right: 'Right',
  swap: 'Swap sides',
  close: 'End comparing',
};
