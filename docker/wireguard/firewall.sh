#!/bin/sh
# Prints the firewall of the tunnels for `nft -f`, from what start.sh exports:
#   interface, network, hub    of the tunnels
#   RADIUS_AUTH_PORT, RADIUS_ACCT_PORT
#   WIREGUARD_CALLERS          who on this host's networks may reach routers besides the host
#                              itself (web and worker): comma-separated CIDRs, none by default
set -eu

callers=${WIREGUARD_CALLERS:-}

cat <<NFT
table inet portico_tunnels
delete table inet portico_tunnels
table inet portico_tunnels {
  chain input {
    type filter hook input priority filter - 5; policy accept;
    iifname "$interface" jump from_router
    # An address of the tunnels comes out of the tunnel or not at all.
    iifname != { "$interface", "lo" } ip saddr $network drop
  }

  # What a router may reach: RADIUS, and an answer to a ping.
  chain from_router {
    ct state established,related accept
    ip daddr $hub udp dport { ${RADIUS_AUTH_PORT:-1812}, ${RADIUS_ACCT_PORT:-1813} } accept
    ip daddr $hub icmp type echo-request limit rate 100/second accept
    drop
  }

  # Routers reach nobody through us, one another least of all; they are reached by ours alone.
  chain forward {
    type filter hook forward priority filter - 5; policy accept;
    iifname "$interface" ct state established,related accept
    iifname "$interface" drop
    iifname != "$interface" ip saddr $network drop
NFT
if [ -n "$callers" ]; then
  echo "    oifname \"$interface\" ip saddr { $callers } accept"
fi
cat <<NFT
    oifname "$interface" drop
  }
NFT
# Routers know us by one address, whoever of us calls.
if [ -n "$callers" ]; then
  cat <<NFT

  chain postrouting {
    type nat hook postrouting priority srcnat - 5; policy accept;
    oifname "$interface" ip saddr { $callers } snat ip to $hub
  }
NFT
fi
echo "}"
