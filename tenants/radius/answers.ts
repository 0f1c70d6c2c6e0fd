/** The low 32 bits of a number of octets; also the most that a limit without Gigawords says. */
const LOW_WORD = 2 ** 32 - 1

/** No packet carries an attribute of FreeRADIUS's own: under this name a row stays unsaid. */
const UNSAID = `'Tmp-String-9'`

const MOMENT = `'DD Mon YYYY HH24:MI:SS'`
const RENDERED = `'^[0-3][0-9] [A-Z][a-z]{2} [0-9]{4} [0-2][0-9]:[0-5][0-9]:[0-5][0-9]$'`

/** When a device has a payment window (SQL), and until when. */
interface Window {
  open: string
  until: string
}

const NO_WINDOW: Window = { open: 'false', until: 'NULL' }

/**
 * A device's payment window (0012) stands in while no package runs; the moment one does, it
 * counts for nothing. Written so that a customer without an activation has one, too.
 */
const WINDOW: Window = {
  open: `(d.window_until > now() AND (c.status = 'active' AND a.status = 'running'
    AND a.expires_at > now() AND (a.octets_used >= a.octets_limit) IS NOT TRUE) IS NOT TRUE)`,
  until: 'd.window_until',
}

/**
 * How a device stands with its ISP, by the customer and the activation that counts: `refused`
 * (why; NULL when welcome), `remaining` (octets; NULL when unlimited), `until`, `activation`.
 */
const standing = (schema: string, window = NO_WINDOW) => `
  SELECT d.mac, d.customer_id,
    CASE
      WHEN c.status = 'blocked' THEN 'Your account is blocked. Please contact your provider.'
      WHEN ${window.open} THEN NULL
      WHEN c.status = 'suspended' AND c.suspend_reason = 'volume_limit_exceeds'
        THEN 'Your data is used up. Please buy a package.'
      WHEN c.status = 'suspended' AND c.suspend_reason = 'time_limit_exceeds'
        THEN 'Your package has ended. Please buy a package.'
      WHEN c.status = 'suspended' THEN 'Your account is suspended. Please buy a package.'
      WHEN a.id IS NULL THEN 'Please buy a package.'
      WHEN a.octets_used >= a.octets_limit THEN 'Your data is used up. Please buy a package.'
      WHEN a.status <> 'running' THEN 'Your package has ended. Please buy a package.'
    END AS refused,
    CASE WHEN ${window.open} THEN NULL ELSE a.octets_limit - a.octets_used END AS remaining,
    CASE WHEN ${window.open} THEN ${window.until} ELSE a.expires_at END AS until,
    a.id AS activation
  FROM ${schema}.devices d
  JOIN ${schema}.customers c ON c.id = d.customer_id
  LEFT JOIN ${schema}.activations a ON a.id = c.activation_id`

/**
 * The answer (attribute, value) of row `r` of radcheck under standing `s`: the password of
 * the refused becomes Auth-Type := Reject, and Expiration, which FreeRADIUS reads in UTC, is
 * never later than the activation's.
 */
const checkAnswer = (r: string, s: string) => `
  CASE WHEN ${r}.attribute = 'Cleartext-Password' AND ${s}.refused IS NOT NULL
    THEN 'Auth-Type' ELSE ${r}.attribute END,
  CASE
    WHEN ${r}.attribute = 'Cleartext-Password' AND ${s}.refused IS NOT NULL THEN 'Reject'
    WHEN ${r}.attribute = 'Expiration' AND ${r}.value ~ ${RENDERED} THEN
      CASE WHEN ${s}.until < to_timestamp(${r}.value, ${MOMENT})::timestamp AT TIME ZONE 'UTC'
        THEN to_char(${s}.until AT TIME ZONE 'UTC', ${MOMENT}) ELSE ${r}.value END
    ELSE ${r}.value
  END`

/** Whether row `r` of radreply is a limit that must be said without Gigawords, and is then capped. */
const capped = (schema: string, r: string, s: string) => `
  ${s}.remaining > ${LOW_WORD} AND NOT EXISTS (
    SELECT FROM ${schema}.radreply g
     WHERE g.username = ${r}.username AND g.attribute = 'Mikrotik-Total-Limit-Gigawords')`

/**
 * The answer (attribute, value, follows) of row `r` of radreply. Mikrotik-Total-Limit is a
 * 32-bit number of octets and its Gigawords count 2^32 each. Unlimited data is the row 0,
 * which a router may read as "nothing": it stays unsaid. The refused are told why in the
 * place of their speed. `follows` names the activation whose every octet moves this row.
 */
const replyAnswer = (schema: string, r: string, s: string) => `
  CASE
    WHEN ${s}.refused IS NOT NULL AND ${r}.attribute = 'Mikrotik-Rate-Limit' THEN 'Reply-Message'
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit' AND ${s}.remaining IS NULL THEN ${UNSAID}
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit-Gigawords'
      AND (${s}.remaining > ${LOW_WORD}) IS NOT TRUE THEN ${UNSAID}
    ELSE ${r}.attribute
  END,
  CASE
    WHEN ${s}.refused IS NOT NULL AND ${r}.attribute = 'Mikrotik-Rate-Limit' THEN ${s}.refused
    WHEN ${s}.refused IS NOT NULL OR ${s}.remaining IS NULL THEN ${r}.value
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit' THEN
      CASE WHEN ${capped(schema, r, s)} THEN ${LOW_WORD} ELSE ${s}.remaining & ${LOW_WORD} END::text
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit-Gigawords' THEN (${s}.remaining >> 32)::text
    ELSE ${r}.value
  END,
  CASE WHEN ${r}.attribute = 'Mikrotik-Total-Limit' AND ${s}.refused IS NULL
    AND ${s}.remaining IS NOT NULL AND NOT (${capped(schema, r, s)}) THEN ${s}.activation END`

const CHECK_ANSWER = ['answer_attribute', 'answer_value']
const REPLY_ANSWER = [...CHECK_ANSWER, 'follows']

const definer = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp'

const whenWritten = (
  schema: string,
  table: string,
  columns: string[],
  answer: string,
  window?: Window
) => `
  CREATE OR REPLACE FUNCTION ${schema}.${table}_written() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  DECLARE
    s record;
  BEGIN
    ${standing(schema, window)} WHERE d.mac = NEW.username INTO s;
    IF FOUND THEN
      SELECT ${answer} INTO ${columns.map((column) => `NEW.${column}`).join(', ')};
    ELSE
      NEW.answer_attribute := NEW.attribute;
      NEW.answer_value := NEW.value;
      ${columns.includes('follows') ? 'NEW.follows := NULL;' : ''}
    END IF;
    RETURN NEW;
  END $$;`

/** A trigger that fills the answer of rows as they are written. */
const written = (schema: string, table: string, columns: string[], answer: string) => `
  ${whenWritten(schema, table, columns, answer)}
  CREATE TRIGGER ${table}_written BEFORE INSERT OR UPDATE OF username, attribute, value
    ON ${schema}.${table} FOR EACH ROW EXECUTE FUNCTION ${schema}.${table}_written();
  UPDATE ${schema}.${table} SET value = value;
  ALTER TABLE ${schema}.${table}
    ALTER COLUMN answer_attribute SET NOT NULL, ALTER COLUMN answer_value SET NOT NULL;
  COMMENT ON COLUMN ${schema}.${table}.answer_attribute IS
    'What FreeRADIUS reads: the attribute as answered now. Kept by triggers';
  COMMENT ON COLUMN ${schema}.${table}.answer_value IS
    'What FreeRADIUS reads: the value as answered now. Kept by triggers';`

/** All devices of a customer. */
const answerAnew = (schema: string, window?: Window) => `
  CREATE OR REPLACE FUNCTION ${schema}.radius_answer_anew(whose bigint) RETURNS void
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    UPDATE ${schema}.radcheck r
       SET (answer_attribute, answer_value) = ROW (${checkAnswer('r', 's')})
      FROM (${standing(schema, window)} WHERE d.customer_id = whose) s WHERE r.username = s.mac;
    UPDATE ${schema}.radreply r
       SET (answer_attribute, answer_value, follows) = ROW (${replyAnswer(schema, 'r', 's')})
      FROM (${standing(schema, window)} WHERE d.customer_id = whose) s WHERE r.username = s.mac;
  END $$;`

/**
 * The same answers where devices have payment windows; for 0012, after the column is there.
 * A window opens and closes by its column, and never moves to another customer.
 */
export const answersInWindows = (schema: string) => `
  ${whenWritten(schema, 'radcheck', CHECK_ANSWER, checkAnswer('NEW', 's'), WINDOW)}
  ${whenWritten(schema, 'radreply', REPLY_ANSWER, replyAnswer(schema, 'NEW', 's'), WINDOW)}
  ${answerAnew(schema, WINDOW)}

  CREATE FUNCTION ${schema}.payment_window_changes() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    PERFORM ${schema}.radius_answer_anew(NEW.customer_id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER payment_window_changes AFTER UPDATE OF window_until ON ${schema}.devices
    FOR EACH ROW WHEN (NEW.window_until IS DISTINCT FROM OLD.window_until)
    EXECUTE FUNCTION ${schema}.payment_window_changes();

  CREATE FUNCTION ${schema}.payment_window_stays() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    NEW.window_until := NULL;
    RETURN NEW;
  END $$;
  CREATE TRIGGER payment_window_stays BEFORE UPDATE OF mac, customer_id ON ${schema}.devices
    FOR EACH ROW WHEN (NEW.customer_id <> OLD.customer_id OR NEW.mac <> OLD.mac)
    EXECUTE FUNCTION ${schema}.payment_window_stays();`

/**
 * What FreeRADIUS reads. The rows of radcheck and radreply hold the package as it was sold;
 * beside them stands what is answered now, kept current by whatever changes it. So a sign-in
 * reads two plain tables by their keys, as stock FreeRADIUS does: joins cost more to plan for
 * each packet than the rest of the request, and cached plans take half a megabyte a tenant
 * on every connection.
 */
export const answers = (schema: string) => `
  ALTER TABLE ${schema}.radcheck ADD COLUMN answer_attribute text, ADD COLUMN answer_value text;
  ALTER TABLE ${schema}.radreply ADD COLUMN answer_attribute text, ADD COLUMN answer_value text,
    ADD COLUMN follows bigint;
  COMMENT ON COLUMN ${schema}.radreply.follows IS
    'On the row of the limit: the activation whose octets move it. Kept by triggers';
  CREATE INDEX radreply_follows ON ${schema}.radreply (follows) WHERE follows IS NOT NULL;
  GRANT SELECT ON ${schema}.radcheck, ${schema}.radreply TO portico_radius;
  ${written(schema, 'radcheck', CHECK_ANSWER, checkAnswer('NEW', 's'))}
  ${written(schema, 'radreply', REPLY_ANSWER, replyAnswer(schema, 'NEW', 's'))}

  -- A limit written before its Gigawords was capped; with them it is said in full.
  CREATE FUNCTION ${schema}.radius_gigawords_change() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    UPDATE ${schema}.radreply SET value = value
     WHERE username = COALESCE(NEW.username, OLD.username) AND attribute = 'Mikrotik-Total-Limit';
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_gigawords_come AFTER INSERT ON ${schema}.radreply
    FOR EACH ROW WHEN (NEW.attribute = 'Mikrotik-Total-Limit-Gigawords')
    EXECUTE FUNCTION ${schema}.radius_gigawords_change();
  CREATE TRIGGER radius_gigawords_go AFTER DELETE ON ${schema}.radreply
    FOR EACH ROW WHEN (OLD.attribute = 'Mikrotik-Total-Limit-Gigawords')
    EXECUTE FUNCTION ${schema}.radius_gigawords_change();

  ${answerAnew(schema)}
  REVOKE ALL ON FUNCTION ${schema}.radius_answer_anew FROM PUBLIC;

  CREATE FUNCTION ${schema}.radius_device_moves() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    IF TG_OP <> 'INSERT' THEN
      UPDATE ${schema}.radcheck SET value = value WHERE username = OLD.mac;
      UPDATE ${schema}.radreply SET value = value WHERE username = OLD.mac;
    END IF;
    IF TG_OP <> 'DELETE' THEN
      PERFORM ${schema}.radius_answer_anew(NEW.customer_id);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_device_moves AFTER INSERT OR DELETE OR UPDATE OF mac, customer_id
    ON ${schema}.devices FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_device_moves();

  CREATE FUNCTION ${schema}.radius_customer_changes() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    PERFORM ${schema}.radius_answer_anew(NEW.id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_customer_changes AFTER UPDATE OF status, suspend_reason, activation_id
    ON ${schema}.customers FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_customer_changes();

  CREATE FUNCTION ${schema}.radius_activation_changes() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    PERFORM ${schema}.radius_answer_anew(NEW.customer_id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_activation_changes
    AFTER UPDATE OF octets_limit, status, expires_at ON ${schema}.activations
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_activation_changes();

  -- Every interim update comes through here, and nearly all move only the low word. When
  -- the word above changes, or nothing is left (or something is again), all is answered anew.
  CREATE FUNCTION ${schema}.radius_usage_changes() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  DECLARE
    before bigint := OLD.octets_limit - OLD.octets_used;
    remaining bigint := NEW.octets_limit - NEW.octets_used;
  BEGIN
    IF remaining > 0 AND before > 0 AND remaining >> 32 = before >> 32 THEN
      UPDATE ${schema}.radreply SET answer_value = (remaining & ${LOW_WORD})::text
       WHERE follows = NEW.id;
    ELSIF remaining > 0 OR before > 0 THEN
      PERFORM ${schema}.radius_answer_anew(NEW.customer_id);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_usage_changes AFTER UPDATE OF octets_used ON ${schema}.activations
    FOR EACH ROW WHEN (NEW.octets_limit IS NOT NULL AND NEW.octets_used <> OLD.octets_used)
    EXECUTE FUNCTION ${schema}.radius_usage_changes();`
