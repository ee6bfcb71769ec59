#!/bin/sh
# One database per service, its owner (migrations), its application role and the sealer of its audit, each with a secret of
# its own. A role connects to its own database alone; the application's role owns nothing. Run at the first start of the
# database container, and by the chart's Job at each release: what is there stays and gets the secret that is said.
set -eu
secret_of() { printenv "ACSG_$(echo "$1" | tr '[:lower:]' '[:upper:]')_PASSWORD"; }
administrator="${ACSG_POSTGRES_ADMINISTRATOR:-postgres}"
rights="login nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
for closed in postgres template1; do
  psql -v ON_ERROR_STOP=1 -U "$administrator" -d postgres -c "revoke connect, temporary on database ${closed} from public"
done
for service in ${ACSG_SERVICES:-intake roster matching notifications gateway dialogue console delivery}; do
  # Each by itself: a secret that is missing ends the script here, where an empty one would take the role's password away.
  own="$(secret_of "$service")"; owner="$(secret_of "${service}_owner")"; sealer="$(secret_of "${service}_sealer")"
  test -n "$own" && test -n "$owner" && test -n "$sealer"
  psql -v ON_ERROR_STOP=1 -v own="$own" -v owner="$owner" -v sealer="$sealer" -U "$administrator" -d postgres <<SQL
select format('create role %I', name) from unnest(array['acsg_${service}_owner', 'acsg_${service}', 'acsg_${service}_sealer'])
  as wanted(name) where name not in (select rolname from pg_roles) \gexec
alter role acsg_${service}_owner ${rights} password :'owner';
alter role acsg_${service} ${rights} password :'own';
alter role acsg_${service}_sealer ${rights} password :'sealer';
select 'create database acsg_${service} owner acsg_${service}_owner'
  where not exists (select from pg_database where datname = 'acsg_${service}') \gexec
revoke connect, temporary on database acsg_${service} from public;
grant connect on database acsg_${service} to acsg_${service}, acsg_${service}_sealer;
SQL
  psql -v ON_ERROR_STOP=1 -U "$administrator" -d "acsg_${service}" <<SQL
grant usage on schema public to acsg_${service};
alter default privileges for role acsg_${service}_owner in schema public grant select, insert, update, delete on tables to acsg_${service};
alter default privileges for role acsg_${service}_owner in schema public grant usage, select on sequences to acsg_${service};
SQL
done
