/** 媒体规则的文字：有无、协商与质量（semantics 8.2、8.3）。 */
import type { FindingTexts } from '../../finding-text.ts';
import type { mediaFindings as en } from '../../en/findings/media.ts';

export const mediaFindings: Readonly<Record<keyof typeof en, FindingTexts[string]>> = {
  LOSS: {
    title: '丢包',
    sentence: (f) => `${f('expected')} 个包中有 ${f('lost')} 个（${f('percent', 1)} %）没有到达。`,
    causes: ['链路拥塞或限速器丢弃了包。', 'Wi-Fi 或移动网络信号不佳。', '抓包本身漏掉了包：参见关于丢失位置的判断。'],
    help: '收到的不同序号数与应收数相比（RFC 3550 附录 A.3）。',
  },
};
