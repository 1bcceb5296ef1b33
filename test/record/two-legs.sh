#!/bin/bash
# One call, two Call-IDs: SIPp is a back-to-back user agent between two baresip phones, which send each other the sound
# themselves. Captured on the switch.
. "$(dirname "$0")/lab.sh"
switch; host between 192.0.2.1/24; host alice 192.0.2.10/24; host bob 192.0.2.20/24
uas between 192.0.2.1 b2bua.xml
tone "$tmp/425.wav" 425; tone "$tmp/850.wav" 850
phone alice alice 192.0.2.10 PCMA/8000/1 "aufile,$tmp/425.wav"
phone bob bob 192.0.2.20 PCMA/8000/1 "aufile,$tmp/850.wav"
sleep 1; capture switch br0
tell alice dial sip:bob@192.0.2.1; sleep 1.5
tell bob accept; sleep 3
tell alice hangup; sleep 0.7
stop_capture
pack_recorded two-legs
