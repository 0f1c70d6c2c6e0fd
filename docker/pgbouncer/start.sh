#!/bin/sh
# Fills in pgbouncer.ini and the user list from the environment, then becomes PgBouncer. For an
# image that has pgbouncer and sed (Debian's package); runs as an unprivileged user.
set -eu
umask 077

: "${DB_OWNER_HOST:?}" "${DB_USER:?}" "${DB_PASSWORD:?}"
here=$(dirname "$0")
state=$(mktemp -d)
quoted() { printf '%s' "$1" | sed 's/"/""/g'; }
escaped() { printf '%s' "$1" | sed 's/[\\&|]/\\&/g'; }

printf '"%s" "%s"\n' "$(quoted "$DB_USER")" "$(quoted "$DB_PASSWORD")" > "$state/userlist.txt"

sed \
  -e "s|\${DB_OWNER_HOST}|$(escaped "$DB_OWNER_HOST")|" \
  -e "s|\${DB_OWNER_PORT}|${DB_OWNER_PORT:-5432}|" \
  -e "s|\${PGBOUNCER_LISTEN}|${PGBOUNCER_LISTEN:-0.0.0.0}|" \
  -e "s|\${PGBOUNCER_PORT}|${PGBOUNCER_PORT:-6432}|" \
  -e "s|\${PGBOUNCER_POOL_SIZE}|${PGBOUNCER_POOL_SIZE:-20}|" \
  -e "s|\${PGBOUNCER_USERLIST}|$state/userlist.txt|" \
  "$here/pgbouncer.ini" > "$state/pgbouncer.ini"

exec pgbouncer "$state/pgbouncer.ini"
