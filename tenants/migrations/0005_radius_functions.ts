import type { TenantMigration } from '#tenancy/tenant_migration'

/** What is known of a username: nobody's device (no row), or its customer and package. */
const standing = (schema: string) => `
  SELECT CASE
      WHEN c.status = 'blocked' THEN 'Your account is blocked. Please contact your provider.'
      WHEN c.suspend_reason = 'volume_limit_exceeds' AND c.status = 'suspended'
        THEN 'Your data is used up. Please buy a package.'
      WHEN c.suspend_reason = 'time_limit_exceeds' AND c.status = 'suspended'
        THEN 'Your package has ended. Please buy a package.'
      WHEN c.status = 'suspended' THEN 'Your account is suspended. Please buy a package.'
      WHEN a.id IS NULL THEN 'Please buy a package.'
      WHEN a.octets_used >= a.octets_limit THEN 'Your data is used up. Please buy a package.'
      WHEN a.status <> 'running' OR a.expires_at <= now()
        THEN 'Your package has ended. Please buy a package.'
    END AS refusal,
    a.octets_limit - a.octets_used AS remaining
  FROM ${schema}.devices d
  JOIN ${schema}.customers c ON c.id = d.customer_id
  LEFT JOIN ${schema}.activations a ON a.id = c.activation_id
  WHERE d.mac = login`

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
 * Stands where FreeRADIUS's stock query has the table radcheck: the rows of radcheck, and
 * a refusal when nothing remains. Cached plans: a view that joins is planned every time.
 */
const check = (schema: string) => `
  CREATE FUNCTION ${schema}.radius_check(login text)
  RETURNS TABLE (id bigint, username text, attribute text, value text, op text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp ROWS 3 AS $$
  #variable_conflict use_column
  DECLARE
    standing record;
  BEGIN
    ${standing(schema)} INTO standing;
    IF standing.refusal IS NOT NULL THEN
      RETURN QUERY SELECT 0::bigint, login, 'Auth-Type', 'Reject', ':=';
    ELSE
      RETURN QUERY SELECT r.id, r.username, r.attribute, r.value, r.op::text
        FROM ${schema}.radcheck r WHERE r.username = login;
    END IF;
  END $$;`

/**
 * Stands for radreply: its rows, with what remains in place of the package's whole limit,
 * or the reason of a refusal. Mikrotik-Total-Limit is a 32-bit number and Gigawords counts
 * its wraps; unlimited data is the row 0, which a router may read as "nothing", so it is
 * left out.
 */
const reply = (schema: string) => `
  CREATE FUNCTION ${schema}.radius_reply(login text)
  RETURNS TABLE (id bigint, username text, attribute text, value text, op text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp ROWS 3 AS $$
  #variable_conflict use_column
  DECLARE
    standing record;
    known boolean;
  BEGIN
    ${standing(schema)} INTO standing;
    known := FOUND;
    IF standing.refusal IS NOT NULL THEN
      RETURN QUERY SELECT 0::bigint, login, 'Reply-Message', standing.refusal, ':=';
      RETURN;
    END IF;
    IF NOT known THEN
      RETURN QUERY SELECT r.id, r.username, r.attribute, r.value, r.op::text
        FROM ${schema}.radreply r
        WHERE r.username = login AND NOT (
          r.attribute = 'Mikrotik-Total-Limit' AND r.value = '0' AND NOT EXISTS (
            SELECT FROM ${schema}.radreply g
            WHERE g.username = login AND g.attribute = 'Mikrotik-Total-Limit-Gigawords'
              AND g.value <> '0'));
      RETURN;
    END IF;
    RETURN QUERY SELECT r.id, r.username, r.attribute, r.value, r.op::text
      FROM ${schema}.radreply r
      WHERE r.username = login
        AND r.attribute NOT IN ('Mikrotik-Total-Limit', 'Mikrotik-Total-Limit-Gigawords');
    IF standing.remaining IS NOT NULL THEN
      RETURN QUERY SELECT 0::bigint, login, 'Mikrotik-Total-Limit',
        (standing.remaining & 4294967295)::text, ':=';
      IF standing.remaining > 4294967295 THEN
        RETURN QUERY SELECT 0::bigint, login, 'Mikrotik-Total-Limit-Gigawords',
          (standing.remaining >> 32)::text, ':=';
      END IF;
    END IF;
  END $$;`

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

const SIGNATURES = [
  'radius_check(text)',
  'radius_reply(text)',
  'radius_late(text, text, boolean, text, bigint, bigint, bigint, bigint)',
]

/** What FreeRADIUS asks instead of the tables, and how accounting becomes usage. */
export default {
  up: ({ schema }) => `
    ${check(schema)}
    ${reply(schema)}
    ${opening(schema)}
    ${updating(schema)}
    ${late(schema)}
    ${SIGNATURES.map(
      (signature) => `
    REVOKE ALL ON FUNCTION ${schema}.${signature} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${schema}.${signature} TO portico_radius;`
    ).join('')}
  `,
} satisfies TenantMigration
