/** The low 32 bits of a number of octets; also the most that a limit without Gigawords says. */
export const LOW_WORD = 2 ** 32 - 1

/** No packet carries an attribute of FreeRADIUS's own: under this name a row stays unsaid. */
const UNSAID = `'Tmp-String-9'`

const MOMENT = `'DD Mon YYYY HH24:MI:SS'`
const RENDERED = `'^[0-3][0-9] [A-Z][a-z]{2} [0-9]{4} [0-2][0-9]:[0-5][0-9]:[0-5][0-9]$'`

/**
 * How a device stands with its ISP: `refused` (why; NULL when welcome), `remaining` (octets;
 * NULL when unlimited), `until`, `counts` (the activation usage is counted to).
 */
const standing = (schema: string) => `
  SELECT d.mac, d.customer_id,
    CASE
      WHEN c.status = 'blocked' THEN 'Your account is blocked. Please contact your provider.'
      WHEN c.status = 'suspended' AND c.suspend_reason = 'volume_limit_exceeds'
        THEN 'Your data is used up. Please buy a package.'
      WHEN c.status = 'suspended' AND c.suspend_reason = 'time_limit_exceeds'
        THEN 'Your package has ended. Please buy a package.'
      WHEN c.status = 'suspended' THEN 'Your account is suspended. Please buy a package.'
      WHEN a.id IS NULL THEN 'Please buy a package.'
      WHEN a.octets_used >= a.octets_limit THEN 'Your data is used up. Please buy a package.'
      WHEN a.status <> 'running' THEN 'Your package has ended. Please buy a package.'
    END AS refused,
    a.octets_limit - a.octets_used AS remaining,
    a.expires_at AS until, a.id AS counts
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

/**
 * The answer (attribute, value, activation) of row `r` of radreply. Mikrotik-Total-Limit is a 32-bit
 * number of octets and its Gigawords count 2^32 each; a limit that has no row for Gigawords
 * is capped, not wrapped. Unlimited data is the row 0, which a router may read as "nothing":
 * it stays unsaid. The refused are told why in the place of their speed. The row of the
 * limit knows the activation that accounting counts to.
 */
const replyAnswer = (schema: string, r: string, s: string) => `
  CASE
    WHEN ${s}.refused IS NOT NULL AND ${r}.attribute = 'Mikrotik-Rate-Limit' THEN 'Reply-Message'
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit' AND ${s}.remaining IS NULL THEN ${UNSAID}
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit-Gigawords'
      AND (${s}.remaining >> 32 = 0) IS NOT FALSE THEN ${UNSAID}
    ELSE ${r}.attribute
  END,
  CASE
    WHEN ${s}.refused IS NOT NULL THEN
      CASE ${r}.attribute WHEN 'Mikrotik-Rate-Limit' THEN ${s}.refused ELSE ${r}.value END
    WHEN ${s}.remaining IS NULL THEN ${r}.value
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit' THEN
      CASE
        WHEN ${s}.remaining > ${LOW_WORD} AND NOT EXISTS (
          SELECT FROM ${schema}.radreply g WHERE g.username = ${r}.username
            AND g.attribute = 'Mikrotik-Total-Limit-Gigawords') THEN '${LOW_WORD}'
        ELSE (${s}.remaining & ${LOW_WORD})::text
      END
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit-Gigawords' THEN (${s}.remaining >> 32)::text
    ELSE ${r}.value
  END,
  CASE ${r}.attribute WHEN 'Mikrotik-Total-Limit' THEN ${s}.counts END`

const ANSWER = ['answer_attribute', 'answer_value']
const REPLY_ANSWER = [...ANSWER, 'counts_to']

const definer = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp'

/** A trigger that fills the answer of rows as they are written. */
const written = (schema: string, table: string, columns: string[], answer: string, after = '') => `
  CREATE FUNCTION ${schema}.${table}_written() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  DECLARE
    s record;
  BEGIN
    ${standing(schema)} WHERE d.mac = NEW.username INTO s;
    IF FOUND THEN
      SELECT ${answer} INTO ${columns.map((column) => `NEW.${column}`).join(', ')};
      ${after}
    ELSE
      NEW.answer_attribute := NEW.attribute;
      NEW.answer_value := NEW.value;
      ${columns.includes('counts_to') ? 'NEW.counts_to := NULL;' : ''}
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER ${table}_written BEFORE INSERT OR UPDATE OF username, attribute, value
    ON ${schema}.${table} FOR EACH ROW EXECUTE FUNCTION ${schema}.${table}_written();
  UPDATE ${schema}.${table} SET value = value;
  ALTER TABLE ${schema}.${table}
    ALTER COLUMN answer_attribute SET NOT NULL, ALTER COLUMN answer_value SET NOT NULL;
  COMMENT ON COLUMN ${schema}.${table}.answer_attribute IS
    'What FreeRADIUS reads: the attribute as answered now. Kept by triggers';
  COMMENT ON COLUMN ${schema}.${table}.answer_value IS
    'What FreeRADIUS reads: the value as answered now. Kept by triggers';`

/** The row of Total-Limit, written before its Gigawords were known, says its low word. */
const UNCAP = (schema: string) => `
      IF NEW.attribute = 'Mikrotik-Total-Limit-Gigawords' AND s.refused IS NULL
        AND s.remaining IS NOT NULL THEN
        UPDATE ${schema}.radreply SET answer_value = (s.remaining & ${LOW_WORD})::text
         WHERE username = NEW.username AND attribute = 'Mikrotik-Total-Limit';
      END IF;`

/**
 * What FreeRADIUS reads. The rows of radcheck and radreply hold the package as it was sold;
 * beside them stands what is answered now, kept current by whatever changes it. So a sign-in
 * reads two plain tables by their keys, as stock FreeRADIUS does: joins cost more to plan
 * for each packet than the rest of the request, and cached plans take half a megabyte a
 * tenant on every connection.
 */
export const answers = (schema: string) => `
  ALTER TABLE ${schema}.radcheck ADD COLUMN answer_attribute text, ADD COLUMN answer_value text;
  ALTER TABLE ${schema}.radreply ADD COLUMN answer_attribute text, ADD COLUMN answer_value text,
    ADD COLUMN counts_to bigint;
  CREATE INDEX radreply_counts_to ON ${schema}.radreply (counts_to) WHERE counts_to IS NOT NULL;
  COMMENT ON COLUMN ${schema}.radreply.counts_to IS
    'On the row of the limit: the activation that usage counts to. Kept by triggers';
  GRANT SELECT ON ${schema}.radcheck, ${schema}.radreply TO portico_radius;
  ${written(schema, 'radcheck', ANSWER, checkAnswer('NEW', 's'))}
  ${written(schema, 'radreply', REPLY_ANSWER, replyAnswer(schema, 'NEW', 's'), UNCAP(schema))}

  -- All devices of a customer.
  CREATE FUNCTION ${schema}.radius_answer_anew(whose bigint) RETURNS void
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    UPDATE ${schema}.radcheck r
       SET (answer_attribute, answer_value) = ROW (${checkAnswer('r', 's')})
      FROM (${standing(schema)} WHERE d.customer_id = whose) s WHERE r.username = s.mac;
    UPDATE ${schema}.radreply r
       SET (answer_attribute, answer_value, counts_to) = ROW (${replyAnswer(schema, 'r', 's')})
      FROM (${standing(schema)} WHERE d.customer_id = whose) s WHERE r.username = s.mac;
  END $$;
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

  -- Not of octets_used: accounting moves it all day, and tells the rows by itself. Whoever
  -- else changes it names octets_limit too (SET octets_limit = octets_limit).
  CREATE FUNCTION ${schema}.radius_activation_changes() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    PERFORM ${schema}.radius_answer_anew(NEW.customer_id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_activation_changes
    AFTER UPDATE OF octets_limit, status, expires_at ON ${schema}.activations
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_activation_changes();`
