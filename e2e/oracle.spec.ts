/**
 * The built page against tshark: captures go through the file dialogue, the analysis is asked for as a script would
 * (sipglass.analysis()), and compared as test/oracle.test.ts compares the engine's. The same known disagreements hold.
 */
import type { Page } from '@playwright/test';
import { compare, type Analysis } from '../test/oracle/compare.ts';
import { judge } from '../test/oracle/known.ts';
import { truthFiles, warnWithoutShared } from '../test/oracle/truth.ts';
import { expect, openFiles, test } from './fixtures.ts';

/** Every container, link layer and transport, fragments, tunnels, early media, forks, NAT, and the largest of them. */
const chosen = [
  'NormB_sipnab/codec-negotiation.pcap',
  'NormB_sipnab/register-invite-reinvite-bye.pcap',
  'OISF_suricata-verify/sip-tcp.pcap',
  'ajbanjara_Wireshark/Asterisk_ZFONE_XLITE.pcap',
  'ajbanjara_Wireshark/DTMFsipinfo.pcap',
  'ajbanjara_Wireshark/SIP_CALL_RTP_G711',
  'ajbanjara_Wireshark/SIP_DTMF2.cap',
  'ajbanjara_Wireshark/T38.pcap',
  'ajbanjara_Wireshark/aaa.pcap',
  'ajbanjara_Wireshark/h263-over-rtp.pcap',
  'ajbanjara_Wireshark/rtp_example.raw.gz',
  'ajbanjara_Wireshark/sip-rtp-g726.pcap',
  'ajbanjara_Wireshark/sip-rtp-opus.pcap',
  'arkime_arkime/gtp-iphone.pcap',
  'goffinet_sip_captures/SIP-Call-Flow-Over-TCP.pcap',
  'goffinet_sip_captures/sip-2phones-B2BUA-Asterisk.pcapng',
  'goffinet_sip_captures/sip-flow-private-2.pcapng',
  'goffinet_sip_captures/uac-uas-scenario-sipp.pcapng',
  'irontec_sngrep/ipip.pcap',
  'irontec_sngrep/ipv6frag.pcap',
  'javier-pastor_ptavi-p5/sip.libpcap.gz',
  'open5gs_open5gs/ipsec_to_ipsec_call.pcapng',
  'pentesteracademy_voipshark/SIP-SRTP-Normal_Call_two_parties.pcap',
  'recorded/proxy-udp-opus.pcapng',
  'recorded/sipp-netem-far.pcap',
  'seladb_PcapPlusPlus/sip_resp.pcap',
  'zongbingwang_pcapApplication/yate.pcap',
];

const files = new Map(truthFiles().map((file) => [file.id, file]));
warnWithoutShared('the comparison of the built page with tshark');

test.describe('as tshark says', () => {
  test.skip(files.size === 0, '../shared is absent');

  for (const id of chosen) {
    test(id, async ({ page, site }) => {
      const file = files.get(id)!;
      await page.goto(site.url);
      await openFiles(page, [file.path]);
      expect(judge(id, compare(file.truth, await analysis(page)))).toEqual({ unknown: [], gone: [] });
    });
  }

  test('one after the other in the same page', async ({ page, site }) => {
    await page.goto(site.url);
    for (const id of chosen.slice(0, 8)) {
      await openFiles(page, [files.get(id)!.path]);
      expect(judge(id, compare(files.get(id)!.truth, await analysis(page))), id).toEqual({ unknown: [], gone: [] });
    }
  });
});

async function analysis(page: Page): Promise<Analysis> {
  const text = await page.evaluate(async () => {
    const { sipglass } = globalThis as unknown as { readonly sipglass: { analysis(): Promise<Blob> } };
    return (await sipglass.analysis()).text();
  });
  return JSON.parse(text) as Analysis;
}
