/**
 * What RouterOS answers when it refuses a command. Categories as in
 * MikroTik's API page: 0 missing item or command, 1 argument value,
 * 2 interrupted, 4 general failure, 5 API failure.
 */
export class RouterTrap extends Error {
  constructor(
    message: string,
    readonly category: number
  ) {
    super(message)
    this.name = 'RouterTrap'
  }
}

/** The argument name of an "unknown parameter" refusal, kept for the console's own wording. */
export class UnknownParameter extends RouterTrap {
  constructor(readonly parameter: string) {
    super(`unknown parameter ${parameter}`, 0)
  }
}

export class InvalidValue extends RouterTrap {
  constructor(message: string) {
    super(message, 1)
  }
}

export const noSuchPrefix = () => new RouterTrap('no such command prefix', 0)
export const noSuchCommand = () => new RouterTrap('no such command', 0)
export const noSuchItem = () => new RouterTrap('no such item (4)', 0)
export const missingArgument = (name: string) => new RouterTrap(`missing =${name}=`, 0)
export const failure = (reason: string) => new RouterTrap(`failure: ${reason}`, 4)
