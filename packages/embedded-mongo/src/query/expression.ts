import { T, type Value } from '../bson/value'
import { EMPTY, type Node, open } from '../bson/write'
import { MongoError } from '../errors'
import { checkName } from './computed'
import { OPERATORS } from './expression-operators'

/** What a command's `let` names, and `NOW`. */
export type Variables = ReadonlyMap<string, Node>
export interface Scope {
  doc: Value
  variables: Variables
}

/** What an expression is in one document: stored values as they are stored, or undefined for nothing there. */
export type Evaluate = (scope: Scope) => Node
/** Compiles a part of an expression; `more` are the variables known there besides those known around it. */
export type Compile = (expression: Value, ...more: string[]) => Evaluate

export const NO_VARIABLES: Variables = new Map()
const NAMES = ['ROOT', 'CURRENT', 'REMOVE']

/** The expression as a function of a document. @throws code 168 for operators that are not on the README's list. */
export function compileExpression(expression: Value, variables: Variables = NO_VARIABLES): (doc: Value) => Node {
  const evaluate = compiler(new Set([...NAMES, ...variables.keys()]))(expression)
  return (doc) => evaluate({ doc, variables })
}

/** The variables of a command: its `let`, whose expressions see no document, and the time. */
export function variablesOf(spec: Value | undefined): Variables {
  const variables = new Map<string, Node>([['NOW', new Date()]])
  const nothing = EMPTY
  for (const [name, expression] of spec?.fields() ?? []) variables.set(checkName(name), compileExpression(expression, variables)(nothing) ?? null)
  return variables
}

function compiler(names: ReadonlySet<string>): Compile {
  return (expression, ...more) => {
    const compile = more.length > 0 ? compiler(new Set([...names, ...more])) : compiler(names)
    if (expression.type === T.string) return compilePath(expression, names, more)
    if (expression.isArray) {
      const items = expression.items().map((item) => compile(item))
      return (scope) => items.map((item) => item(scope) ?? null)
    }
    if (!expression.isDocument) return () => expression
    const fields = expression.fields()
    const [name, argument] = fields[0] ?? ['']
    if (name.startsWith('$')) {
      if (fields.length > 1) throw new MongoError(15983, 'Location15983', `an object representing an expression must have exactly one field: ${name}`)
      const operator = OPERATORS[name]
      if (!operator) throw new MongoError(168, 'InvalidPipelineOperator', `Unrecognized expression '${name}'`)
      return operator(argument!, compile)
    }
    const parts = fields.map(([field, value]) => [checkField(field), compile(value)] as const)
    return (scope) => new Map(parts.map(([field, evaluate]) => [field, evaluate(scope)]))
  }
}

function checkField(name: string): string {
  if (!name.startsWith('$') && !name.includes('.')) return name
  throw new MongoError(16410, 'Location16410', `FieldPath field names may not start with '$' or contain '.': '${name}'`)
}

function compilePath(expression: Value, names: ReadonlySet<string>, more: string[]): Evaluate {
  const text = expression.string()!
  if (!text.startsWith('$')) return () => expression
  const [first, ...rest] = text.slice(text.startsWith('$$') ? 2 : 1).split('.') as [string, ...string[]]
  if ([first, ...rest].some((part) => part === '' || part.startsWith('$'))) {
    throw new MongoError(16872, 'Location16872', `'${text}' is not a valid field path`)
  }
  if (!text.startsWith('$$')) return ({ doc }) => valueAt(doc, [first, ...rest])
  if (!names.has(first) && !more.includes(first)) throw new MongoError(17276, 'Location17276', `Use of undefined variable: ${first}`)
  if (first === 'REMOVE') return () => undefined
  if (first === 'ROOT' || first === 'CURRENT') return ({ doc }) => valueAt(doc, rest)
  return ({ variables }) => valueAt(variables.get(first), rest)
}

/** What a path reaches: an array on the way stands for what its documents hold there. */
function valueAt(node: Node, [first, ...rest]: string[]): Node {
  if (first === undefined) return node
  const opened = open(node)
  if (opened instanceof Map) return valueAt(opened.get(first), rest)
  if (!Array.isArray(opened)) return undefined
  return opened.flatMap((item) => {
    const found = open(item) instanceof Map ? valueAt(item, [first, ...rest]) : undefined
    return found === undefined ? [] : [found]
  })
}
