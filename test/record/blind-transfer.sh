#!/bin/bash
# Alice calls Bob; Bob transfers her to Carol without asking (REFER) and lets her go once Carol has answered. Three baresip
# phones, captured on the switch between them.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24; host carol 192.0.2.30/24
tone "$tmp/425.wav" 425; tone "$tmp/850.wav" 850; tone "$tmp/1275.wav" 1275
phone alice alice 192.0.2.10 PCMA/8000/1 "aufile,$tmp/425.wav"
phone bob bob 192.0.2.20 PCMA/8000/1 "aufile,$tmp/850.wav"
phone carol carol 192.0.2.30 PCMA/8000/1 "aufile,$tmp/1275.wav"
sleep 1; capture switch br0
tell alice dial sip:bob@192.0.2.20; sleep 1
tell bob accept; sleep 3
tell bob transfer sip:carol@192.0.2.30; sleep 1
tell carol accept; sleep 4
tell alice hangup; sleep 0.6
stop_capture
pack_recorded blind-transfer
