#!/bin/sh
# Run once by the database image: the role that serves, beside the one that owns.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set password="$WEB_DB_PASSWORD" <<'SQL'
CREATE ROLE mediation_web LOGIN PASSWORD :'password';
SQL
