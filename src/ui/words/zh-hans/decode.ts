/** “解码为”的文字。 */
import type { decode as en } from '../en/decode.ts';

export const decode: typeof en = {
  button: '解码为…',
  buttonHelp: '指定这些数据报如何解读，以及其负载类型的含义。随后会重新读取捕获文件；“后退”可撤销。',
  title: '解码为',
  read: '解读为',
  kinds: { rtp: 'RTP', rtcp: 'RTCP', t38: 'T.38 传真（UDPTL）', none: '不解读' },
  kindHelp: {
    rtp: '凡 RTP 头部完好的数据报都算作某个流的包，无论是否声明过。',
    rtcp: '所有数据报都当作 RTCP，即使 SDP 为它指定了别的端口。',
    t38: '含有 UDPTL 的数据报视为传真，即使没有 SDP 声明过图像。',
    none: '不在其中寻找媒体或信令。',
  },
  which: '哪些数据报',
  between: (one: string, other: string) => `${one} 与 ${other} 之间`,
  at: (end: string) => `来自或发往 ${end}`,
  port: (port: number) => `来自或发往任意地址的端口 ${port}`,
  types: '负载类型',
  typesHelp: '动态负载类型（96 至 127）的名称，如同 SDP 所给。它决定时钟频率（因而决定抖动）以及解码器。',
  number: '类型',
  name: '编码名称',
  rate: '时钟频率（Hz）',
  addType: '添加负载类型',
  removeType: (type: number | string) => `移除负载类型 ${type}`,
  apply: '重新读取',
  cancel: '取消',
  applied: '按您的指定解读：',
  all: (port: number) => `端口 ${port}`,
  rule: (kind: string, ends: string, types: string) => `${ends} 解读为 ${kind}${types === '' ? '' : `（${types}）`}`,
  undo: (rule: string) => `撤销：${rule}`,
  undoAll: '全部撤销',
};
