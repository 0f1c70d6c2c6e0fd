import type { TenantMigration } from '#tenancy/tenant_migration'

/** Why a customer (`c`) with the activation that counts (`a`) is refused; NULL when welcome. */
const refusal = (a: string) => `
  CASE
    WHEN c.status = 'blocked' THEN 'Your account is blocked. Please contact your provider.'
    WHEN c.status = 'suspended' AND c.suspend_reason = 'volume_limit_exceeds'
      THEN 'Your data is used up. Please buy a package.'
    WHEN c.status = 'suspended' AND c.suspend_reason = 'time_limit_exceeds'
      THEN 'Your package has ended. Please buy a package.'
    WHEN c.status = 'suspended' THEN 'Your account is suspended. Please buy a package.'
    WHEN ${a}.id IS NULL THEN 'Please buy a package.'
    WHEN ${a}.octets_used >= ${a}.octets_limit THEN 'Your data is used up. Please buy a package.'
    WHEN ${a}.status <> 'running' THEN 'Your package has ended. Please buy a package.'
  END`

const MOMENT = `'DD Mon YYYY HH24:MI:SS'`
const RENDERED = `'^[0-3][0-9] [A-Z][a-z]{2} [0-9]{4} [0-2][0-9]:[0-5][0-9]:[0-5][0-9]$'`

/**
 * The answer of a row of radcheck: '!' turns the password into Auth-Type := Reject, and
 * Expiration (which FreeRADIUS reads in UTC) is never later than the activation's.
 */
const checkAnswer = (row: string, refused: string, until: string) => `
  CASE
    WHEN ${row}.attribute = 'Cleartext-Password' AND ${refused} IS NOT NULL THEN '!'
    WHEN ${row}.attribute = 'Expiration' AND ${row}.value ~ ${RENDERED} THEN
      CASE WHEN ${until} < to_timestamp(${row}.value, ${MOMENT})::timestamp AT TIME ZONE 'UTC'
        THEN to_char(${until} AT TIME ZONE 'UTC', ${MOMENT}) END
  END`

/** The most that a limit without Gigawords can say. */
const CAP = `'4294967295'`

/**
 * The answer of a row of radreply. Mikrotik-Total-Limit is a 32-bit number of octets and
 * its Gigawords count 2^32 each; a limit without a row for Gigawords is capped, not wrapped.
 * Unlimited data is the row 0, which a router may read as "nothing": it is left out ('').
 */
const replyAnswer = (schema: string, row: string, refused: string, remaining: string) => `
  CASE
    WHEN ${refused} IS NOT NULL THEN
      CASE WHEN ${row}.attribute = 'Mikrotik-Rate-Limit' THEN '!' || ${refused} END
    WHEN ${row}.attribute = 'Mikrotik-Total-Limit' THEN
      CASE
        WHEN ${remaining} IS NULL THEN ''
        WHEN ${remaining} > 4294967295 AND NOT EXISTS (
          SELECT FROM ${schema}.radreply g WHERE g.username = ${row}.username
            AND g.attribute = 'Mikrotik-Total-Limit-Gigawords') THEN ${CAP}
        ELSE (${remaining} & 4294967295)::text
      END
    WHEN ${row}.attribute = 'Mikrotik-Total-Limit-Gigawords' THEN
      COALESCE(NULLIF((${remaining} >> 32)::text, '0'), '')
  END`

/** The customer of a username, and what remains to them. */
const standing = (schema: string) => `
  SELECT ${refusal('a')} AS refused, a.octets_limit - a.octets_used AS remaining,
    a.expires_at AS until
    FROM ${schema}.devices d
    JOIN ${schema}.customers c ON c.id = d.customer_id
    LEFT JOIN ${schema}.activations a ON a.id = c.activation_id`

/**
 * What FreeRADIUS reads. Base rows hold the whole package, as it was sold; beside them
 * stands what is answered now, kept current by whatever changes it. So a sign-in reads two
 * plain tables by their keys, as stock FreeRADIUS does: joins cost more to plan for each
 * packet than the rest of the request, and cached plans half a megabyte a tenant on every
 * connection.
 */
const answers = (schema: string) => `
  ALTER TABLE ${schema}.radcheck ADD COLUMN answer text;
  ALTER TABLE ${schema}.radreply ADD COLUMN answer text;
  ALTER TABLE ${schema}.activations SET (
    autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 5000);
  COMMENT ON COLUMN ${schema}.radcheck.answer IS
    'Instead of value: an earlier Expiration, ! when refused. Kept by triggers';
  COMMENT ON COLUMN ${schema}.radreply.answer IS
    'Instead of value: what remains now, empty to leave out, !reason when refused. Kept by triggers';

  GRANT SELECT ON ${schema}.radcheck, ${schema}.radreply TO portico_radius;

  CREATE FUNCTION ${schema}.radius_check_answers() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    standing record;
  BEGIN
    NEW.answer := NULL;
    ${standing(schema)} WHERE d.mac = NEW.username INTO standing;
    IF FOUND THEN
      NEW.answer := ${checkAnswer('NEW', 'standing.refused', 'standing.until')};
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER radius_check_answers BEFORE INSERT OR UPDATE OF username, attribute, value
    ON ${schema}.radcheck
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_check_answers();

  CREATE FUNCTION ${schema}.radius_reply_answers() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    standing record;
  BEGIN
    NEW.answer := NULL;
    ${standing(schema)} WHERE d.mac = NEW.username INTO standing;
    IF FOUND THEN
      NEW.answer := ${replyAnswer(schema, 'NEW', 'standing.refused', 'standing.remaining')};
      IF NEW.attribute = 'Mikrotik-Total-Limit-Gigawords' AND TG_OP = 'INSERT' THEN
        UPDATE ${schema}.radreply SET answer = (standing.remaining & 4294967295)::text
         WHERE username = NEW.username AND attribute = 'Mikrotik-Total-Limit'
           AND standing.refused IS NULL;
      END IF;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER radius_reply_answers BEFORE INSERT OR UPDATE OF username, attribute, value
    ON ${schema}.radreply
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_reply_answers();

  -- All devices of a customer, or one device, anew.
  CREATE FUNCTION ${schema}.radius_answer_anew(customer bigint, login text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    UPDATE ${schema}.radcheck r SET answer = ${checkAnswer('r', 's.refused', 's.until')}
      FROM (SELECT d.mac, d.customer_id, ${refusal('a')} AS refused, a.octets_limit - a.octets_used AS remaining,
    a.expires_at AS until
        FROM ${schema}.devices d
        JOIN ${schema}.customers c ON c.id = d.customer_id
        LEFT JOIN ${schema}.activations a ON a.id = c.activation_id) s
     WHERE s.customer_id = customer AND r.username = s.mac;
    UPDATE ${schema}.radreply r
       SET answer = ${replyAnswer(schema, 'r', 's.refused', 's.remaining')}
      FROM (SELECT d.mac, d.customer_id, ${refusal('a')} AS refused, a.octets_limit - a.octets_used AS remaining,
    a.expires_at AS until
        FROM ${schema}.devices d
        JOIN ${schema}.customers c ON c.id = d.customer_id
        LEFT JOIN ${schema}.activations a ON a.id = c.activation_id) s
     WHERE s.customer_id = customer AND r.username = s.mac;
    UPDATE ${schema}.radcheck SET answer = NULL WHERE username = login;
    UPDATE ${schema}.radreply SET answer = NULL WHERE username = login;
  END $$;
  REVOKE ALL ON FUNCTION ${schema}.radius_answer_anew FROM PUBLIC;

  CREATE FUNCTION ${schema}.radius_device_moves() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      PERFORM ${schema}.radius_answer_anew(NEW.customer_id, NULL);
    ELSIF TG_OP = 'DELETE' THEN
      PERFORM ${schema}.radius_answer_anew(NULL, OLD.mac);
    ELSE
      PERFORM ${schema}.radius_answer_anew(NULL, OLD.mac);
      PERFORM ${schema}.radius_answer_anew(NEW.customer_id, NULL);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_device_moves AFTER INSERT OR DELETE OR UPDATE OF mac, customer_id
    ON ${schema}.devices
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_device_moves();

  CREATE FUNCTION ${schema}.radius_customer_changes() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    PERFORM ${schema}.radius_answer_anew(NEW.id, NULL);
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_customer_changes AFTER UPDATE OF status, suspend_reason, activation_id
    ON ${schema}.customers
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_customer_changes();

  -- Usage comes here with every interim update, and mostly moves the low word alone. Of a
  -- customer's activations only the one that counts is running.
  CREATE FUNCTION ${schema}.radius_activation_changes() RETURNS trigger
  LANGUAGE plpgsql AS $$
  DECLARE
    remaining bigint := NEW.octets_limit - NEW.octets_used;
    low text;
  BEGIN
    IF remaining > 0 AND remaining >> 32 = (OLD.octets_limit - OLD.octets_used) >> 32
      AND NEW.status = 'running' AND OLD.status = 'running' AND NEW.expires_at = OLD.expires_at
      AND OLD.octets_used < OLD.octets_limit THEN
      low := (remaining & 4294967295)::text;
      UPDATE ${schema}.radreply r SET answer = low
        FROM ${schema}.devices d
       WHERE d.customer_id = NEW.customer_id AND r.username = d.mac
         AND r.attribute = 'Mikrotik-Total-Limit' AND r.answer <> ${CAP};
    ELSIF NEW.octets_limit IS NOT NULL OR OLD.octets_limit IS NOT NULL
      OR NEW.status <> OLD.status OR NEW.expires_at <> OLD.expires_at THEN
      PERFORM ${schema}.radius_answer_anew(NEW.customer_id, NULL);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_activation_changes
    AFTER UPDATE OF octets_used, octets_limit, status, expires_at ON ${schema}.activations
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_activation_changes();`

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
    IF NEW.acctstoptime IS NULL THEN
      -- Counters are totals: should the server lose this one, the next update brings it again.
      PERFORM set_config('synchronous_commit', 'off', true);
    END IF;
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
  up: ({ schema, role }) => `
    ${answers(schema)}
    SELECT ${schema}.radius_answer_anew(id, NULL) FROM ${schema}.customers;
    ${opening(schema)}
    ${updating(schema)}
    ${late(schema)}
    REVOKE ALL ON FUNCTION ${schema}.radius_late FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${schema}.radius_late TO portico_radius;
    GRANT EXECUTE ON FUNCTION ${schema}.radius_answer_anew TO ${role};
  `,
} satisfies TenantMigration
