/** “还能读出什么”的文字。 */
import type { remedies as en } from '../en/remedies.ts';

export const remedies: typeof en = {
  title: '还能读出什么',
  ports: (least, most, transport) => (least === most ? `${transport} ${least}` : `${transport} ${least}–${most}`),
  about: (count) => `约 ${count}`,
  sentences: {
    rtp: (count, ports) => `${ports}：${count} 个数据报像是 RTP，而抓包中没有信令声明它们。`,
    rtcp: (count, ports) => `${ports}：${count} 个数据报像是 RTCP（可能已加密），不属于任何流。`,
    t38: (count, ports) => `${ports}：${count} 个数据报具有 T.38 传真的形状。`,
    tunnel: (count, ports, kind) => `${ports}：${count} 个数据报内含 ${kind} 封装的数据包。`,
    sip: (count, ports) => `${ports}：${count} 个数据报在其他字节之后含有 SIP。`,
    sipStream: (count, ports) => `${ports}：${count} 个报文段含有 SIP，但其开头没有抓到。`,
    tls: (count, ports) => `${ports}：${count} 个 TLS 连接未解密，其中可能有 SIP。任一端的密钥日志（SSLKEYLOGFILE）可以解开。`,
    tlsLocked: (count, ports) => `${ports}：${count} 个 TLS 连接仍未解密，其中可能有 SIP。`,
    tlsRandom: (random, count) => (count === '1' ? `其 client random 为 ${random}。` : `其中第一个的 client random 为 ${random}。`),
    link: (count, name) => `链路类型 ${name} 的 ${count} 个包未读取。如果您知道其内容，请指定。`,
    esp: (count) => `${count} 个包是 IPsec（ESP），由网络加密。请在其解密之处抓包。`,
    streams: (count) => `${count} 个流：`,
    stream: '一个流：',
  },
  as: { rtp: '解读为 RTP…', rtcp: '解读为 RTCP…', t38: '解读为传真…', sip: '解读为 SIP…', sipStream: '解读为 SIP…' },
  asTunnel: (kind) => `按 ${kind} 解读…`,
  choose: '选择…',
  keys: '密钥…',
  copyRandom: '复制 client random',
  show: '显示第一个',
};
