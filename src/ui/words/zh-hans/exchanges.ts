/** 按时间排列的提议与应答的文字。 */
import type { exchanges as english } from '../en/exchanges.ts';

export const exchanges: typeof english = {
  title: '提议与应答',
  help: '呼叫中的每次提议及其结果（RFC 3264），按 m 行排列；与前一次相比有变化的内容突出显示。',
  columns: { time: '时间', offer: '提议', answer: '应答', kept: '保留的编码', direction: '方向', caller: '主叫媒体', callee: '被叫媒体', keys: '密钥' },
  by: { caller: '主叫', callee: '被叫' },
  outcomes: { open: '无应答', preview: '预览', answered: '', refused: '' },
  previewHelp: '位于不可靠的临时响应中：最终响应之前仍可能改变',
  challenged: '要求凭据',
  portZero: '拒绝（端口 0）',
  hold: '保持',
  none: '–',
  changed: '有变化',
  arrows: { both: '⇄ 双向', toCallee: '→ 仅到被叫', toCaller: '← 仅到主叫', none: '✕ 双向都停' },
  observed: '实际观察',
  unkept: '没有共同编码',
};
