/** 协商与标记规则的文字（semantics 8.2）。 */
import type { FindingTexts } from '../../finding-text.ts';
import type { negotiationFindings as en } from '../../en/findings/negotiation.ts';

export const negotiationFindings: Readonly<Record<keyof typeof en, FindingTexts[string]>> = {
  'PT-UNKNOWN': {
    title: '未约定的载荷类型',
    sentence: (f) => `${f('packets')} 个包的载荷类型是 ${f('type')}（${f('name')}），接收方没有声明。`,
    causes: ['发送方没有遵守 answer。', '接收方会丢弃这些包：无声。'],
    help: '流中不在接收方描述里的载荷类型，舒适噪声与事件除外。',
  },
  'PT-ASYM': {
    title: '两个方向编码不同',
    sentence: (f) => `发往被叫的是 ${f('toCallee')}，发往主叫的是 ${f('toCaller')}。`,
    causes: ['双方都约定时允许；有些网关做不到。'],
    help: '两个方向的主要编码。',
  },
  'CODEC-CHANGE': {
    title: '流中途换编码',
    sentence: (f) => `没有新的 offer，载荷类型变了 ${f('changes')} 次，首次由 ${f('from')} 变为 ${f('to')}。`,
    causes: ['发送方在已约定的编码间切换，为了带宽或传真。'],
    help: '之前 5 s 内没有会话描述的载荷类型变化；舒适噪声与事件除外。',
  },
  'CODEC-TRANSCODE': {
    title: '转码',
    sentence: (f) =>
      f('leg') === ''
        ? `同一方向在中继之前是 ${f('from')}，之后是 ${f('to')}。`
        : `同一方向在一个分支上是 ${f('from')}，在下一个分支上是 ${f('to')}；另一个分支为 ${f('leg')}。`,
    causes: ['中继做了转换：两种编码的损伤相加。'],
    help: '同一方向同时存在的两条流编码不同：一条到达处是另一条的起点，或分属两个关联的分支。',
  },
  'CODEC-NONE': {
    title: '没有共同编码',
    sentence: (f) => `offer：${f('offered')}。answer：${f('answered')}。没有共同的编码，呼叫却被接受。`,
    causes: ['端点以自己的列表应答，而不是从中选择。'],
    help: '被接受的呼叫中，offer 与 answer 逐条 m 行没有共同编码。',
  },
  'PTIME-MISMATCH': {
    title: '打包时间不符',
    sentence: (f) =>
      f('kind') === 'changed'
        ? `打包时间在呼叫中途由 ${f('asked', 0)} ms 变为 ${f('measured', 0)} ms。`
        : f('kind') === 'most'
          ? `${f('measured', 0)} ms 的包发给最多接受 ${f('asked', 0)} ms 的接收方。`
          : `${f('measured', 0)} ms 的包发给要求 ${f('asked', 0)} ms 的接收方。`,
    causes: ['发送方忽略 a=ptime。', '有些网关因此无声或失真。'],
    help: '测得的打包时间与接收方的 a=ptime（20 %）和 a=maxptime 对照，以及流中途的变化。',
  },
  'PKT-SIZE': {
    title: '载荷长度不符',
    sentence: (f) => `${f('packets')} 个包为 ${f('octets', 0)} 字节，不是 ${f('codec')} 帧长的整数倍，或与其时长不符。`,
    causes: ['载荷类型标的不是实际发送的编码。', '没有声明的填充或加密。'],
    help: '载荷字节数与编码帧长（RFC 3551）对照，只看明文 RTP。',
  },
  'SRTP-MISMATCH': {
    title: '加密不匹配',
    sentence: (f) => `offer 为 ${f('offered')}，answer 为 ${f('answered')}：一方无法解密另一方所发。`,
    causes: ['只有一方要求 SRTP。', '一方用 DTLS，另一方在 SDP 中给密钥。'],
    help: '被接受的呼叫中 offer 与 answer 的协议和密钥。',
  },
  'MUX-MISMATCH': {
    title: 'RTCP 端口未约定',
    sentence: (f) => `RTCP 发往 RTP 的端口 ${f('port')}，而对方没有同意。`,
    causes: ['只有一方声明 rtcp-mux 却照用：报告会丢失。'],
    help: '只有一方有 a=rtcp-mux，而 RTCP 出现在另一方的 RTP 端口。',
  },
  'DTLS-FAIL': {
    title: '密钥交换失败',
    sentence: (f) =>
      f('kind') === 'fingerprint'
        ? 'DTLS 握手中的证书与 SDP 所给的指纹都不符。'
        : f('kind') === 'alert'
          ? `DTLS 握手被告警 ${f('alert')} 拒绝。`
          : `${f('seconds', 1)} s 内发了 ${f('hellos')} 个 ClientHello，没有一次握手完成。`,
    causes: ['防火墙只放行一个方向。', '双方都在等（a=setup）。', '指纹不匹配。'],
    help: '呼叫端点之间的 DTLS：尝试 3 s 以上而未完成、被告警拒绝，或证书不属于任何 a=fingerprint。需要读取数据包。',
  },
  'ICE-FAIL': {
    title: '连通性检查失败',
    sentence: (f) => `${f('seconds', 1)} s 内发了 ${f('requests')} 次检查，没有一次得到应答。`,
    causes: ['UDP 被阻断。', '没有提供中继（TURN）。'],
    help: '呼叫端点之间的 STUN 请求，5 s 以上没有一次成功。需要读取数据包。',
  },
  'DSCP-MEDIA': {
    title: '媒体标记有误',
    sentence: (f) => `${f('changes') === '0' ? '' : '部分'}包的 DSCP 为 ${f('dscp')}，应为 ${f('wanted')}。`,
    causes: ['设备没有这项设置。', '途中的路由器改写或清除了标记。'],
    help: '每条流若干包的 DSCP，仅当该呼叫有任何标记时。需要读取数据包。',
  },
  'DSCP-SIG': {
    title: '信令没有标记',
    sentence: (f) => `SIP 的 DSCP 为 ${f('dscp')}，而媒体按语音标记。`,
    causes: ['设备没有这项设置。'],
    help: 'SIP 的 DSCP：媒体为 EF 时应为 CS3、AF31 或 CS5。需要读取数据包。',
  },
  'VLAN-CHANGE': {
    title: 'VLAN 变化',
    sentence: (f) => `同一条流的包有 VLAN ${f('from')} 和 ${f('to')}。`,
    causes: ['同时抓了网络的两处。', '路径发生变化。'],
    help: '每条流若干包的 VLAN 编号与优先级。需要读取数据包。',
  },
};
