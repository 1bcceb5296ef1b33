#!/bin/bash
# Alice's baresip offers Opus and G.722, Bob's speaks only G.711: 488.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24
phone alice alice 192.0.2.10 opus/48000/2,G722/16000/1 ausine,440
phone bob bob 192.0.2.20 PCMA/8000/1,PCMU/8000/1 ausine,880
sleep 1; capture bob eth0
tell alice dial sip:bob@192.0.2.20; sleep 2
stop_capture
pack codec-mismatch.pcap pcap
