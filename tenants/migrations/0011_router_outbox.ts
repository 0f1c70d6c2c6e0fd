import type { TenantMigration } from '#tenancy/tenant_migration'

/**
 * Commands of every kind a router may be told, and how its API is reached: by another
 * name than its RADIUS address, by TLS with the certificate seen first. A RADIUS secret
 * that is being changed waits beside the one that still counts.
 */
export default {
  up: () => `
    alter table router_commands
      drop constraint router_commands_kind_check,
      add constraint router_commands_kind_check check (kind in
        ('login', 'logout', 'change', 'disconnect', 'walled_garden', 'secret')),
      drop constraint router_commands_state_check,
      add constraint router_commands_state_check check (state in
        ('pending', 'running', 'done', 'dead', 'dismissed')),
      add column router_trouble boolean not null default false;
    create index router_commands_dead on router_commands (id desc) where state = 'dead';

    alter table routers
      add column api_host             text,
      add column api_tls              boolean not null default false,
      add column api_certificate      text,
      add column api_certificate_seen text,
      add column radius_secret_next   text;
  `,
} satisfies TenantMigration
