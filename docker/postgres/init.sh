#!/bin/sh
# Runs once, when the postgres image makes its data directory (POSTGRES_DB=portico). Mount it as
# /docker-entrypoint-initdb.d/10-roles.sh and roles.sql as /etc/portico/roles.sql: a .sql file in
# the init folder itself would be run without its variables.
set -eu

: "${DB_OWNER_PASSWORD:?}" "${DB_PASSWORD:?}" "${RADIUS_DB_PASSWORD:?}"

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname portico \
  --set owner_password="$DB_OWNER_PASSWORD" \
  --set app_password="$DB_PASSWORD" \
  --set radius_password="$RADIUS_DB_PASSWORD" \
  --file /etc/portico/roles.sql
