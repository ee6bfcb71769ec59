#!/bin/sh
# First start of the database container: one database per service, its owner (migrations), its application role and the
# sealer of its audit, each with a secret of its own. A role connects to its own database alone; the application's role owns nothing.
set -eu
secret_of() { printenv "ACSG_$(echo "$1" | tr '[:lower:]' '[:upper:]')_PASSWORD"; }
rights="login nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
for closed in postgres template1; do
  psql -v ON_ERROR_STOP=1 -U postgres -c "revoke connect, temporary on database ${closed} from public"
done
for service in intake roster matching notifications gateway dialogue console delivery; do
  psql -v ON_ERROR_STOP=1 -v own="$(secret_of "$service")" -v owner="$(secret_of "${service}_owner")" \
    -v sealer="$(secret_of "${service}_sealer")" -U postgres <<SQL
create role acsg_${service}_owner ${rights} password :'owner';
create role acsg_${service} ${rights} password :'own';
create role acsg_${service}_sealer ${rights} password :'sealer';
create database acsg_${service} owner acsg_${service}_owner;
revoke connect, temporary on database acsg_${service} from public;
grant connect on database acsg_${service} to acsg_${service}, acsg_${service}_sealer;
SQL
  psql -v ON_ERROR_STOP=1 -U postgres -d "acsg_${service}" <<SQL
grant usage on schema public to acsg_${service};
alter default privileges for role acsg_${service}_owner in schema public grant select, insert, update, delete on tables to acsg_${service};
alter default privileges for role acsg_${service}_owner in schema public grant usage, select on sequences to acsg_${service};
SQL
done
