/*
 * Seals packets with libsrtp2 (Debian libsrtp2-dev), for recorders that need SRTP of another implementation than ours.
 *   cc -O2 -o srtp-seal srtp-seal.c -lsrtp2
 *   srtp-seal PROFILE KEYHEX < lines "rtp HEX" or "rtcp HEX" > lines of HEX, sealed
 * With "open" as third word it opens instead and prints what it opened, or "-".
 */
#include <srtp2/srtp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int unhex(const char *text, unsigned char *out) {
  int n = 0;
  for (; text[0] && text[1] && sscanf(text, "%2hhx", out + n) == 1; text += 2) n++;
  return n;
}

int main(int argc, char **argv) {
  static char line[16384], kind[8], text[16000];
  static unsigned char packet[8192], key[128];
  srtp_policy_t policy;
  srtp_t session;
  int opens = argc > 3 && !strcmp(argv[3], "open");
  if (argc < 3) return 2;
  srtp_profile_t profile = atoi(argv[1]);
  memset(&policy, 0, sizeof policy);
  memset(key, 0, sizeof key);
  unhex(argv[2], key);
  if (srtp_init() || srtp_crypto_policy_set_from_profile_for_rtp(&policy.rtp, profile) || srtp_crypto_policy_set_from_profile_for_rtcp(&policy.rtcp, profile)) return 3;
  policy.key = key;
  policy.ssrc.type = opens ? ssrc_any_inbound : ssrc_any_outbound;
  policy.window_size = 1024;
  if (srtp_create(&session, &policy)) return 4;
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "%7s %15999s", kind, text) != 2) continue;
    int length = unhex(text, packet);
    int isControl = !strcmp(kind, "rtcp");
    srtp_err_status_t status = opens ? (isControl ? srtp_unprotect_rtcp : srtp_unprotect)(session, packet, &length)
                                     : (isControl ? srtp_protect_rtcp : srtp_protect)(session, packet, &length);
    if (status) puts("-");
    else {
      for (int i = 0; i < length; i++) printf("%02x", packet[i]);
      putchar('\n');
    }
  }
  return 0;
}
