import { ControlError, isRecord, requireText, type JsonRecord } from '../kit/guards.js'

export interface EmailAddress {
  email: string
  verified: boolean
}

export interface NewPerson {
  name: string
  email: string
  /** Whether the provider has seen that the address is theirs; true when not said. */
  verified?: boolean
  /** Further addresses, which GitHub alone has. */
  otherEmails?: EmailAddress[]
  /** Whether GitHub's profile shows the first address to everybody; false when not said. */
  publicEmail?: boolean
}

export interface Person extends Required<NewPerson> {
  /** Theirs for good, whatever becomes of their address. */
  id: number
}

/** Who has an account at Google and at GitHub. */
export class People {
  readonly #people = new Map<number, Person>()
  #last = 1000

  add(person: NewPerson): Person {
    this.#last += 1
    const added = { verified: true, otherEmails: [], publicEmail: false, ...person, id: this.#last }
    this.#people.set(added.id, added)
    return added
  }

  /** Another address, or a verification that came later. @throws ControlError */
  change(id: number, changes: Partial<NewPerson>): Person {
    const person = this.find(id)
    if (!person) throw new ControlError(`There is no person ${id}`)
    return Object.assign(person, changes)
  }

  find(id: number): Person | undefined {
    return this.#people.get(id)
  }

  all(): Person[] {
    return [...this.#people.values()]
  }
}

/** Google's `sub`: a string of 21 digits. */
export function googleSubject({ id }: Person): string {
  return `1${String(id).padStart(20, '0')}`
}

/** GitHub's name for a person, by which its pages go. */
export function githubLogin({ name, id }: Person): string {
  return `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${id}`
}

/** The first is the primary one. */
export function emailsOf({ email, verified, otherEmails }: Person): EmailAddress[] {
  return [{ email, verified }, ...otherEmails]
}

/** @throws ControlError when a part is missing or wrong. */
export function parsePerson(body: JsonRecord): NewPerson {
  return { name: requireText(body, 'name'), email: requireText(body, 'email'), ...flags(body) }
}

/** @throws ControlError */
export function parsePersonChanges(body: JsonRecord): Partial<NewPerson> {
  return {
    ...(body.name === undefined ? {} : { name: requireText(body, 'name') }),
    ...(body.email === undefined ? {} : { email: requireText(body, 'email') }),
    ...flags(body),
  }
}

function flags({ verified, publicEmail, otherEmails }: JsonRecord) {
  return {
    ...(typeof verified === 'boolean' ? { verified } : {}),
    ...(typeof publicEmail === 'boolean' ? { publicEmail } : {}),
    ...(otherEmails === undefined ? {} : { otherEmails: parseEmails(otherEmails) }),
  }
}

function parseEmails(given: unknown): EmailAddress[] {
  if (!Array.isArray(given) || !given.every(isRecord)) {
    throw new ControlError('"otherEmails" must be a list of objects')
  }
  return given.map((one) => ({
    email: requireText(one, 'email'),
    verified: one.verified === true,
  }))
}
