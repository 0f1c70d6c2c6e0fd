import encryption from '@adonisjs/core/services/encryption'
import vine from '@vinejs/vine'
import { ASKER_KINDS, type Subject } from '#messaging/pumping/code_asker'
import { TenantNotFound } from '#tenancy/errors'

const schema = vine.create({
  tenantId: vine.number(),
  kind: vine.enum(ASKER_KINDS),
  subject: vine.string(),
})

const PURPOSE = 'code_asker'
const LIFETIME = '1 hour'

/** A number, device or address for a form, which its page need not spell out. */
export function sealSubject(tenantId: number, { kind, subject }: Subject): string {
  const contents = { tenantId, kind, subject }
  return encryption.encrypt(contents, { expiresIn: LIFETIME, purpose: PURPOSE })
}

/** @throws TenantNotFound when it is old, tampered with or another tenant's */
export async function openSubject(tenantId: number, sealed: string): Promise<Subject> {
  const [error, contents] = await schema.tryValidate(encryption.decrypt(sealed, PURPOSE))
  if (error || contents.tenantId !== tenantId) throw new TenantNotFound()
  return { kind: contents.kind, subject: contents.subject }
}
