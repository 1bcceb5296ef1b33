/** Link-layer header types (tcpdump.org/linktypes.html): the numbers we decode, and names for all that captures usually carry. */

export const linkTypes = {
  NULL: 0, ETHERNET: 1, SLIP: 8, PPP: 9, RAW_12: 12, RAW_14: 14, PPP_HDLC: 50, PPP_ETHER: 51, RAW: 101, C_HDLC: 104, LOOP: 108,
  LINUX_SLL: 113, PPP_WITH_DIR: 204, IPV4: 228, IPV6: 229, LINUX_SLL2: 276,
} as const;

const names = new Map<number, string>([
  [0, 'NULL'], [1, 'EN10MB'], [3, 'AX25'], [6, 'IEEE802'], [7, 'ARCNET'], [8, 'SLIP'], [9, 'PPP'], [10, 'FDDI'], [12, 'RAW'], [14, 'RAW'], [50, 'PPP_HDLC'],
  [51, 'PPP_ETHER'], [100, 'ATM_RFC1483'], [101, 'RAW'], [104, 'C_HDLC'], [105, 'IEEE802_11'], [107, 'FRELAY'], [108, 'LOOP'], [109, 'ENC'],
  [113, 'LINUX_SLL'], [114, 'LTALK'], [117, 'PFLOG'], [119, 'IEEE802_11_PRISM'], [122, 'IP_OVER_FC'], [123, 'SUNATM'], [127, 'IEEE802_11_RADIOTAP'],
  [129, 'ARCNET_LINUX'], [138, 'APPLE_IP_OVER_IEEE1394'], [139, 'MTP2_WITH_PHDR'], [140, 'MTP2'], [141, 'MTP3'], [142, 'SCCP'], [143, 'DOCSIS'],
  [144, 'LINUX_IRDA'], [147, 'USER0'], [148, 'USER1'], [149, 'USER2'], [150, 'USER3'], [151, 'USER4'], [152, 'USER5'], [153, 'USER6'], [154, 'USER7'],
  [163, 'IEEE802_11_AVS'], [166, 'PPP_PPPD'], [169, 'GPRS_LLC'], [177, 'LINUX_LAPD'], [178, 'JUNIPER_ETHER'], [187, 'BLUETOOTH_HCI_H4'], [189, 'USB_LINUX'],
  [192, 'PPI'], [195, 'IEEE802_15_4_WITHFCS'], [197, 'ERF'], [201, 'BLUETOOTH_HCI_H4_WITH_PHDR'], [203, 'LAPD'], [204, 'PPP_WITH_DIR'],
  [205, 'C_HDLC_WITH_DIR'], [206, 'FRELAY_WITH_DIR'], [220, 'USB_LINUX_MMAPPED'], [224, 'FC_2'], [226, 'IPNET'], [227, 'CAN_SOCKETCAN'], [228, 'IPV4'],
  [229, 'IPV6'], [230, 'IEEE802_15_4_NOFCS'], [231, 'DBUS'], [235, 'DVB_CI'], [239, 'NFLOG'], [240, 'NETANALYZER'], [242, 'IPOIB'], [243, 'MPEG_2_TS'],
  [248, 'SCTP'], [249, 'USBPCAP'], [251, 'BLUETOOTH_LE_LL'], [252, 'WIRESHARK_UPPER_PDU'], [253, 'NETLINK'], [254, 'BLUETOOTH_LINUX_MONITOR'],
  [256, 'BLUETOOTH_LE_LL_WITH_PHDR'], [258, 'PKTAP'], [260, 'IPMI_HPM_2'], [271, 'VSOCK'], [272, 'NORDIC_BLE'], [276, 'LINUX_SLL2'], [277, 'ETHERNET_MPACKET'],
]);

/** The name without its LINKTYPE_ prefix, as tshark and capinfos users know it ("EN10MB"); the number when it has none. */
export function linkTypeName(linkType: number): string {
  return linkType < 0 ? 'none' : (names.get(linkType) ?? String(linkType));
}
