/** 问题的文字：页面、标记与每条规则。 */
import type { findings as en } from '../en/findings.ts';
import type { FindingTexts } from '../finding-text.ts';
import { digitFindings } from './findings/digits.ts';
import { mediaThresholdNames } from './findings/media-thresholds.ts';
import { mediaFindings } from './findings/media.ts';
import { negotiationFindings } from './findings/negotiation.ts';
import { networkFindings } from './findings/network.ts';
import { registrationFindings } from './findings/registration.ts';
import { securityFindings } from './findings/security.ts';
import { signallingFindings } from './findings/signalling.ts';

const rules: FindingTexts = {
  ...signallingFindings,
  ...registrationFindings,
  ...networkFindings,
  ...securityFindings,
  ...mediaFindings,
  ...negotiationFindings,
  ...digitFindings,
};

export const findings: typeof en = {
  rules,
  tidy: (sentence) => sentence,
  title: '发现',
  count: (found, calls) => `${found} 条规则在 ${calls} 个呼叫和对话中触发`,
  none: '没有发现问题',
  noneHelp: '没有规则触发。这只说明此捕获中看不出问题，并不说明没有问题。',
  choose: '选择一条规则，查看它在何处、因何触发。',
  by: '分组',
  groupings: { rule: '规则', endpoint: '地址', userAgent: '用户代理' },
  severities: { error: '错误', warning: '警告', note: '提示' },
  families: {
    signalling: '信令',
    registration: '注册',
    negotiation: '协商',
    presence: '媒体',
    quality: '质量',
    digits: '号码与传真',
    security: '安全',
    network: '网络',
  },
  confidences: { sure: '确定', likely: '很可能', possible: '可能' },
  confidenceHelp: {
    sure: '所列的包足以证明。',
    likely: '所列的包与之相符，并已检查过反面证据。',
    possible: '可以解释所见现象；其他原因同样可能。',
  },
  evidence: '证据',
  frame: (frame) => `第 ${frame} 帧`,
  moreEvidence: (count) => `另有 ${count} 个`,
  causes: '可能的原因',
  reference: '依据',
  threshold: (value, limit) => `${value}，阈值 ${limit}`,
  openCall: '打开呼叫',
  openDialog: '打开对话',
  subjects: (calls, dialogs, alone) =>
    [calls === '' ? '' : `${calls} 个呼叫`, dialogs === '' ? '' : `${dialogs} 个其他对话`, alone === '' ? '' : `${alone} 处涉及抓包本身`]
      .filter((part) => part !== '')
      .join('，'),
  firstOf: (shown, all) => `共 ${all} 个，显示前 ${shown} 个`,
  mute: '静默此规则',
  muteHelp: '在此浏览器中不再计入，直到重新启用。',
  unmute: (rule) => `重新启用 ${rule}`,
  muted: '已静默',
  thresholds: '阈值…',
  thresholdsTitle: '规则的阈值',
  thresholdsHelp: '保存在此浏览器中。任何改动都会重新判断全部内容。',
  reset: '恢复默认值',
  initial: (value) => `默认 ${value}`,
  units: { ms: '毫秒', s: '秒', '%': '%', count: '', ppm: 'ppm', MOS: 'MOS', octets: '字节', dB: 'dB' },
  child: '由其引起',
  ofCall: '发现',
  noneOfCall: '没有规则在此呼叫中触发。',
  worst: (severity, count) => `${severity}：${count}`,
  verdict: {
    story: (calls, length, errors, warnings) =>
      `${length === '' ? '共' : `${length} 内`}有 ${calls} 个呼叫。${errors === '' ? '' : `其中 ${errors} 个出现错误。`}${warnings === '' ? '' : `${warnings} 个值得留意。`}`,
    title: '最需要关注的问题',
    healthy: '没有规则在任何呼叫中触发。',
    item: (title, count) => `${title}：${count}`,
    all: '全部发现',
    share: (percent) => `占呼叫的 ${percent}`,
  },
  thresholdNames: {
    noResponse: '请求无响应',
    noResponseAtEnd: '捕获结束前未应答',
    retransmissionsError: '视为错误的重传次数',
    responseCopies: '最终响应的重复次数',
    missingAck: '应答后无 ACK',
    lateAck: 'ACK 迟到',
    postDialDelayWarning: '拨号后延迟（警告）',
    postDialDelayError: '拨号后延迟（错误）',
    challenges: '连续质询次数',
    lateTrying: '100 响应迟到',
    crossingByes: '双方的 BYE 间隔',
    missingBye: '无 BYE 的静默',
    registerChanges: '注册变化次数',
    registerWindow: '注册变化的时间范围',
    earlyRefresh: '过早刷新',
    datagram: 'UDP 消息的最大长度',
    clockSkew: '时钟偏差',
    rewriteSigns: '路由器改写的迹象数',
    scanUsers: '每分钟探测的账号',
    scanServers: '每分钟探测的服务器',
    scanSuccess: '扫描的最高成功率',
    bruteFailures: '每分钟被拒绝的凭据',
    floodRate: '每秒新请求',
    fraudCalls: '发往多个前缀的失败呼叫',
    loss: '丢包（警告）',
    lossError: '丢包（错误）',
    ...mediaThresholdNames,
  },
};
