/** 时间图表自身的文字。 */
import type { chart as english } from '../en/chart.ts';

export const chart: typeof english = {
  help: '拖动放大，Shift+拖动平移，双击显示全部。图表获得焦点时：滚轮或 +、− 缩放，方向键平移，0 显示全部。',
  table: '以表格显示',
  chart: '以图表显示',
  time: '时间',
  minimum: (name) => `${name}（最小）`,
  maximum: (name) => `${name}（最大）`,
  mean: (name) => `${name}（平均）`,
  rows: (shown, all) => (shown === all ? `共 ${all} 行` : `显示前 ${shown} 行，共 ${all} 行；放大可查看其余。`),
  noData: '此时间窗内没有可绘制的数据。',
  reset: '显示全部',
};
