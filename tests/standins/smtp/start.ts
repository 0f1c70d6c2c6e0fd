import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

export interface SmtpOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  /** Who may send; without it the server asks nobody (and offers no AUTH). */
  account?: { user: string; password: string }
}

export interface ReceivedMail {
  from: string
  to: string[]
  subject: string
  text: string
  headers: Map<string, unknown>
}

/** What the server does to the next mail. */
export type SmtpFault = 'none' | 'greylist' | 'refuse_recipient' | 'hang_up'

export interface RunningSmtp {
  host: string
  port: number
  /** Everything accepted, oldest first. */
  mails: ReceivedMail[]
  /** How often anybody tried. */
  attempts: number
  fault: SmtpFault
  stop(): Promise<void>
}

/** RFC 5321 §4.2.3; §4.5.3.1.3 allows no path longer than this. */
const LONGEST_PATH = 256

/**
 * A mail server on a socket (RFC 5321), strict where real ones are: addresses must be
 * addresses, AUTH must fit, and a letter needs the headers RFC 5322 §3.6 asks for.
 */
export async function startSmtp(options: SmtpOptions = {}): Promise<RunningSmtp> {
  const { host = '127.0.0.1', port = 0, account } = options
  const running = { fault: 'none' as SmtpFault, mails: [] as ReceivedMail[], attempts: 0 }

  const server = new SMTPServer({
    authOptional: account === undefined,
    disabledCommands: account ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (username === account?.user && password === account?.password)
        done(null, { user: username })
      else done(refusal(535, '5.7.8 Authentication credentials invalid'))
    },
    onMailFrom(_address, _session, done) {
      running.attempts += 1
      done(running.fault === 'greylist' ? refusal(451, '4.7.1 Greylisted, try again') : null)
    },
    onRcptTo({ address }, _session, done) {
      const isRefused =
        running.fault === 'refuse_recipient' ||
        address.length > LONGEST_PATH ||
        !/^[^\s@]+@[^\s@]+$/.test(address)
      done(isRefused ? refusal(550, '5.1.1 No such user here') : null)
    },
    onData(stream, session, done) {
      if (running.fault === 'hang_up') {
        stream.destroy()
        done(refusal(421, '4.4.2 Bye'))
        return
      }
      void receive(stream, session).then(
        (mail) => {
          running.mails.push(mail)
          done(null)
        },
        (error: Error) => done(refusal(550, error.message))
      )
    },
  })
  server.on('error', () => {})
  server.listen(port, host)
  await once(server.server, 'listening')
  const address = server.server.address()
  if (!isAddress(address)) throw new Error('The mail server has no port')

  return Object.assign(running, {
    host,
    port: address.port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  })
}

async function receive(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession
): Promise<ReceivedMail> {
  const mail = await simpleParser(stream)
  if (!mail.date || !mail.from || !mail.subject)
    throw new Error('5.6.0 A required header is missing')
  return {
    from: mail.from.text,
    to: envelope.rcptTo.map(({ address }) => address),
    subject: mail.subject,
    text: mail.text ?? '',
    headers: mail.headers,
  }
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
