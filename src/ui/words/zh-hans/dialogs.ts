/** 其他会话（没有 INVITE 的 Call-ID）的词语。 */
import type { dialogs as english } from '../en/dialogs.ts';

export const dialogs: typeof english = {
  title: '其他会话',
  count: (shown, all) => (shown === all ? `${all} 个会话` : `${shown} / ${all} 个会话`),
  filterPlaceholder: '名称、号码、地址、Call-ID、方法…',
  columns: {
    index: '#', start: '开始', method: '方法', from: '发起方', to: '对方', state: '状态', status: '响应码', duration: '时长', response: '响应用时', messages: '消息', retransmissions: '重传', source: '源', destination: '目的',
    userAgent: '终端类型', callId: 'Call-ID',
  },
  columnHelp: {
    method: '第一个请求的方法；缺少请求时为事务的方法。',
    response: '最后一个得到应答的事务的往返时间。',
    status: '最后一个最终响应。',
    retransmissions: '被重发的消息。仅在抓包中重复出现的包不计。',
  },
  states: { OK: '已应答', CHALLENGED: '被质询', FAILED: '失败', NO_RESPONSE: '无响应', PARTIAL: '未结束' },
  stateHelp: {
    OK: '最后一个请求得到了 2xx 应答。',
    CHALLENGED: '被要求提供凭据，之后没有被接受的应答。',
    FAILED: '最后一个最终响应是失败。',
    NO_RESPONSE: '完全没有响应。',
    PARTIAL: '抓包从其中途开始或结束。',
  },
  methods: '方法',
  stateFilter: '状态',
  ladder: '流程图',
  closeLadder: '关闭流程图',
  openCall: '作为呼叫打开',
  gone: '已打开的抓包中没有此会话。',
  empty: '此抓包中除呼叫外没有其他会话',
  emptyHelp: '没有找到呼叫之外的 OPTIONS、SUBSCRIBE、MESSAGE 或 REGISTER。',
  emptyFilter: '没有符合筛选条件的会话',
  clearAll: '清除全部筛选',
  exportMenu: '导出',
  exportCsv: '表格（CSV）',
  exportPcap: 'pcap',
  exportPcapng: 'pcapng，含注释',
  exportAll: (count) => `此列表的全部 ${count} 个会话`,
  exportTooMany: '此列表的前 1,000 个会话',
  openTogether: (count) => (count === 1 ? '打开流程图' : `将 ${count} 个合并为一个流程图`),
};
