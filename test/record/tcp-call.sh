#!/bin/bash
# SIP over TCP: Alice's baresip calls Bob's, both speak G.722; Bob hangs up. Captured on all interfaces of Alice's machine
# ("any"), so the link layer is Linux cooked v2.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24
speech "$tmp/alice.wav" 16000 1 30 en-gb "Hello Bob, this is wide band."
speech "$tmp/bob.wav" 16000 1 30 en-gb+f4 "Yes, I can hear the difference."
URI_PARAMETERS=";transport=tcp" phone alice alice 192.0.2.10 G722/16000/1,PCMA/8000/1 "aufile,$tmp/alice.wav"
URI_PARAMETERS=";transport=tcp" phone bob bob 192.0.2.20 G722/16000/1,PCMA/8000/1 "aufile,$tmp/bob.wav"
sleep 1; capture alice any
tell alice dial sip:bob@192.0.2.20; sleep 1.5
tell bob accept; sleep 3
tell bob hangup; sleep 0.7
stop_capture
pack tcp-call.pcapng pcapng
