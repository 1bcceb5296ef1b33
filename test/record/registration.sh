#!/bin/bash
# baresip registers with Kamailio: challenge, credentials, 200; two refreshes; de-registration when the phone is switched off.
. "$(dirname "$0")/lab.sh"
switch; host registrar 192.0.2.1/24; host alice 192.0.2.10/24
proxy registrar 192.0.2.1 registrar.cfg 'modparam("registrar", "min_expires", 5)'
capture registrar eth0
DOMAIN=192.0.2.1 REGINT=12 phone alice alice 192.0.2.10 PCMU/8000/1 ausine,440 ";auth_pass=secret"
sleep 25; tell alice quit; sleep 1.5
stop_capture
pack registration.pcap pcap
