/** 比较两条消息或两个呼叫的文字。 */
import type { diff as en } from '../en/diff.ts';

export const diff: typeof en = {
  title: '比较两条消息',
  titleCalls: '比较两个呼叫',
  tab: '比较',
  neverPart: '两个呼叫的每条消息都一致。',
  part: (before, side, name) => (before === '' ? `两者一开始就不同：${name} 只出现在一侧。` : `在 ${before} 之后两者分道：${name} 只出现在${side}。`),
  compareLine: '比较',
  marked: (frame) => `已标记第 ${frame} 帧。再标记一条消息（空格键）即可比较。`,
  unmark: '取消标记',
  compare: (left, right) => `比较第 ${left} 帧与第 ${right} 帧`,
  markHelp: '空格键标记消息；标记两条后即进行比较。',
  hideSame: '只看差异',
  hideRegenerated: '忽略每条消息都会重新生成的内容',
  regeneratedHelp: 'branch、标签、CSeq、nonce、日期、会话版本：每条消息各有其值。',
  changes: (count) => (count === '0' ? '除每条消息重新生成的内容外没有差异' : `${count} 处差异`),
  kinds: { same: '相同', regenerated: '重新生成', changed: '已更改', left: '仅左侧', right: '仅右侧' },
  parts: { start: '起始行', header: '头字段', body: '消息体' },
  left: '左侧',
  right: '右侧',
  swap: '交换两侧',
  close: '结束比较',
};
