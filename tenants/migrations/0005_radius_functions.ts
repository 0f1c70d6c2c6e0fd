import type { TenantMigration } from '#tenancy/tenant_migration'

/**
 * What a device is to be answered, from its customer (`c`) and the package that counts
 * (`a`): '!' and the reason of a refusal, or 'unlimited', or what remains as 'low:high'.
 * Mikrotik-Total-Limit is a 32-bit number; its Gigawords count 2^32 octets each.
 */
const standing = (a: string) => `
  CASE
    WHEN c.status = 'blocked' THEN '!Your account is blocked. Please contact your provider.'
    WHEN c.status = 'suspended' AND c.suspend_reason = 'volume_limit_exceeds'
      THEN '!Your data is used up. Please buy a package.'
    WHEN c.status = 'suspended' AND c.suspend_reason = 'time_limit_exceeds'
      THEN '!Your package has ended. Please buy a package.'
    WHEN c.status = 'suspended' THEN '!Your account is suspended. Please buy a package.'
    WHEN ${a}.id IS NULL THEN '!Please buy a package.'
    WHEN ${a}.octets_used >= ${a}.octets_limit THEN '!Your data is used up. Please buy a package.'
    WHEN ${a}.status <> 'running' THEN '!Your package has ended. Please buy a package.'
    WHEN ${a}.octets_limit IS NULL THEN 'unlimited'
    ELSE ((${a}.octets_limit - ${a}.octets_used) & 4294967295)::text || ':'
      || ((${a}.octets_limit - ${a}.octets_used) >> 32)::text
  END`

/**
 * The answer stands on the device's row and follows every change behind it, so that a
 * sign-in reads one row by its key. Looking it up with each packet costs more than stock
 * FreeRADIUS spends in all: a join in planning, a function in plans kept for every tenant
 * on every connection (half a megabyte each).
 */
const standings = (schema: string) => `
  ALTER TABLE ${schema}.devices
    ADD COLUMN radius_standing text, ADD COLUMN radius_until timestamptz,
    SET (fillfactor = 70);
  COMMENT ON COLUMN ${schema}.devices.radius_standing IS
    'What FreeRADIUS answers: !reason, unlimited, or remaining octets as low:high words. Kept by triggers';
  COMMENT ON COLUMN ${schema}.devices.radius_until IS
    'When the package that counts expires. Kept by triggers';

  CREATE FUNCTION ${schema}.radius_device_stands() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    SELECT ${standing('a')}, a.expires_at INTO NEW.radius_standing, NEW.radius_until
      FROM ${schema}.customers c
      LEFT JOIN ${schema}.activations a ON a.id = c.activation_id
      WHERE c.id = NEW.customer_id;
    RETURN NEW;
  END $$;
  CREATE TRIGGER radius_device_stands BEFORE INSERT OR UPDATE OF customer_id
    ON ${schema}.devices
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_device_stands();

  CREATE FUNCTION ${schema}.radius_customer_stands() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    UPDATE ${schema}.devices d
       SET radius_standing = ${standing('a')}, radius_until = a.expires_at
      FROM ${schema}.customers c
      LEFT JOIN ${schema}.activations a ON a.id = c.activation_id
     WHERE c.id = NEW.id AND d.customer_id = c.id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_customer_stands AFTER UPDATE OF status, suspend_reason, activation_id
    ON ${schema}.customers
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_customer_stands();

  CREATE FUNCTION ${schema}.radius_activation_stands() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    UPDATE ${schema}.devices d
       SET radius_standing = ${standing('NEW')}, radius_until = NEW.expires_at
      FROM ${schema}.customers c
     WHERE c.id = NEW.customer_id AND c.activation_id = NEW.id AND d.customer_id = c.id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_activation_stands
    AFTER UPDATE OF octets_used, octets_limit, expires_at, status ON ${schema}.activations
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_activation_stands();

  UPDATE ${schema}.devices SET customer_id = customer_id;
  GRANT SELECT (mac, radius_standing, radius_until) ON ${schema}.devices TO portico_radius;
  GRANT SELECT ON ${schema}.radcheck, ${schema}.radreply TO portico_radius;`

/**
 * Adds octets to the activation now running for the customer of a device, and wakes the
 * sweep when they use it up. Nobody's device: counted to nobody.
 */
const count = (schema: string, login: string, octets: string) => `
  UPDATE ${schema}.activations a
     SET octets_used = a.octets_used + ${octets},
         exhausted_at = CASE
           WHEN a.exhausted_at IS NULL AND a.octets_used + ${octets} >= a.octets_limit THEN now()
           ELSE a.exhausted_at
         END
    FROM ${schema}.devices d
    JOIN ${schema}.customers c ON c.id = d.customer_id
   WHERE d.mac = ${login} AND a.id = c.activation_id
  RETURNING WITH (OLD AS before, NEW AS after)
    before.exhausted_at IS NULL AND after.exhausted_at IS NOT NULL INTO used_up;
  IF used_up THEN
    PERFORM platform.mark_due('${schema}', now());
  END IF;`

/** 1 PiB in one session: no radio carries it, so such a counter is noise and not usage. */
const INCREDIBLE_OCTETS = 2 ** 50

/**
 * New accounting rows: absurd counters start at 0, and a session first heard of by an
 * interim update began as long ago as it says. connectinfo_start stays NULL until a Start
 * is seen.
 */
const opening = (schema: string) => `
  CREATE FUNCTION ${schema}.radius_session_opens() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF NEW.acctinputoctets IS NULL
      OR NEW.acctinputoctets NOT BETWEEN 0 AND ${INCREDIBLE_OCTETS} THEN
      NEW.acctinputoctets := 0;
    END IF;
    IF NEW.acctoutputoctets IS NULL
      OR NEW.acctoutputoctets NOT BETWEEN 0 AND ${INCREDIBLE_OCTETS} THEN
      NEW.acctoutputoctets := 0;
    END IF;
    IF NEW.acctstoptime IS NOT NULL THEN
      NEW.connectinfo_start := NULL;
    ELSIF NEW.acctsessiontime > 0 THEN
      NEW.connectinfo_start := NULL;
      NEW.acctstarttime := NEW.acctupdatetime - make_interval(secs => NEW.acctsessiontime);
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER radius_session_opens BEFORE INSERT ON ${schema}.radacct
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_session_opens();

  -- After the insert: before it, a row that ON CONFLICT then drops would be counted too.
  CREATE FUNCTION ${schema}.radius_session_counts() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    used_up boolean;
  BEGIN
    ${count(schema, 'NEW.username', '(NEW.acctinputoctets + NEW.acctoutputoctets)')}
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_session_counts AFTER INSERT ON ${schema}.radacct
    FOR EACH ROW WHEN (NEW.acctinputoctets + NEW.acctoutputoctets > 0)
    EXECUTE FUNCTION ${schema}.radius_session_counts();`

/**
 * Changes to accounting rows. Counters never go backwards; what they gain is counted. A
 * packet that does not fit its row (a Start or Stop for a closed session, a session that
 * restarts) changes nothing, which FreeRADIUS sees as "no row": it then asks radius_late.
 */
const updating = (schema: string) => `
  CREATE FUNCTION ${schema}.radius_session_updates() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    gained bigint;
    used_up boolean;
  BEGIN
    IF OLD.acctstoptime IS NOT NULL THEN
      IF NEW.acctstoptime IS DISTINCT FROM OLD.acctstoptime
        OR NEW.acctstarttime IS DISTINCT FROM OLD.acctstarttime THEN
        RETURN NULL;
      END IF;
    ELSIF NEW.acctstarttime IS DISTINCT FROM OLD.acctstarttime THEN
      IF OLD.connectinfo_start IS NOT NULL
        AND OLD.acctsessiontime + OLD.acctinputoctets + OLD.acctoutputoctets > 0 THEN
        RETURN NULL;
      END IF;
      NEW.acctstarttime := OLD.acctstarttime;
    END IF;

    IF NEW.acctsessiontime IS NULL THEN
      NEW.acctsessiontime := OLD.acctsessiontime;
    ELSIF NEW.acctsessiontime < OLD.acctsessiontime THEN
      IF OLD.acctstoptime IS NULL AND NEW.acctsessiontime > 0 AND
        NEW.acctupdatetime - make_interval(secs => NEW.acctsessiontime) > OLD.acctupdatetime THEN
        RETURN NULL;
      END IF;
      NEW.acctsessiontime := OLD.acctsessiontime;
    END IF;

    IF NEW.acctinputoctets IS NULL OR NEW.acctinputoctets < OLD.acctinputoctets
      OR NEW.acctinputoctets NOT BETWEEN 0 AND ${INCREDIBLE_OCTETS} THEN
      NEW.acctinputoctets := OLD.acctinputoctets;
    END IF;
    IF NEW.acctoutputoctets IS NULL OR NEW.acctoutputoctets < OLD.acctoutputoctets
      OR NEW.acctoutputoctets NOT BETWEEN 0 AND ${INCREDIBLE_OCTETS} THEN
      NEW.acctoutputoctets := OLD.acctoutputoctets;
    END IF;
    gained := NEW.acctinputoctets - OLD.acctinputoctets
            + NEW.acctoutputoctets - OLD.acctoutputoctets;
    IF gained > 0 THEN
      ${count(schema, 'NEW.username', 'gained')}
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER radius_session_updates BEFORE UPDATE ON ${schema}.radacct
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_session_updates();`

/**
 * A packet found no open session of its name. 'again': its id is used again (after a
 * reboot), the old session is put aside, and the packet is to be stored as a new one.
 * 'late': it is late or repeated; what it adds to the counters is kept.
 *
 * By the sign-in's Class one name is one session, so only packets without it are weighed:
 * a Start after the close that is no repetition of the Start we know (by the router's own
 * clock), or an update of a session that began after the close.
 */
const late = (schema: string) => `
  CREATE FUNCTION ${schema}.radius_late(session text, kind text, by_class boolean,
    router_clock text, at bigint, seconds bigint, input bigint, output bigint)
  RETURNS text
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    known ${schema}.radacct;
    ended timestamptz;
    anew boolean;
  BEGIN
    SELECT * INTO known FROM ${schema}.radacct WHERE acctuniqueid = session FOR UPDATE;
    IF NOT FOUND THEN
      RETURN 'again';
    END IF;
    ended := COALESCE(known.acctstoptime, known.acctupdatetime, known.acctstarttime);
    anew := NOT by_class AND CASE
      WHEN kind = 'Start' AND router_clock <> '' AND known.connectinfo_start <> ''
        THEN router_clock <> known.connectinfo_start AND to_timestamp(at) >= ended
      WHEN kind = 'Start'
        THEN known.connectinfo_start IS NOT NULL AND known.acctstoptime IS NOT NULL
          AND to_timestamp(at) >= ended
      ELSE seconds > 0 AND to_timestamp(at - seconds) >= ended
        AND (seconds, input, output) IS DISTINCT FROM
          (known.acctsessiontime, known.acctinputoctets, known.acctoutputoctets)
    END;
    IF anew THEN
      UPDATE ${schema}.radacct
         SET acctuniqueid = session || '.' || radacctid,
             acctstoptime = ended,
             acctterminatecause = COALESCE(NULLIF(acctterminatecause, ''), 'NAS-Reboot')
       WHERE radacctid = known.radacctid;
      RETURN 'again';
    END IF;
    UPDATE ${schema}.radacct
       SET acctinputoctets = input,
           acctoutputoctets = output,
           acctsessiontime = GREATEST(acctsessiontime, seconds)
     WHERE radacctid = known.radacctid AND kind <> 'Start';
    RETURN 'late';
  END $$;`

/** What FreeRADIUS answers a device, and how accounting becomes usage. */
export default {
  up: ({ schema }) => `
    ${standings(schema)}
    ${opening(schema)}
    ${updating(schema)}
    ${late(schema)}
    REVOKE ALL ON FUNCTION ${schema}.radius_late FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${schema}.radius_late TO portico_radius;
  `,
} satisfies TenantMigration
