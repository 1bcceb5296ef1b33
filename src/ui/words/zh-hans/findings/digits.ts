/** 按键与传真规则的文字（semantics 8.4）。 */
import type { FindingTexts } from '../../finding-text.ts';
import type { digitFindings as en } from '../../en/findings/digits.ts';

const faxFailures: Readonly<Record<string, string>> = {
  trainingFailed: '训练失败三次',
  disconnected: '最后一页得到确认之前就断线了',
  unconfirmed: '最后一页始终没有得到确认',
  pageRejected: '有一页被拒绝',
  noNegotiation: '两台机器没有达成任何约定',
};

export const digitFindings: Readonly<Record<keyof typeof en, FindingTexts[string]>> = {
  'DTMF-METHOD': {
    title: '按键方式不一致',
    sentence: (f) => {
      if (f('kind') === 'info') return `双方约定了 RFC 4733，却有 ${f('count')} 个按键（${f('digits')}）走 SIP。`;
      if (f('kind') === 'inband') return `双方约定了 RFC 4733，却有 ${f('count')} 个按键（${f('digits')}）以音频中的双音发送。`;
      if (f('kind') === 'codec') return `${f('count')} 个按键（${f('digits')}）以音频中的双音发送，而下一分支使用 ${f('codec')}，会破坏双音。`;
      if (f('kind') === 'oneSide') return `发送了 ${f('count')} 个按键（${f('digits')}），而只有一方声明了 RFC 4733。`;
      return `一方用 RTP 事件发送按键，另一方用别的方式（${f('digits')}）。`;
    },
    causes: ['双方的 DTMF 设置不同：菜单听不到。', '网关把按键音留在声音里，其后的语音编码无法传送双音。'],
    help: '按键的发送方式（事件、SIP 或音频中的双音）与约定的对照。需要读取按键；打开呼叫时会收听声音。',
  },
  'DTMF-DUP': {
    title: '按键重复',
    sentence: (f) => `${f('count')} 个按键（${f('digits')}）同时以两种方式发送。`,
    causes: ['网关把按键音留在声音里，又发送事件：菜单会数两次。'],
    help: '200 ms 内同一方向以另一种方式出现的同一按键。需要读取按键。',
  },
  'DTMF-NOEND': {
    title: '按键没有结束',
    sentence: (f) => `${f('count')} 个事件没有结束包。`,
    causes: ['三个带结束位的包都丢了。', '发送方不设置结束位：音会一直响。'],
    help: '没有结束位、其后仍有媒体的 RFC 4733 事件。需要读取按键。',
  },
  'DTMF-SHORT': {
    title: '按键过短',
    sentence: (f) =>
      f('kind') === 'pause'
        ? `${f('count')} 个按键距前一个不足 ${f('limit', 0)} ms。`
        : `${f('count')} 个按键短于 ${f('limit', 0)} ms，最短 ${f('least', 0)} ms。`,
    causes: ['拨号器设得太快：接收方可能漏掉按键。'],
    help: '事件的时长与间隔，40 ms。需要读取按键。',
  },
  'DTMF-PT': {
    title: '按键未约定',
    sentence: (f) =>
      f('kind') === 'clock'
        ? `${f('count')} 个事件按 ${f('events')} Hz 计时，而声音为 ${f('sound')} Hz。`
        : `${f('count')} 个事件发给没有声明 telephone-event 的接收方。`,
    causes: ['发送方没有遵守 answer：接收方会忽略。', 'offer 中没有与编码时钟相同的事件类型。'],
    help: 'RFC 4733 事件与接收方描述对照，以及其时钟与声音时钟对照。需要读取按键。',
  },
  'DTMF-TS': {
    title: '按键自我重复',
    sentence: (f) => (f('kind') === 'timestamp' ? `同一按键的 ${f('count')} 个包各有时间戳：每个都被当作一次按键。` : `${f('count')} 个事件的时长没有增长。`),
    causes: ['发送方的错误，或中继改写了时间戳。'],
    help: '同一 RFC 4733 事件各包的时间戳与时长。需要读取按键。',
  },
  'FAX-NOSWITCH': {
    title: '用语音编码传真',
    sentence: (f) => `在 ${f('codec')} 上出现传真音（${f('tone')}），而没有人请求 T.38。`,
    causes: ['T.38 被关闭，或不允许 G.711：传真会失败。'],
    help: '以事件发送的传真机音，没有 image m 行，也不是 G.711。需要读取信号音。',
  },
  'FAX-488': {
    title: 'T.38 被拒绝',
    sentence: (f) => `切换到 T.38 的请求得到 ${f('status')}。`,
    causes: ['对端不支持 T.38：可能退回 G.711。'],
    help: '带 image m 行的 INVITE 得到 488、606 或 415。',
  },
  'FAX-LOSS': {
    title: '传真丢包',
    sentence: (f) => `传真有 ${f('lost')} 个包彻底丢失；${f('recovered')} 个得以恢复。`,
    causes: ['丢失超出冗余所能覆盖：增加冗余，或使用纠错模式。'],
    help: '既没有到达也没有被再次携带的 UDPTL 序号。需要读取 T.38。',
  },
  'FAX-T30': {
    title: '传真失败',
    sentence: (f) => `传真没有正常结束：${faxFailures[f('kind')] ?? f('kind')}。确认了 ${f('pages')} 页；最后一句是 ${f('last')}。`,
    causes: ['图像数据丢失或延迟。', '网关与传真机互不理解：试试更低的速率或纠错模式。'],
    help: '两台机器之间的对话（T.30）。需要读取 T.38。',
  },
  'FAX-JITTER': {
    title: '传真包不均匀',
    sentence: (f) => `一页之内有 ${f('longest', 0)} ms 没有包。`,
    causes: ['网关在等待：打印的机器可能以为载波消失。'],
    help: '一页内包与包之间的最长停顿，超过 500 ms。需要读取 T.38。',
  },
};
