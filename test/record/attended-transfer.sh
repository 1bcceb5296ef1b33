#!/bin/bash
# Alice calls Bob; Bob puts her on hold, asks Carol, and connects the two: REFER with Replaces in Refer-To, INVITE with
# Replaces from Alice to Carol. Three Linphones, captured on the switch between them.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24; host carol 192.0.2.30/24
tone "$tmp/425.wav" 425; tone "$tmp/850.wav" 850; tone "$tmp/1275.wav" 1275
linphone alice alice 192.0.2.10 "$tmp/425.wav"
linphone bob bob 192.0.2.20 "$tmp/850.wav"
linphone carol carol 192.0.2.30 "$tmp/1275.wav"
sleep 1; capture switch br0
say alice "call sip:bob@192.0.2.20"; sleep 1
say bob "answer"; sleep 2.5
say bob "pause"; sleep 0.7
say bob "call sip:carol@192.0.2.30"; sleep 1
say carol "answer"; sleep 2.5
say bob "transfer 1 --to-call 2"; sleep 3.5
say alice "terminate"; sleep 1
stop_capture
pack_recorded attended-transfer
