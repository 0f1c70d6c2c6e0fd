#!/bin/sh
# Starts FreeRADIUS with this configuration, filling in what the environment leaves out.
# README.md, beside this file, explains the variables.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
prefix=${RADIUS_PREFIX:-}

export TZ=UTC
export RADIUS_LIBDIR="${RADIUS_LIBDIR:-$prefix/usr/lib/freeradius}"
export RADIUS_SQL_QUERIES="${RADIUS_SQL_QUERIES:-$prefix/etc/freeradius/3.0/mods-config/sql/main/postgresql/queries.conf}"
export RADIUS_RUN_DIR="${RADIUS_RUN_DIR:-/tmp}"
export RADIUS_LISTEN_ADDRESS="${RADIUS_LISTEN_ADDRESS:-*}"
export RADIUS_AUTH_PORT="${RADIUS_AUTH_PORT:-1812}"
export RADIUS_ACCT_PORT="${RADIUS_ACCT_PORT:-1813}"
export RADIUS_DB_HOST="${RADIUS_DB_HOST:-${DB_OWNER_HOST:-${DB_HOST:-127.0.0.1}}}"
export RADIUS_DB_PORT="${RADIUS_DB_PORT:-${DB_OWNER_PORT:-${DB_PORT:-5432}}}"
export RADIUS_DB_NAME="${RADIUS_DB_NAME:-${DB_DATABASE:-portico}}"
export RADIUS_DB_USER="${RADIUS_DB_USER:-portico_radius}"
export RADIUS_DB_PASSWORD="${RADIUS_DB_PASSWORD:-}"
export RADIUS_SQL_POOL="${RADIUS_SQL_POOL:-8}"
export RADIUS_MAX_REQUESTS="${RADIUS_MAX_REQUESTS:-65536}"
export RADIUS_CLIENT_SECONDS="${RADIUS_CLIENT_SECONDS:-30}"
export RADIUS_INTERIM_SECONDS="${RADIUS_INTERIM_SECONDS:-60}"

if [ ! -r "$RADIUS_SQL_QUERIES" ]; then
  echo "FreeRADIUS: cannot read $RADIUS_SQL_QUERIES (stock PostgreSQL queries of the Debian package freeradius-config). Set RADIUS_SQL_QUERIES or RADIUS_PREFIX." >&2
  exit 1
fi

exec "${RADIUS_BINARY:-$prefix/usr/sbin/freeradius}" \
  -d "$here" -D "${RADIUS_DICTIONARIES:-$prefix/usr/share/freeradius}" -f -l stdout "$@"
