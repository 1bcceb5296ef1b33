#!/bin/bash
# Bob's phone rings; Alice gives up after four seconds.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24
phone alice alice 192.0.2.10 PCMU/8000/1,PCMA/8000/1 ausine,440
phone bob bob 192.0.2.20 PCMU/8000/1,PCMA/8000/1 ausine,880
sleep 1; capture bob eth0
tell alice dial sip:bob@192.0.2.20; sleep 4
tell alice hangup; sleep 1
stop_capture
pack cancelled.pcapng pcapng
