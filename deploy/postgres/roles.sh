#!/bin/sh
# First start of the database container: one database per service, its owner (migrations) and its application role.
set -eu
for service in intake roster matching notifications gateway dialogue; do
  psql -v ON_ERROR_STOP=1 -v password="$ACSG_ROLE_PASSWORD" -U postgres <<SQL
create role acsg_${service}_owner login nosuperuser nocreatedb nocreaterole nobypassrls password :'password';
create role acsg_${service} login nosuperuser nocreatedb nocreaterole nobypassrls password :'password';
create database acsg_${service} owner acsg_${service}_owner;
revoke connect on database acsg_${service} from public;
grant connect on database acsg_${service} to acsg_${service};
SQL
  psql -v ON_ERROR_STOP=1 -U postgres -d "acsg_${service}" <<SQL
grant usage on schema public to acsg_${service};
alter default privileges for role acsg_${service}_owner in schema public grant select, insert, update, delete on tables to acsg_${service};
alter default privileges for role acsg_${service}_owner in schema public grant usage, select on sequences to acsg_${service};
SQL
done
