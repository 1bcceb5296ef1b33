/** 来源未能说明之处：时间、地址以及虚构的头部。 */
import type { source as en } from '../en/source.ts';

export const source: typeof en = {
  under: (step) => `不足 ${step}`,
  coarse: (step) => `此来源的时间仅精确到 ${step}，时长亦然。`,
  noTime: '文本未给出时间：只知道先后次序，不知道时刻与时长。',
  standIn: '文本未写明地址：以此示例地址（RFC 5737）代替。',
  standInMark: '文本中没有',
  space: '',
  line: (line) => `文本第 ${line} 行。`,
  lines: (first, last) => `文本第 ${first} 至 ${last} 行。`,
  rtpdump: (number, at) => `rtpdump 文件的第 ${number} 个数据包，位于字节 ${at}。`,
  headers: {
    datagram: 'IP 与 UDP 头部为虚构。',
    tags: '两端与传输方式以文本为准；原本没有数据包。',
    none: '',
  },
  clocks: {
    exact: '',
    seconds: '其时间仅精确到秒。',
    none: '文本未给出其时间；按次序排列。',
  },
  ends: {
    source: '未写明发送方：以 192.0.2.1 或 192.0.2.2 代替（RFC 5737）。',
    destination: '未写明接收方：以 192.0.2.1 或 192.0.2.2 代替（RFC 5737）。',
    both: '发送方与接收方均未写明：以 192.0.2.1 和 192.0.2.2 代替（RFC 5737）。',
  },
};
