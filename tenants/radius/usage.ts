/** FreeRADIUS keeps the second at which a session began, in which its device may have been linked. */
const SECOND = `interval '1 second'`

/**
 * Adds octets to the activation that counts for whom a session belongs to, and wakes the sweep
 * when they use it up. That is the customer whose device it is. A session that began before the
 * device was linked to them, or whose device was replaced since, belongs to whom the device was
 * linked to then, as hotspot_logs knows (index hotspot_logs_links): else nobody would pay for
 * what is reported when it ends, or the wrong one. Nobody's device: counted to nobody.
 */
const count = (schema: string, session: string, octets: string) => {
  const adding = `
    UPDATE ${schema}.activations a
       SET octets_used = a.octets_used + ${octets},
           exhausted_at = CASE
             WHEN a.exhausted_at IS NULL AND a.octets_used + ${octets} >= a.octets_limit THEN now()
             ELSE a.exhausted_at
           END`
  const whetherUsedUp = `
    RETURNING WITH (OLD AS before, NEW AS after)
      before.exhausted_at IS NULL AND after.exhausted_at IS NOT NULL INTO used_up;`
  return `
  ${adding}
    FROM ${schema}.devices d
    JOIN ${schema}.customers c ON c.id = d.customer_id
   WHERE d.mac = ${session}.username AND a.id = c.activation_id
     AND d.linked_at < ${session}.acctstarttime + ${SECOND}
  ${whetherUsedUp}
  IF NOT FOUND THEN
    ${adding}
      FROM ${schema}.customers c
     WHERE a.id = c.activation_id AND c.id = COALESCE(
       (SELECT customer_id FROM ${schema}.hotspot_logs
         WHERE mac = ${session}.username AND event = 'device_linked'
           AND created_at < ${session}.acctstarttime + ${SECOND}
         ORDER BY id DESC LIMIT 1),
       (SELECT customer_id FROM ${schema}.devices WHERE mac = ${session}.username))
    ${whetherUsedUp}
  END IF;
  IF used_up THEN
    PERFORM platform.mark_due('${schema}', now());
  END IF;`
}

/**
 * FreeRADIUS's connections commit without waiting for the disk: counters are totals, and an
 * update that the server loses comes again with the next one. What comes once (the opening
 * and closing of sessions) waits.
 */
const durably = `PERFORM set_config('synchronous_commit', 'on', true);`

/** 1 PiB in one session: no radio carries it, so such a counter is noise and not usage. */
const INCREDIBLE_OCTETS = 2 ** 50

/**
 * New accounting rows: absurd counters start at 0, and a session first heard of by an
 * interim update began as long ago as it says. connectinfo_start stays NULL until a Start
 * is seen.
 */
export const opening = (schema: string) => `
  CREATE FUNCTION ${schema}.radius_session_opens() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    ${durably}
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
    ${count(schema, 'NEW', '(NEW.acctinputoctets + NEW.acctoutputoctets)')}
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
export const updating = (schema: string) => `
  CREATE FUNCTION ${schema}.radius_session_updates() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    gained bigint;
    used_up boolean;
  BEGIN
    -- Nearly every packet is the next update of an open session; the rest is looked at closely.
    IF (OLD.acctstoptime IS NULL AND NEW.acctstarttime = OLD.acctstarttime
      AND NEW.acctsessiontime >= OLD.acctsessiontime
      AND NEW.acctinputoctets BETWEEN OLD.acctinputoctets AND ${INCREDIBLE_OCTETS}
      AND NEW.acctoutputoctets BETWEEN OLD.acctoutputoctets AND ${INCREDIBLE_OCTETS}
    ) IS NOT TRUE THEN
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
    END IF;

    gained := NEW.acctinputoctets - OLD.acctinputoctets
            + NEW.acctoutputoctets - OLD.acctoutputoctets;
    IF NEW.acctstoptime IS NOT NULL THEN
      ${durably}
    END IF;
    IF gained > 0 THEN
      ${count(schema, 'NEW', 'gained')}
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
export const late = (schema: string) => `
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

/**
 * The next update of an open session, which is most of what routers send: the stock query
 * in a cached plan, for the server plans the stock text anew every time. 'unknown' when no
 * session of this name is open; the stock queries then see to it.
 */
export const interim = (schema: string) => `
  CREATE FUNCTION ${schema}.radius_interim(session text, at bigint, seconds bigint,
    input bigint, output bigint, address text)
  RETURNS text
  LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE ${schema}.radacct
       SET acctsessiontime = seconds,
           acctinterval = at - EXTRACT(epoch FROM COALESCE(acctupdatetime, acctstarttime)),
           acctupdatetime = to_timestamp(at),
           acctinputoctets = input,
           acctoutputoctets = output,
           framedipaddress = NULLIF(address, '')::inet
     WHERE acctuniqueid = session AND acctstoptime IS NULL;
    RETURN CASE WHEN FOUND THEN 'stored' ELSE 'unknown' END;
  END $$;`
