import { API_PREFIX, ErrorAnswerSchema } from '@zhixin/shared/contract'
import { ERRORS, type ErrorCode } from '@zhixin/shared/errors'
import { z } from 'zod'
import type { Route } from './route'

type JsonSchema = Record<string, unknown>

/** What else the document describes: the frames of the live socket, by name. */
export type Components = Readonly<Record<string, { schema: z.ZodType; io: 'input' | 'output' }>>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}

/** OpenAPI 3.1 out of the same schemas that check requests and answers. */
export function openApi(routes: readonly Route[], components: Components): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const route of routes) {
    const path = `${API_PREFIX}${route.path.replace(/:([A-Za-z]+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Zhixin 执信', version: '1', description: 'Errors carry a code from one catalogue; `can` says what the caller may do next.' },
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        // With X-Key-Id, X-Timestamp and X-Nonce: docs/integration.md says over what.
        signature: { type: 'apiKey', in: 'header', name: 'X-Signature' },
      },
      schemas: {
        Error: schemaOf(ErrorAnswerSchema, 'output'),
        ErrorCode: { type: 'string', enum: Object.keys(ERRORS), description: catalogue() },
        ...Object.fromEntries(Object.entries(components).map(([name, { schema, io }]) => [name, schemaOf(schema, io)])),
      },
    },
  }
}

const catalogue = (): string =>
  (Object.keys(ERRORS) as ErrorCode[]).map((code) => `- \`${code}\` ${ERRORS[code].status} ${ERRORS[code].zh}`).join('\n')

function operation(route: Route): JsonSchema {
  const isOpen = route.policy.audience.includes('anyone')
  return {
    operationId: `${route.method}${route.path.replace(/[/:-]+(.)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: route.summary,
    tags: [route.tag],
    security: isOpen ? [] : [route.signed ? { signature: [] } : { accessToken: [] }],
    'x-policy': { action: route.policy.action, audience: route.policy.audience, granted: route.policy.granted, relations: route.policy.relations },
    parameters: [...parameters('path', route.params), ...parameters('query', route.query)],
    ...requestBody(route),
    responses: { 200: success(route), ...refusals(route, isOpen) },
  }
}

function parameters(place: 'path' | 'query', schema: z.ZodType | undefined): JsonSchema[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, JsonSchema>; required?: string[] }
  return Object.entries(properties).map(([name, property]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: property }))
}

function requestBody(route: Route): JsonSchema {
  if (!route.body && !route.upload) return {}
  const schema = route.body ? schemaOf(route.body, 'input') : { type: 'object', properties: {} }
  if (!route.upload) return { requestBody: { required: true, content: { 'application/json': { schema } } } }
  const { properties: fields = {}, required = [] } = schema as { properties?: object; required?: string[] }
  const properties = { ...fields, file: { type: 'string', contentMediaType: 'application/octet-stream' } }
  return { requestBody: { required: true, content: { 'multipart/form-data': { schema: { ...schema, properties, required: [...required, 'file'] } } } } }
}

function success(route: Route): JsonSchema {
  if (route.raw) return { description: 'The bytes', content: { 'application/octet-stream': {} } }
  const properties = { data: schemaOf(route.answer, 'output'), ...(route.can && { can: schemaOf(route.can, 'output') }) }
  return { description: 'Done', content: { 'application/json': { schema: { type: 'object', properties, required: Object.keys(properties) } } } }
}

function refusals(route: Route, isOpen: boolean): JsonSchema {
  const takesInput = Boolean(route.params ?? route.query ?? route.body ?? route.upload)
  const described: [number, string, boolean][] = [
    [400, 'Something in the request is wrong; `field` says what', takesInput],
    [401, 'Not signed in, or no longer', !isOpen || route.limit === 'sign_in'],
    [403, 'Known to exist, not allowed', !isOpen],
    [404, 'No such thing, or no right to see it', route.policy.relations !== undefined],
    [409, 'Does not go with the state of things', route.method !== 'get'],
    [413, 'Too large', Boolean(route.body ?? route.upload)],
    [429, 'Too often; see Retry-After', true],
    [500, 'Our fault', true],
    [503, 'Try again shortly', true],
  ]
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return Object.fromEntries(described.filter(([, , applies]) => applies).map(([status, description]) => [status, { description, content }]))
}
