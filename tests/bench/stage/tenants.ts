import { randomBytes } from 'node:crypto'
import { Database } from '@adonisjs/lucid/database'
import type { ApplicationService } from '@adonisjs/core/types'
import type Tenant from '#tenancy/models/tenant'
import { ProvisionTenant } from '#tenancy/provisioning/provision_tenant'
import { rate } from '../measure.js'

/** The tenants of one benchmark: made by the real action, gone with the benchmark. */
export class Tenants implements AsyncDisposable {
  readonly all: Tenant[] = []

  private constructor(
    private readonly app: ApplicationService,
    private readonly provision: ProvisionTenant
  ) {}

  static async open(app: ApplicationService): Promise<Tenants> {
    return new Tenants(app, await app.container.make(ProvisionTenant))
  }

  async add(): Promise<Tenant> {
    const slug = `bench-${randomBytes(6).toString('hex')}`
    const tenant = await this.provision.execute({
      slug,
      name: 'Bench Wi-Fi',
      country: 'BD',
      currency: 'BDT',
      timezone: 'Asia/Dhaka',
    })
    this.all.push(tenant)
    return tenant
  }

  async addMany(count: number): Promise<Tenant[]> {
    await rate(count, 4, () => this.add())
    return this.all
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const database = await this.app.container.make(Database)
    const owner = database.connection('owner')
    for (const { id, schema } of this.all.splice(0)) {
      await owner.rawQuery(`drop schema ${schema} cascade`)
      await owner.rawQuery(`drop role ${schema}`)
      await owner.rawQuery('delete from platform.tenants where id = ?', [id])
    }
  }
}
