-- The three login roles and what the public may do: nothing. Run as superuser inside the
-- database `portico`, as often as you like. Passwords come as psql variables owner_password,
-- app_password and radius_password (compose: init.sh; locally: bin/local/lib/database.mjs).

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['portico_owner', 'portico_app', 'portico_radius'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I', name);
    END IF;
  END LOOP;
END
$$;

-- Owns every object; makes the tenants' roles; used by migrations and provisioning alone.
ALTER ROLE portico_owner WITH
  LOGIN CREATEROLE NOSUPERUSER NOCREATEDB NOREPLICATION NOBYPASSRLS
  PASSWORD :'owner_password';

-- The web and worker processes. Inherits nothing: a tenant's rows need SET ROLE, and a query
-- outside a tenant's scope finds no table at all.
ALTER ROLE portico_app WITH
  LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
  PASSWORD :'app_password';
ALTER ROLE portico_app SET search_path TO '';

-- FreeRADIUS alone.
ALTER ROLE portico_radius WITH
  LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
  PASSWORD :'radius_password';
ALTER ROLE portico_radius SET search_path TO '';

ALTER DATABASE portico OWNER TO portico_owner;
REVOKE ALL ON DATABASE portico FROM PUBLIC;
GRANT CONNECT ON DATABASE portico TO portico_app, portico_radius;
GRANT ALL ON DATABASE portico TO portico_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
