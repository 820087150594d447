import { MalformedError, MongoError, unsupported } from '../errors'
import { checkFields, type Command, type Handler } from './command'

/** What mongod too has only for the tests of its clients: chosen commands fail, or lose their connection. */
export class FailPoint {
  private commands: string[] = []
  private left = 0
  private fail: () => Error = () => new MalformedError('a fail point')

  configure(command: Command): void {
    if (command.string('configureFailPoint') !== 'failCommand') throw unsupported('a fail point other than failCommand')
    const [mode, data] = [command.get('mode'), command.document('data')]
    checkFields('configureFailPoint.data', data, ['failCommands', 'errorCode', 'closeConnection'])
    this.left = mode?.string() === 'alwaysOn' ? Infinity : (mode?.isDocument && mode.get('times')?.number()) || 0
    this.commands = (data?.get('failCommands')?.items() ?? []).map((name) => name.string()!)
    const code = data?.get('errorCode')?.number()
    this.fail = data?.get('closeConnection')?.number()
      ? () => new MalformedError('a fail point')
      : () => new MongoError(code ?? 1, `Location${code ?? 1}`, "Failing command via 'failCommand' failpoint")
  }

  /** @throws when it is the command's turn to fail; a MalformedError ends the connection */
  meet(name: string): void {
    if (this.left <= 0 || !this.commands.includes(name)) return
    this.left--
    throw this.fail()
  }
}

export const configureFailPoint: Handler = {
  accepts: ['mode', 'data'],
  run: (command, { failPoint }) => {
    if (!failPoint) throw new MongoError(59, 'CommandNotFound', `no such command: '${command.name}' (without --test-commands)`)
    failPoint.configure(command)
    return {}
  },
}
