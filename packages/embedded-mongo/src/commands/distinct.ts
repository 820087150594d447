import { encodeKey } from '../bson/key'
import type { Value } from '../bson/value'
import { badValue } from '../errors'
import { parsePath, someAt } from '../query/path'
import { Scan } from '../query/scan'
import type { Handler } from './command'
import { queryOf } from './find'

export const distinct: Handler = {
  accepts: ['key', 'query', 'hint'],
  run: (command, { store }) => {
    const key = command.string('key')
    if (!key) throw badValue("distinct needs a 'key'")
    const path = parsePath(key)
    const query = queryOf(command, 'query')
    const collection = store.collection(command.ns)
    const values = new Map<string, Value>()
    const add = (value: Value) => values.set(encodeKey(value).toString('latin1'), value)
    if (collection) {
      new Scan(store, collection, query).read(({ doc }) => {
        someAt(doc, path, (value) => {
          if (value?.isArray) value.items().forEach(add)
          else if (value) add(value)
          return false
        }, false)
        return true
      })
    }
    return { values: [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value) }
  },
}
