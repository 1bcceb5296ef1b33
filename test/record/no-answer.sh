#!/bin/bash
# Alice calls Bob through Kamailio; Bob's phone rings and nobody picks up. Captured at the proxy: both hops.
. "$(dirname "$0")/lab.sh"
switch; host proxy 192.0.2.1/24; host alice 192.0.2.10/24; host bob 192.0.2.20/24
proxy proxy 192.0.2.1 no-answer.cfg
phone alice alice 192.0.2.10 PCMU/8000/1,PCMA/8000/1 ausine,440
phone bob bob 192.0.2.20 PCMU/8000/1,PCMA/8000/1 ausine,880
sleep 1; capture proxy eth0
tell alice dial sip:bob@192.0.2.1; sleep 14
stop_capture
pack no-answer.pcapng pcapng
