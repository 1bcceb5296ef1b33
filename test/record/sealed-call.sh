#!/bin/bash
# Nothing in the clear: SIP over TLS between two baresips, the media SRTP with keys from the SDP (SDES). Alice's OpenSSL writes down
# the secrets of its connections (key-log.c), which are then put into the capture, so that it opens by itself.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24
speech "$tmp/alice.wav" 8000 1 30 en-gb "Hello Bob. Nobody else can hear this."
speech "$tmp/bob.wav" 8000 1 30 en-gb+f4 "Unless you give them the key."
cc -shared -fPIC -o "$tmp/key-log.so" "$here/key-log.c" -ldl
for who in alice bob; do
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$who" -keyout "$tmp/$who.key" -out "$tmp/$who.crt" 2>/dev/null
  cat "$tmp/$who.key" "$tmp/$who.crt" > "$tmp/$who.pem"
done
sealed() { printf 'module srtp.so\nsip_certificate %s\nsip_verify_server no\n' "$tmp/$1.pem"; }
URI_PARAMETERS=";transport=tls" phone bob bob 192.0.2.20 PCMA/8000/1 "aufile,$tmp/bob.wav" ";mediaenc=srtp-mand" "$(sealed bob)"
SSLKEYLOGFILE=$tmp/secrets LD_PRELOAD=$tmp/key-log.so URI_PARAMETERS=";transport=tls" \
  phone alice alice 192.0.2.10 PCMA/8000/1 "aufile,$tmp/alice.wav" ";mediaenc=srtp-mand" "$(sealed alice)"
sleep 1; capture alice eth0
tell alice dial sip:bob@192.0.2.20; sleep 1.5
tell bob accept; sleep 5.2
tell alice hangup; sleep 0.7
stop_capture
pack sealed-call.pcapng pcapng --inject-secrets "tls,$tmp/secrets"
