#!/bin/bash
# Alice's baresip knows a password that the proxy does not take: its INVITE with credentials is answered 407 again, and it gives
# up. She tries once more half a minute later. A phone that never gives up is public/samples/wrong-password.pcap.
. "$(dirname "$0")/lab.sh"
switch; host proxy 192.0.2.1/24; host alice 192.0.2.10/24
proxy proxy 192.0.2.1 challenge.cfg
tone "$tmp/425.wav" 425
DOMAIN=192.0.2.1 phone alice alice 192.0.2.10 PCMA/8000/1 "aufile,$tmp/425.wav" ";auth_user=alice;auth_pass=wrong"
sleep 1; capture proxy eth0
tell alice dial sip:bob@192.0.2.1; sleep 33
tell alice dial sip:bob@192.0.2.1; sleep 1
stop_capture
pack_recorded wrong-password-call
