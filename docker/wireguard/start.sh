#!/bin/sh
# The WireGuard server that routers behind NAT dial out to. Makes its key at the first start,
# raises the interface and the firewall, and from then on applies the list of peers whenever
# `node ace.js tunnels:sync` has written a new one. README.md, beside this file, explains.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
interface=${WIREGUARD_INTERFACE:-portico-wg}
network=${WIREGUARD_NETWORK:-10.64.0.0/12}
port=${WIREGUARD_PORT:-51820}
# The key, which nobody else reads; the list, which tunnels:sync writes; what is told of us.
private=${WIREGUARD_PRIVATE_DIR:-/var/lib/portico/wireguard/private}
peers=${WIREGUARD_PEERS_DIR:-/var/lib/portico/wireguard/peers}/peers.conf
report=${WIREGUARD_REPORT_DIR:-/var/lib/portico/wireguard/report}
report_seconds=${WIREGUARD_REPORT_SECONDS:-15}

base=${network%/*}
hub=${base%.*}.$((${base##*.} + 1))
export interface network hub

userspace=

make_key() {
  mkdir -p "$private" "$report"
  if [ ! -s "$private/private.key" ]; then
    (umask 077 && wg genkey > "$private/private.key.new")
    mv "$private/private.key.new" "$private/private.key"
  fi
  wg pubkey < "$private/private.key" > "$report/public.key.new"
  mv "$report/public.key.new" "$report/public.key"
}

# The kernel's WireGuard where it has one, else the same in user space.
raise_interface() {
  ip link delete dev "$interface" 2>/dev/null || true
  if ! ip link add dev "$interface" type wireguard 2>/dev/null; then
    wireguard-go -f "$interface" &
    userspace=$!
    tries=50
    until wg show "$interface" >/dev/null 2>&1; do
      tries=$((tries - 1))
      if [ "$tries" = 0 ] || ! kill -0 "$userspace" 2>/dev/null; then
        echo "wireguard: neither the kernel nor wireguard-go makes $interface" >&2
        exit 1
      fi
      sleep 0.1
    done
  fi
  wg set "$interface" listen-port "$port" private-key "$private/private.key"
  ip address replace "$hub/32" dev "$interface"
  ip link set dev "$interface" mtu 1280 up
  ip route replace "$network" dev "$interface" src "$hub"
}

# syncconf touches only what differs, so sessions of other peers go on. It would take away a
# private key that the text does not name: the list holds peers alone, the rest is put before it.
apply_peers() {
  mark=$(stat -c '%i %y %s' "$peers" 2>/dev/null) || return 0
  [ "$mark" != "$applied" ] || return 0
  applied=$mark
  if {
    printf '[Interface]\nListenPort = %s\nPrivateKey = ' "$port"
    cat "$private/private.key" "$peers"
  } | wg syncconf "$interface" /dev/stdin; then
    echo "wireguard: $(wg show "$interface" peers | wc -l) peers"
  else
    echo "wireguard: the list of peers was refused, the one before stays" >&2
  fi
}

# The first line of a dump holds the private key, and stays here.
report() {
  wg show "$interface" dump | awk 'NR > 1 { print $1, $3, $5 }' > "$report/handshakes.new"
  mv "$report/handshakes.new" "$report/handshakes"
}

stop() {
  trap - EXIT TERM INT
  ip link delete dev "$interface" 2>/dev/null || true
  [ -z "$userspace" ] || kill "$userspace" 2>/dev/null || true
  nft delete table inet portico_tunnels 2>/dev/null || true
  exit "${1:-0}"
}

trap 'stop 1' EXIT
trap 'stop 0' TERM INT

make_key
# The firewall stands before the first packet can come.
sh "$here/firewall.sh" | nft -f -
raise_interface
echo "wireguard: $interface is $hub, UDP $port"

applied=
seconds=0
while :; do
  apply_peers
  [ $((seconds % report_seconds)) != 0 ] || report
  seconds=$((seconds + 1))
  if [ -n "$userspace" ] && ! kill -0 "$userspace" 2>/dev/null; then
    echo "wireguard: wireguard-go has ended" >&2
    exit 1
  fi
  # In the background, so that a signal is heard at once.
  sleep 1 &
  wait $!
done
