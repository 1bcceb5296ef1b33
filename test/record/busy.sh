#!/bin/bash
# baresip calls a SIPp that is on another call: 486. A second attempt a few seconds later ends the same way.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24
uas bob 192.0.2.20 uas-busy.xml
phone alice alice 192.0.2.10 PCMU/8000/1,PCMA/8000/1 ausine,440
sleep 1; capture alice eth0
tell alice dial sip:bob@192.0.2.20; sleep 3
tell alice dial sip:bob@192.0.2.20; sleep 1
stop_capture
pack busy.pcap pcap
