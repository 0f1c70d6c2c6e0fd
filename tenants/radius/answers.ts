/** No packet carries an attribute of FreeRADIUS's own: under this name a row stays unsaid, */
const UNSAID = `'Tmp-String-9'`
/** and this one tells it which activation to ask for what remains. */
const ASK = `'Tmp-Integer64-0'`

const MOMENT = `'DD Mon YYYY HH24:MI:SS'`
const RENDERED = `'^[0-3][0-9] [A-Z][a-z]{2} [0-9]{4} [0-2][0-9]:[0-5][0-9]:[0-5][0-9]$'`

/**
 * How a device stands with its ISP, by the customer and the activation that counts: `refused`
 * (why; NULL when welcome), `metered` (the activation, when its data is limited), `until`.
 * Not by octets: they change all day, and FreeRADIUS asks the activation itself.
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
      WHEN a.status <> 'running' THEN 'Your package has ended. Please buy a package.'
    END AS refused,
    CASE WHEN a.octets_limit IS NOT NULL THEN a.id END AS metered,
    a.expires_at AS until
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
 * The answer (attribute, value) of row `r` of radreply. The two rows of the limit become one
 * question; of unlimited data, the row 0 which a router may read as "nothing", they stay
 * unsaid. The refused are told why in the place of their speed.
 */
const replyAnswer = (r: string, s: string) => `
  CASE
    WHEN ${s}.refused IS NOT NULL AND ${r}.attribute = 'Mikrotik-Rate-Limit' THEN 'Reply-Message'
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit' AND ${s}.metered IS NOT NULL THEN ${ASK}
    WHEN ${r}.attribute IN ('Mikrotik-Total-Limit', 'Mikrotik-Total-Limit-Gigawords') THEN ${UNSAID}
    ELSE ${r}.attribute
  END,
  CASE
    WHEN ${s}.refused IS NOT NULL AND ${r}.attribute = 'Mikrotik-Rate-Limit' THEN ${s}.refused
    WHEN ${r}.attribute = 'Mikrotik-Total-Limit' AND ${s}.metered IS NOT NULL THEN ${s}.metered::text
    ELSE ${r}.value
  END`

const definer = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp'

/** A trigger that fills the answer of rows as they are written. */
const written = (schema: string, table: string, answer: string) => `
  CREATE FUNCTION ${schema}.${table}_written() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  DECLARE
    s record;
  BEGIN
    ${standing(schema)} WHERE d.mac = NEW.username INTO s;
    IF FOUND THEN
      SELECT ${answer} INTO NEW.answer_attribute, NEW.answer_value;
    ELSE
      NEW.answer_attribute := NEW.attribute;
      NEW.answer_value := NEW.value;
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

/**
 * What FreeRADIUS reads. The rows of radcheck and radreply hold the package as it was sold;
 * beside them stands what is answered now, kept current by whatever changes it. So a sign-in
 * reads plain tables by their keys, as stock FreeRADIUS does: joins cost more to plan for
 * each packet than the rest of the request, and cached plans take half a megabyte a tenant
 * on every connection.
 */
export const answers = (schema: string) => `
  ALTER TABLE ${schema}.radcheck ADD COLUMN answer_attribute text, ADD COLUMN answer_value text;
  ALTER TABLE ${schema}.radreply ADD COLUMN answer_attribute text, ADD COLUMN answer_value text;
  GRANT SELECT ON ${schema}.radcheck, ${schema}.radreply TO portico_radius;
  GRANT SELECT (id, octets_limit, octets_used) ON ${schema}.activations TO portico_radius;
  ${written(schema, 'radcheck', checkAnswer('NEW', 's'))}
  ${written(schema, 'radreply', replyAnswer('NEW', 's'))}

  -- All devices of a customer.
  CREATE FUNCTION ${schema}.radius_answer_anew(whose bigint) RETURNS void
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    UPDATE ${schema}.radcheck r
       SET (answer_attribute, answer_value) = ROW (${checkAnswer('r', 's')})
      FROM (${standing(schema)} WHERE d.customer_id = whose) s WHERE r.username = s.mac;
    UPDATE ${schema}.radreply r
       SET (answer_attribute, answer_value) = ROW (${replyAnswer('r', 's')})
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

  CREATE FUNCTION ${schema}.radius_activation_changes() RETURNS trigger
  LANGUAGE plpgsql ${definer} AS $$
  BEGIN
    PERFORM ${schema}.radius_answer_anew(NEW.customer_id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER radius_activation_changes
    AFTER UPDATE OF octets_limit, status, expires_at ON ${schema}.activations
    FOR EACH ROW EXECUTE FUNCTION ${schema}.radius_activation_changes();`
