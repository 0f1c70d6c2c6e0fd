import encryption from '@adonisjs/core/services/encryption'
import { Exception } from '@adonisjs/core/exceptions'
import vine from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { parseMacAddress, type MacAddress } from '#core/mac_address'
import type { Sighting } from '#hotspot/identification/identify_device'

const schema = vine.create({
  tenantId: vine.number(),
  routerId: vine.number(),
  mac: vine.string(),
  ip: vine.string(),
  /** The router's own login form, checked to be the router's. */
  loginUrl: vine.string().nullable(),
  /** Where the phone wanted to go. */
  destination: vine.string().nullable(),
  /** Set once the number was proven on this device. */
  customerId: vine.number().nullable(),
  /** The number a code was sent to. */
  mobile: vine.string().nullable(),
  /** The code of the printed link that brought the phone here. Passes made before there were any have none. */
  voucher: vine.string().nullable().optional(),
})

type Contents = Infer<typeof schema>

const LIFETIME = '24 hours'

/** The link has run out, was cut short, or was made for another ISP. */
export class InvalidPortalPass extends Exception {
  static override status = 410
  static override code = 'E_INVALID_PORTAL_PASS'
  static override message = 'This page has expired. Please join the Wi-Fi again.'
}

/**
 * What the portal knows of a phone, sealed into the URL: captive browsers drop
 * cookies. Whoever holds the link is that phone, so it is sealed and not only
 * signed, bound to the tenant, and short-lived.
 */
export class PortalPass {
  private constructor(private contents: Contents & { mac: MacAddress }) {}

  static forSighting(
    tenantId: number,
    sighting: Sighting,
    loginUrl: string | null,
    destination: string | null,
    voucher: string | null = null
  ): PortalPass {
    return new PortalPass({
      tenantId,
      ...sighting,
      loginUrl,
      destination,
      customerId: null,
      mobile: null,
      voucher,
    })
  }

  /** @throws InvalidPortalPass */
  static async open(sealed: string, tenantId: number): Promise<PortalPass> {
    const [error, contents] = await schema.tryValidate(encryption.decrypt(sealed, 'portal'))
    const mac = error ? null : parseMacAddress(contents.mac)
    if (error || !mac || contents.tenantId !== tenantId) throw new InvalidPortalPass()
    return new PortalPass({ ...contents, mac })
  }

  get sighting(): Sighting {
    const { mac, ip, routerId } = this.contents
    return { mac, ip, routerId }
  }

  get customerId(): number | null {
    return this.contents.customerId
  }

  get mobile(): string | null {
    return this.contents.mobile
  }

  get loginUrl(): string | null {
    return this.contents.loginUrl
  }

  get destination(): string | null {
    return this.contents.destination
  }

  get voucher(): string | null {
    return this.contents.voucher ?? null
  }

  withMobile(mobile: string): PortalPass {
    return new PortalPass({ ...this.contents, mobile })
  }

  withCustomer(customerId: number): PortalPass {
    return new PortalPass({ ...this.contents, customerId })
  }

  withoutVoucher(): PortalPass {
    return new PortalPass({ ...this.contents, voucher: null })
  }

  seal(): string {
    return encryption.encrypt(this.contents, { expiresIn: LIFETIME, purpose: 'portal' })
  }
}
