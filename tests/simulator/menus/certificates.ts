import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { X509Certificate } from 'node:crypto'
import type { Row } from './menu.js'
import type { Menus } from './menus.js'
import { failure, missingArgument, noSuchItem } from './router_trap.js'

export interface KeyPair {
  readonly key: string
  readonly certificate: string
}

/** A self-signed certificate by openssl, as the router signs its own. */
async function selfSigned(commonName: string, names: string): Promise<KeyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'virtual-router-'))
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const extension = names === '' ? [] : ['-addext', `subjectAltName=${names}`]
  try {
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', certificate, '-days', '365', '-subj', `/CN=${commonName}`],
      ...extension,
    ])
    return { key: await readFile(key, 'utf8'), certificate: await readFile(certificate, 'utf8') }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** `/certificate`: templates, what `sign` makes of them, and what was imported. */
export class Certificates {
  readonly #pairs = new Map<string, KeyPair>()

  constructor(private readonly menus: Menus) {
    menus.define('/certificate', 'sign', (args) => this.#sign(args))
    menus.define('/certificate', 'import', (args) => this.#import(args))
  }

  /** The key and certificate that a service names; undefined for `none` and unsigned ones. */
  pairOf(name: string | undefined): KeyPair | undefined {
    const row = this.menus.rows('/certificate').find((one) => one['name'] === name)
    return this.#pairs.get(row?.['.id'] ?? '')
  }

  /** Certificates marked as trusted, PEM. */
  trusted(): string[] {
    const rows = this.menus.rows('/certificate').filter((row) => row['trusted'] === 'true')
    return rows.flatMap((row) => this.#pairs.get(row['.id'] ?? '')?.certificate ?? [])
  }

  /** Gives the router a signed certificate of its own, as after `add` and `sign`. */
  async own(name: string, commonName: string, names = ''): Promise<KeyPair> {
    const id = this.menus.menu('/certificate').insert({ name, 'common-name': commonName })
    return this.#keep(id, await selfSigned(commonName, names))
  }

  #keep(id: string, pair: KeyPair): KeyPair {
    this.#pairs.set(id, pair)
    const { fingerprint256, serialNumber, validTo } = new X509Certificate(pair.certificate)
    this.menus.menu('/certificate').update(id, {
      'private-key': String(pair.key !== ''),
      'fingerprint': fingerprint256.replaceAll(':', '').toLowerCase(),
      'serial-number': serialNumber,
      'invalid-after': validTo,
    })
    return pair
  }

  async #sign(args: Row): Promise<{ rows: Row[] }> {
    const wanted = args['.id'] ?? args['numbers'] ?? args['number']
    if (wanted === undefined) throw missingArgument('number')
    const rows = this.menus.rows('/certificate')
    const row = rows.find((one) => one['.id'] === wanted || one['name'] === wanted)
    const id = row?.['.id']
    if (row === undefined || id === undefined) throw noSuchItem()
    if (this.#pairs.has(id)) throw failure('already signed')
    const names = (row['subject-alt-name'] ?? '').split(',').filter((one) => /^(IP|DNS):/.test(one))
    this.#keep(id, await selfSigned(row['common-name'] ?? '', names.join(',')))
    if (args['name'] !== undefined)
      this.menus.menu('/certificate').update(id, { name: args['name'] })
    await this.menus.changed('/certificate')
    return { rows: [{ progress: 'done' }] }
  }

  async #import(args: Row): Promise<{ rows: Row[] }> {
    const name = args['file-name']
    const file = this.menus.rows('/file').find((one) => one['name'] === name)
    if (file === undefined) throw failure('no such file')
    const contents = file['contents'] ?? ''
    const certificates =
      contents.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    const key =
      /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END [A-Z ]*PRIVATE KEY-----/.exec(
        contents
      )?.[0] ?? ''
    for (const [index, certificate] of certificates.entries()) {
      const id = this.menus.menu('/certificate').insert({
        name: `${args['name'] ?? `${name}`}_${index}`,
        trusted: args['trusted'] === 'no' ? 'false' : 'true',
      })
      this.#keep(id, { certificate, key })
    }
    await this.menus.changed('/certificate')
    return {
      rows: [
        {
          'certificates-imported': String(certificates.length),
          'private-keys-imported': key === '' ? '0' : '1',
          'files-imported': '1',
          'decryption-failures': '0',
          'keys-with-no-certificate': '0',
        },
      ],
    }
  }
}
