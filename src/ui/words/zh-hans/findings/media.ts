/** 媒体规则的文字：有无与质量（semantics 8.2、8.3）。 */
import type { FactText, FindingTexts } from '../../finding-text.ts';
import type { mediaFindings as en } from '../../en/findings/media.ts';

/** 抓包点之间每一段丢了多少，以及哪些包没有任何抓包点看到。 */
function between(f: FactText): string {
  const unseen = f('unseen') === '0' ? '' : `有 ${f('unseen')} 个没有任何抓包点看到：在 ${f('first')} 之前丢失，或从未发出。`;
  if (f('elsewhere') !== '0') return `丢在抓包点之间：${f('segments')}。${unseen}`;
  const who = unseen === '' ? '它们' : `其中 ${f('there')} 个`;
  return `${who}丢在抓包点 ${f('after')} 与 ${f('next')} 之间：${f('after')} 看到，${f('next')} 始终没有看到。${unseen}`;
}

/** 丢包发生在哪里，单独成句。 */
function lossSite(f: FactText): string {
  switch (f('site')) {
    case 'between':
      return between(f);
    case 'capture':
      if (f('told') === '2') return `${f('after')} 处的抓包漏掉了它们：其后的 ${f('next')} 看到了。`;
      return f('told') === '1' ? '很可能是抓包本身漏掉的：对端收到了这些包。' : '很可能是抓包本身漏掉的：没有共同端点的其他流在同一时刻也有缺口。';
    case 'network':
      return f('told') === '1'
        ? '丢在网络上：对端也没有收到。'
        : `很可能丢在网络上：其他路径在同一时刻没有缺口${f('numbered') === '1' ? '，且发送方的 IP 标识表明它已发出' : ''}。`;
    case 'sender':
      return '该主机从未发出这些包：它的 IP 标识连续无缺。它们在到达该主机之前就已丢失，或被它略去。';
    case 'before':
      return '该主机已发出这些包：IP 标识缺少同样的数目。它们丢在到达抓包点的途中，或被抓包漏掉。';
    case 'elsewhere':
    case 'unclear':
      return '无法判断是网络丢包还是抓包漏包。';
    default:
      return '';
  }
}

export const mediaFindings: Readonly<Record<keyof typeof en, FindingTexts[string]>> = {
  'RTP-PRIVATE': {
    title: '媒体发往私有地址',
    sentence: (f) => `使用公网地址的一方要求把媒体发往私有地址 ${f('address')}:${f('port')}，发往那里的媒体没有到达。`,
    causes: ['存在 NAT，却没有 STUN、ICE 或能改正地址的会话边界控制器。', 'SIP ALG 改了头域却没有改 SDP。'],
    help: '公网一方的 SDP 中有私有地址，且没有媒体到达该方的任何公网地址。',
  },
  'RTP-NONE': {
    title: '完全没有媒体',
    sentence: (f) => `呼叫已应答并持续 ${f('talk', 1)} s，两个方向都没有抓到一个媒体包。`,
    causes: ['媒体走的路径不经过抓包点。', '被防火墙阻断。', 'SDP 中的地址不可达：请与网络对照。'],
    help: '已应答的呼叫没有 RTP，而抓包中有其他呼叫的 RTP；不含保持与传真。',
  },
  'RTP-ONEWAY': {
    title: '单通',
    sentence: (f) =>
      `一个方向有 ${f('seconds', 1)} s 的声音；另一方向只有 ${f('packets')} 个包（${f('percent', 1)} %），本应发往 ${f('address')}:${f('port')}。`,
    causes: ['NAT 或防火墙：SDP 中的地址不可达。', '无声的一方发到了别处，或在没有抓到的 VLAN 上。', '只有一方支持的加密或编码。'],
    help: '双方约定双向发送；一个方向有 2 s 以上的包，另一方向没有，或在 5 s 内不足十分之一。',
  },
  'RTP-LATE': {
    title: '媒体开始得晚',
    sentence: (f) => `应答并确认之后 ${f('delay', 2)} s 才来第一个包。`,
    causes: ['网关接通缓慢。', 'ICE 或 DTLS 耗时。', '开头的问候语会丢失。'],
    help: '从应答及其 ACK 到该方向第一个包的时间。',
  },
  'RTP-STOP': {
    title: '媒体提前中断',
    sentence: (f) => `最后一个包比呼叫结束早 ${f('silence', 1)} s。`,
    causes: ['网络中断：因听不到对方而挂断。', '设备静音时什么也不发。', 'NAT 绑定失效。'],
    help: '某方向最后一个包到 BYE 的时间；不含保持，也不含舒适噪声。',
  },
  'RTP-SILENCE': {
    title: '数字静音',
    sentence: (f) => `连续 ${f('seconds', 1)} s 每个包都只有静音，而另一方一直在。`,
    causes: ['麦克风静音。', '会议桥或放音没有接到任何来源。', '转码时无法解码。'],
    help: 'G.711 载荷全部为同一个静音字节。需要读取载荷。',
  },
  'RTP-AFTER-BYE': {
    title: '结束后仍有媒体',
    sentence: (f) => `BYE 得到响应后，包又持续了 ${f('seconds', 1)} s。`,
    causes: ['媒体会话没有释放。', '网关还在放音，却没有人听。'],
    help: '晚于 BYE 响应的媒体。',
  },
  'RTP-BEFORE-ANS': {
    title: '应答前已有主叫声音',
    sentence: (f) => `应答前 ${f('seconds', 1)} s 主叫的包就已发往被叫。`,
    causes: ['双向早期媒体，应答前的放音和菜单需要它。', '不计费通话的一种手法。'],
    help: '2xx 之前从主叫到被叫的媒体。',
  },
  'RTP-ADDR': {
    title: '媒体来自其他地址',
    sentence: (f) => `包来自 ${f('address')}:${f('port')}；声明的是 ${f('announcedAddress')}:${f('announcedPort')}。`,
    causes: ['中间有 NAT，对称 RTP 在起作用。', '媒体服务器的发送端口与接收端口不同。'],
    help: '流的源地址和端口与发送方声明的对照。',
  },
  'RTP-REBIND': {
    title: '发送方换了地址',
    sentence: (f) => `流改从 ${f('to')} 发出，原来是 ${f('from')}，间隔 ${f('seconds', 1)} s。`,
    causes: ['NAT 绑定失效后重新建立。', '话机换了网络。', '媒体服务器切换。'],
    help: '同一 SSRC 在 10 s 内从另一地址或端口发往同一接收方。',
  },
  'RTP-SSRC': {
    title: '源发生变化',
    sentence: (f) => `没有新的 offer，同一路径上 SSRC 变了 ${f('changes')} 次。`,
    causes: ['转接、保持音乐或混音器切换。', '发送方重新开始。'],
    help: '应答后同一地址和端口上出现新的 SSRC，且之前 5 s 内没有会话描述。',
  },
  'RTP-COLLIDE': {
    title: 'SSRC 冲突',
    sentence: (f) =>
      f('kind') === 'interleaved'
        ? `${f('one')} 同时向同一接收方发送两个同类型的源：${f('ssrc')} 和 ${f('otherSsrc')}。`
        : `${f('one')} 和 ${f('other')} 同时以 ${f('ssrc')} 发往同一接收方。`,
    causes: ['两个发送方选了同一个 SSRC。', '媒体被分叉，或同一流发了两份。', '服务器在接通呼叫时仍继续播放音乐。'],
    help: '两个来源以同一 SSRC 发往同一地址和端口，或同一地址以同一编码同时发送两个 SSRC，持续一秒以上。',
  },
  'RTP-DUP-STREAM': {
    title: '流发了两份',
    sentence: (f) => `同样的 ${f('packets')} 个包既发往 ${f('one')}，也发往 ${f('other')}。`,
    causes: ['录音或监听的第二份副本。', '冗余流。', '镜像了两处。'],
    help: '两条流的 SSRC、序号和时间戳相同，且不是一条转发出另一条。',
  },
  LOSS: {
    title: '丢包',
    sentence: (f) => `${f('expected')} 个包中有 ${f('lost')} 个（${f('percent', 1)} %）没有到达。${lossSite(f)}`,
    causes: ['链路拥塞或限速器丢弃了包。', 'Wi-Fi 或移动网络信号不佳。', '抓包本身漏掉了包：抓包的机器太慢。'],
    help: '收到的不同序号数与应收数相比（RFC 3550 附录 A.3），并对丢失位置给出分级判断；有多个抓包点时说明每一段丢了多少，并以丢失的包为证据。应收不足 100 个时，至少丢失三个才报告。',
  },
  'LOSS-BURST': {
    title: '突发丢包',
    sentence: (f) => `有 ${f('count')} 次连续三个以上的包没有到达，最多 ${f('packets')} 个（${f('longest', 0)} ms）。${lossSite(f)}`,
    causes: ['链路中断或切换。', '队列溢出。', '任何丢包隐藏都补不上：会缺音节。'],
    help: '连续缺三个以上序号且达 60 ms，或丢包 0.5 % 以上且突发比达到 2。',
  },
  'LOSS-PERIODIC': {
    title: '周期性丢包',
    sentence: (f) => `丢包 ${f('events')} 次，每隔 ${f('interval', 2)} s 一次。${lossSite(f)}`,
    causes: ['限速器。', 'Wi-Fi 扫描其他接入点。', '定时运行的任务。'],
    help: '六次以上的丢包，间隔相差不到十分之一。',
  },
  JITTER: {
    title: '抖动',
    sentence: (f) => `抖动最高 ${f('jitter', 1)} ms；每二十个包有一个晚到 ${f('variation', 0)} ms 以上。`,
    causes: ['拥塞。', 'Wi-Fi 省电。', '繁忙机器上的软件发送方。'],
    help: 'RFC 3550 的最大抖动，以及高出每一百个包中最小时延的第 95 百分位。',
  },
  'JITTER-SPIKE': {
    title: '时延尖峰',
    sentence: (f) => `有 ${f('count')} 次包被滞留，最长 ${f('longest', 0)} ms，然后成串到达。`,
    causes: ['途中的队列。', '处理器繁忙。', '路由变化。'],
    help: '100 ms 以上的延迟，随后三个包的间隔小于半个打包时间。',
  },
  'LATE-DISCARD': {
    title: '迟到的包',
    sentence: (f) => `${f('percent', 1)} % 的包晚于 200 ms 缓冲所能等待的时间，虽然几乎没有丢包。`,
    causes: ['时延变化超出抖动缓冲的能力：听起来像丢包。'],
    help: '200 ms 固定缓冲下的迟到包，而丢包不足 0.5 %。',
  },
  REORDER: {
    title: '乱序',
    sentence: (f) => `${f('count')} 个包（${f('percent', 1)} %）落在后面的包之后，最多晚 ${f('extent')} 个序号。`,
    causes: ['逐包负载均衡。', 'Wi-Fi 重发帧。'],
    help: '在更大序号之后到达的包：1 % 以上，或晚三个以上。',
  },
  DUP: {
    title: '重复的包',
    sentence: (f) => `${f('count')} 个包（${f('percent', 1)} %）被抓到不止一次。`,
    causes: ['端口镜像看到了链路的两端。', '环路。', '发送方有意重复。'],
    help: '再次出现的序号。',
  },
  'TS-JUMP': {
    title: '时间戳跳变',
    sentence: (f) => `时间戳有 ${f('count')} 次偏离时钟，最多 ${f('longest', 0)} ms，且没有标记位。`,
    causes: ['发送方重新开始计时。', '混音器或中继切换来源。', '表现为咔嗒声，或一直存在的时延。'],
    help: '时间戳的步进与实际经过的时间相差 200 ms 以上，且没有标记位。',
  },
  'TS-WRONG-STEP': {
    title: '时钟频率错误',
    sentence: (f) => `时间戳约按 ${f('measured')} Hz 走；${f('codec')} 应为 ${f('rate')} Hz。`,
    causes: ['G.722 用了 16000 Hz，或 Opus 用了 8000 Hz：弄错了频率。', '中继改了打包时间却没有改时间戳。'],
    help: '每秒的包按时间戳带来的声音远不是一秒。',
  },
  'TS-NONMONO': {
    title: '时间戳倒退',
    sentence: (f) => `序号增加而时间戳倒退 ${f('count')} 次，最多 ${f('most', 0)} ms。`,
    causes: ['发送方的错误，常见于插入音乐或按键处。'],
    help: '时间戳小于序号在前的包；不含事件与视频。',
  },
  'SEQ-RESTART': {
    title: '序号重新开始',
    sentence: (f) => `发送方在流的中途重新计数 ${f('count')} 次。`,
    causes: ['发送方重启。', '中继换了发送方却保留了 SSRC。'],
    help: '并非丢包的序号跳变（RFC 3550 附录 A.1）。',
  },
  'CLOCK-SKEW': {
    title: '时钟漂移',
    sentence: (f) => `发送方的时钟${f('kind') === 'fast' ? '快' : '慢'} ${f('ppm', 0)} ppm：缓冲大约每 ${f('slip', 0)} s 滑动一个包。`,
    causes: ['电脑声卡的时钟。', '振荡器质量差，或没有同步。', '抓包机器的时钟。'],
    help: '一分钟以上每十秒最小时延的斜率，且各点在一条直线上。',
  },
  'SENDER-STALL': {
    title: '发送方停顿',
    sentence: (f) => `发送方停顿 ${f('count')} 次，最长 ${f('longest', 0)} ms，然后若无其事地继续。`,
    causes: ['处理器繁忙，或虚拟机被挂起。', '省略静音时时间戳没有前进。'],
    help: '三个打包时间内没有包，而序号和时间戳都没有缺失。',
  },
  'VAD-GAP': {
    title: '静音没有噪声',
    sentence: (f) => `声音被省略 ${f('count')} 次，最长 ${f('longest', 0)} ms，没有舒适噪声。`,
    causes: ['静音抑制却没有舒适噪声：像断线一样。', '噪声门。'],
    help: '时间戳有 200 ms 以上的空档而序号不缺，且流中没有舒适噪声。',
  },
  'CN-MISUSE': {
    title: '舒适噪声使用不当',
    sentence: (f) =>
      f('kind') === 'unknown' ? `${f('packets')} 个舒适噪声包发给了没有声明它的接收方。` : `舒适噪声（${f('packets')} 个包）来得比一个打包时间还快。`,
    causes: ['发送方没有遵守约定。', '听起来是断续或阵阵噪声。'],
    help: '接收方没有声明的载荷类型 13，或间隔小于半个打包时间的噪声包。',
  },
  'MARKER-MISS': {
    title: '缺少标记位',
    sentence: (f) => `${f('spurts')} 段语音中有 ${f('count')} 段开头没有标记位。`,
    causes: ['发送方从不设置：缓冲会在错误的时刻调整。'],
    help: '按时间戳，静音之后的第一个包没有标记位。',
  },
  'MARKER-ALL': {
    title: '大多数包都有标记位',
    sentence: (f) => `${f('percent', 0)} % 的包带有标记位。`,
    causes: ['发送方总是设置：缓冲每个包都重新开始。'],
    help: '带标记位的声音包所占比例。',
  },
  'MOS-LOW': {
    title: '质量差',
    sentence: (f) => `最差的十秒评分 ${f('mos', 2)}；整条流 ${f('whole', 2)}。`,
    causes: ['丢包和迟到的包，见旁边的发现。'],
    help: '自适应缓冲下有缺失或迟到的十秒的听音质量（ITU-T G.107，MOS）。',
  },
  'RTCP-NONE': {
    title: '没有 RTCP',
    sentence: (f) => `${f('seconds', 0)} s 内没有人报告过这条流。`,
    causes: ['RTCP 被阻断，或不在此处。', '端点不发送。'],
    help: '长于 30 s 而没有任何 RTCP 提到的流；不含 SRTP。',
  },
  'RTCP-LOSS-DELTA': {
    title: '丢在抓包点之后',
    sentence: (f) => `接收方报告丢失 ${f('there', 1)} %；此处缺 ${f('here', 1)} %。`,
    causes: ['包丢在抓包点与接收方之间：请查那一段。'],
    help: '同一批包上接收方报告的丢失与此处缺失的对照。需要读取 RTCP。',
  },
  'RTCP-RTT': {
    title: '往返时延长',
    sentence: (f) => `往返时延平均 ${f('roundTrip', 0)} ms。`,
    causes: ['距离远或经过卫星。', '队列很深。', '双方会抢话，也会听到回声。'],
    help: '由 RTCP 得出的平均往返时延（两半相加），或端点自己报告的。需要读取 RTCP。',
  },
  'RTCP-CLOCK': {
    title: 'RTCP 时钟有误',
    sentence: (f) => (f('kind') === 'rate' ? `发送方报告给出的时钟频率偏差 ${f('percent', 1)} %。` : `有 ${f('negative')} 个往返时延为负。`),
    causes: ['端点用错误的时钟给报告打时间：不要相信它的往返时延。'],
    help: '为负的往返时延，或发送方报告的时间戳与墙上时钟不符。需要读取 RTCP。',
  },
  'ECHO-RISK': {
    title: '可能有回声',
    sentence: (f) => `端点报告残余回声回损 ${f('loss', 0)} dB；应有 ${f('wanted', 0)} dB。`,
    causes: ['没有回声消除的耳机或免提。', '接模拟线路的网关。'],
    help: 'VoIP 指标（RFC 3611）中的残余回声回损。需要读取 RTCP。',
  },
  'ONE-SIDE-QUALITY': {
    title: '一个方向较差',
    sentence: (f) => `一个方向评分 ${f('worse', 2)}，另一方向 ${f('better', 2)}。`,
    causes: ['两个方向的路径不同：上行、单侧 Wi-Fi、另一条路由。'],
    help: '同一编码的两个方向 MOS 相差 0.8 以上。',
  },
  'VIDEO-FREEZE': {
    title: '画面冻结',
    sentence: (f) => (f('kind') === 'asked' ? `请求完整画面 ${f('requests')} 次。` : `有 ${f('count')} 次没有包，最长 ${f('longest', 0)} ms。`),
    causes: ['丢包：解码器在等完整画面。', '发送方停顿，或链路停滞。'],
    help: '视频流停顿 500 ms 以上，或 5 s 内不止一次请求画面（PLI、FIR）。请求：需要读取 RTCP。',
  },
};
