import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Tunnel addresses of routers that dial out. A row outlives its router, and its
 * tenant: an address that was given back rests before it is anybody else's.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      create table platform.router_tunnels (
        address           inet primary key check (family(address) = 4 and masklen(address) = 32),
        tenant_id         bigint references platform.tenants on delete set null,
        router_id         bigint,
        -- The router of the same tenant whose tunnel this one's packets come through (RouterOS 6).
        via_router_id     bigint,
        public_key        text unique check (public_key ~ '^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$'),
        key_at            timestamptz,
        key_revoked_at    timestamptz,
        last_handshake_at timestamptz,
        seen_from         text,
        reserved_at       timestamptz not null default now(),
        released_at       timestamptz,
        unique (tenant_id, router_id),
        check (via_router_id is null or via_router_id <> router_id)
      );
      create index router_tunnels_released on platform.router_tunnels (released_at)
        where released_at is not null;
      create index router_tunnels_unattached on platform.router_tunnels (reserved_at)
        where tenant_id is not null and router_id is null;
    `)

    /** Whoever takes the tenant off a row, its deletion too, gives the address back whole. */
    this.schema.raw(`
      create function platform.release_tunnel() returns trigger language plpgsql
      set search_path = pg_catalog as $$
      begin
        if new.tenant_id is null then
          new.router_id := null;
          new.via_router_id := null;
          new.public_key := null;
          new.key_at := null;
          new.last_handshake_at := null;
          new.seen_from := null;
          new.released_at := coalesce(new.released_at, now());
        else
          new.released_at := null;
        end if;
        return new;
      end $$;
      revoke all on function platform.release_tunnel() from public;
      create trigger release before insert or update of tenant_id, released_at
        on platform.router_tunnels for each row execute function platform.release_tunnel();
    `)

    /** The list of peers has changed: told at commit, so whoever listens then reads the new one. */
    this.schema.raw(`
      create function platform.tunnels_changed() returns trigger language plpgsql
      set search_path = pg_catalog as $$
      begin
        perform pg_notify('portico_tunnels', '');
        return null;
      end $$;
      revoke all on function platform.tunnels_changed() from public;
      create trigger peers_changed
        after insert or delete or update of tenant_id, router_id, via_router_id, public_key
        on platform.router_tunnels for each statement execute function platform.tunnels_changed();
      create trigger peers_changed after update of status
        on platform.tenants for each statement execute function platform.tunnels_changed();
    `)

    this.schema.raw(
      'grant select, insert, update, delete on platform.router_tunnels to portico_app'
    )
  }

  override async down() {
    this.schema.raw(`
      drop trigger peers_changed on platform.tenants;
      drop table platform.router_tunnels;
      drop function platform.tunnels_changed();
      drop function platform.release_tunnel();
    `)
  }
}
